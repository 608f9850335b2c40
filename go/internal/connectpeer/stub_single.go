package connectpeer

import (
	"context"
	"io"
	"maps"
	"net/http"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/proto"
)

// request makes connect's request with the plan's headers.
func request[Req any](message proto.Message, headers http.Header) *connect.Request[Req] {
	made := connect.NewRequest(any(message).(*Req))
	maps.Copy(made.Header(), headers)
	return made
}

// unary takes headers and trailers from the CallInfo, which keeps them apart on errors too.
func unary[C, Req, Res any](
	client newClient[C],
	call func(C, context.Context, *connect.Request[Req]) (*connect.Response[Res], error),
) maker {
	return func(httpClient connect.HTTPClient, url string, options []connect.ClientOption) stub {
		bound := client(httpClient, url, options...)
		return func(ctx context.Context, headers http.Header, message proto.Message) (*conversation, error) {
			ctx, info := connect.NewClientContext(ctx)
			response, err := call(bound, ctx, request[Req](message, headers))
			made := &conversation{header: info.ResponseHeader, trailer: info.ResponseTrailer}
			if err == nil {
				made.recv = once(asMessage(response.Msg))
			}
			return made, err
		}
	}
}

// once gives a single response, then the end.
func once(message proto.Message) func() (proto.Message, error) {
	taken := false
	return func() (proto.Message, error) {
		if taken {
			return nil, io.EOF
		}
		taken = true
		return message, nil
	}
}

func serverStream[C, Req, Res any](
	client newClient[C],
	call func(C, context.Context, *connect.Request[Req]) (*connect.ServerStreamForClient[Res], error),
) maker {
	return func(httpClient connect.HTTPClient, url string, options []connect.ClientOption) stub {
		bound := client(httpClient, url, options...)
		return func(ctx context.Context, headers http.Header, message proto.Message) (*conversation, error) {
			stream, err := call(bound, ctx, request[Req](message, headers))
			if err != nil {
				return nil, err
			}
			return &conversation{
				recv:   func() (proto.Message, error) { return nextOf(stream) },
				header: stream.ResponseHeader, trailer: stream.ResponseTrailer, closeReply: stream.Close,
			}, nil
		}
	}
}

func nextOf[Res any](stream *connect.ServerStreamForClient[Res]) (proto.Message, error) {
	if stream.Receive() {
		return asMessage(stream.Msg()), nil
	}
	if err := stream.Err(); err != nil {
		return nil, err
	}
	return nil, io.EOF
}
