package connectpeer

import (
	"context"
	"io"
	"maps"
	"net/http"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/proto"
)

// request makes connect's request with the plan's headers. The simple way has them in the CallInfo.
func request[Req any](way string, message proto.Message, headers http.Header, info connect.CallInfo) *connect.Request[Req] {
	made := connect.NewRequest(any(message).(*Req))
	into := made.Header()
	if way == waySimple {
		into = info.RequestHeader()
	}
	maps.Copy(into, headers)
	return made
}

// unary takes headers and trailers from the CallInfo, which keeps them apart on errors too.
func unary[C, Req, Res any](
	client newClient[C],
	call func(C, context.Context, *connect.Request[Req]) (*connect.Response[Res], error),
) maker {
	return func(b binding) stub {
		bound := bindUnary(b, client, call)
		return func(ctx context.Context, headers http.Header, message proto.Message) (*conversation, error) {
			ctx, info := connect.NewClientContext(ctx)
			response, err := bound(ctx, request[Req](b.way, message, headers, info))
			made := &conversation{header: info.ResponseHeader, trailer: info.ResponseTrailer}
			if err == nil {
				made.recv = once(asMessage(response.Msg))
			}
			return made, err
		}
	}
}

func bindUnary[C, Req, Res any](
	b binding, client newClient[C],
	call func(C, context.Context, *connect.Request[Req]) (*connect.Response[Res], error),
) func(context.Context, *connect.Request[Req]) (*connect.Response[Res], error) {
	if b.way != "" {
		return generic[Req, Res](b).CallUnary
	}
	bound := client(b.client, b.url, b.options...)
	return func(ctx context.Context, request *connect.Request[Req]) (*connect.Response[Res], error) {
		return call(bound, ctx, request)
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
	return func(b binding) stub {
		bound := bindServerStream(b, client, call)
		return func(ctx context.Context, headers http.Header, message proto.Message) (*conversation, error) {
			ctx, info := connect.NewClientContext(ctx)
			stream, err := bound(ctx, request[Req](b.way, message, headers, info))
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

func bindServerStream[C, Req, Res any](
	b binding, client newClient[C],
	call func(C, context.Context, *connect.Request[Req]) (*connect.ServerStreamForClient[Res], error),
) func(context.Context, *connect.Request[Req]) (*connect.ServerStreamForClient[Res], error) {
	if b.way != "" {
		return generic[Req, Res](b).CallServerStream
	}
	bound := client(b.client, b.url, b.options...)
	return func(ctx context.Context, request *connect.Request[Req]) (*connect.ServerStreamForClient[Res], error) {
		return call(bound, ctx, request)
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
