package connectpeer

import (
	"context"
	"maps"
	"net/http"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/proto"
)

// clientStream receives by CloseAndReceive once the requests have ended, as its users do. An
// answer that is waited for before that comes from the connection underneath.
func clientStream[C, Req, Res any](
	client newClient[C], call func(C, context.Context) *connect.ClientStreamForClient[Req, Res],
) maker {
	return func(b binding) stub {
		if b.way == waySimple {
			return simpleClientStream(generic[Req, Res](b))
		}
		bound := bindStream(b, client, call, (*connect.Client[Req, Res]).CallClientStream)
		return func(ctx context.Context, headers http.Header, _ proto.Message) (*conversation, error) {
			stream := bound(ctx)
			maps.Copy(stream.RequestHeader(), headers)
			conn, err := stream.Conn()
			if err != nil {
				return nil, err
			}
			single := &singleResponse[Req, Res]{stream: stream, conn: conn}
			made := converse[Req](conn, stream.Send)
			made.closeSend, made.recv = single.closeSend, single.recv
			return made, stream.Send(nil)
		}
	}
}

// singleResponse is the answering side of a client-streaming call.
type singleResponse[Req, Res any] struct {
	stream *connect.ClientStreamForClient[Req, Res]
	conn   connect.StreamingClientConn
	early  bool
	closed bool
	after  func() (proto.Message, error)
}

func (s *singleResponse[Req, Res]) closeSend() error {
	s.closed = true
	return s.conn.CloseRequest()
}

func (s *singleResponse[Req, Res]) recv() (proto.Message, error) {
	if s.early || !s.closed {
		s.early = true
		response := new(Res)
		return asMessage(response), s.conn.Receive(response)
	}
	if s.after != nil {
		return s.after()
	}
	response, err := s.stream.CloseAndReceive()
	if err != nil {
		return nil, err
	}
	s.after = once(asMessage(response.Msg))
	return s.after()
}

func bidiStream[C, Req, Res any](
	client newClient[C], call func(C, context.Context) *connect.BidiStreamForClient[Req, Res],
) maker {
	return func(b binding) stub {
		if b.way == waySimple {
			return simpleBidiStream(generic[Req, Res](b))
		}
		bound := bindStream(b, client, call, (*connect.Client[Req, Res]).CallBidiStream)
		return func(ctx context.Context, headers http.Header, _ proto.Message) (*conversation, error) {
			stream := bound(ctx)
			maps.Copy(stream.RequestHeader(), headers)
			conn, err := stream.Conn()
			if err != nil {
				return nil, err
			}
			made := converse[Req](conn, stream.Send)
			made.closeSend = stream.CloseRequest
			made.recv = func() (proto.Message, error) {
				response, err := stream.Receive()
				return asMessage(response), err
			}
			// Sending nothing sends the request's headers.
			return made, stream.Send(nil)
		}
	}
}

// bindStream chooses between a generated method and the same of a client by path.
func bindStream[C, Req, Res, Stream any](
	b binding, client newClient[C], call func(C, context.Context) Stream,
	byPath func(*connect.Client[Req, Res], context.Context) Stream,
) func(context.Context) Stream {
	if b.way != "" {
		bound := generic[Req, Res](b)
		return func(ctx context.Context) Stream { return byPath(bound, ctx) }
	}
	bound := client(b.client, b.url, b.options...)
	return func(ctx context.Context) Stream { return call(bound, ctx) }
}

// converse is what both kinds of request stream have in common.
func converse[Req any](conn connect.StreamingClientConn, send func(*Req) error) *conversation {
	return &conversation{
		send:   func(message proto.Message) error { return send(any(message).(*Req)) },
		header: conn.ResponseHeader, trailer: conn.ResponseTrailer, closeReply: conn.CloseResponse,
	}
}
