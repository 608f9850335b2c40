package connectpeer

import (
	"context"
	"errors"
	"io"
	"maps"
	"net/http"
	"sync"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/proto"
)

// simpleBidiStream sends its headers as soon as it is opened.
func simpleBidiStream[Req, Res any](client *connect.Client[Req, Res]) stub {
	return func(ctx context.Context, headers http.Header, _ proto.Message) (*conversation, error) {
		ctx, info := connect.NewClientContext(ctx)
		maps.Copy(info.RequestHeader(), headers)
		stream, err := client.CallBidiStreamSimple(ctx)
		if err != nil {
			return nil, err
		}
		return &conversation{
			send:      func(message proto.Message) error { return stream.Send(any(message).(*Req)) },
			closeSend: stream.CloseRequest,
			recv: func() (proto.Message, error) {
				response, err := stream.Receive()
				return asMessage(response), err
			},
			header: info.ResponseHeader, trailer: info.ResponseTrailer, closeReply: stream.CloseResponse,
		}, nil
	}
}

// simpleClientStream does too. The half-close and the wait for the answer are one thing to it.
func simpleClientStream[Req, Res any](client *connect.Client[Req, Res]) stub {
	return func(ctx context.Context, headers http.Header, _ proto.Message) (*conversation, error) {
		ctx, info := connect.NewClientContext(ctx)
		maps.Copy(info.RequestHeader(), headers)
		stream, err := client.CallClientStreamSimple(ctx)
		if err != nil {
			return nil, err
		}
		single := &simpleResponse[Req, Res]{ctx: ctx, stream: stream, closing: make(chan struct{})}
		return &conversation{
			send: single.send, closeSend: single.closeSend, recv: single.recv,
			header: info.ResponseHeader, trailer: info.ResponseTrailer,
		}, nil
	}
}

// simpleResponse is the answering side of a client-streaming call.
type simpleResponse[Req, Res any] struct {
	ctx    context.Context
	stream *connect.ClientStreamForClientSimple[Req, Res]

	once    sync.Once
	closing chan struct{}
	answer  func() (proto.Message, error)
}

// close asks for the answer, which half-closes. It is once only, and in the background: the plan's
// next step is not the library's business.
func (s *simpleResponse[Req, Res]) close() {
	s.once.Do(func() {
		done := make(chan struct{})
		var response *Res
		var err error
		go func() {
			defer close(done)
			response, err = s.stream.CloseAndReceive()
		}()
		taken := false
		s.answer = func() (proto.Message, error) {
			<-done
			switch {
			case err != nil:
				return nil, err
			case taken:
				return nil, io.EOF
			}
			taken = true
			return asMessage(response), nil
		}
		close(s.closing)
	})
}

// send that finds the call ended goes on to the answer, as users do.
func (s *simpleResponse[Req, Res]) send(message proto.Message) error {
	err := s.stream.Send(any(message).(*Req))
	if errors.Is(err, io.EOF) {
		s.close()
	}
	return err
}

func (s *simpleResponse[Req, Res]) closeSend() error {
	s.close()
	return nil
}

// recv waits for the half-close: there is no answer to be had before.
func (s *simpleResponse[Req, Res]) recv() (proto.Message, error) {
	select {
	case <-s.closing:
	case <-s.ctx.Done():
		s.close()
	}
	return s.answer()
}
