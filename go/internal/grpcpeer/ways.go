package grpcpeer

import (
	"context"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"

	"github.com/crosswire-interop/crosswire/go/internal/peer"
)

// The ways to call beside generated stubs.
const (
	// wayInvoke is ClientConn.Invoke and ClientConn.NewStream with a path.
	wayInvoke = "invoke"
	// wayPrepared is ClientConn.NewStream for all four kinds, with messages that are encoded
	// before they are sent.
	wayPrepared = "prepared"
)

// stubOf is the method in the way that is asked for.
func stubOf(method *peer.Method, way string) (stub, error) {
	switch way {
	case "":
		return stubs[method.Path], nil
	case wayInvoke:
		return invoked(method), nil
	case wayPrepared:
		return prepared(method), nil
	}
	return nil, peer.Unsupported("way", "the library has no such way to call")
}

func invoked(method *peer.Method) stub {
	if method.Shape != (peer.Shape{}) {
		return streamed(method, func(stream grpc.ClientStream) grpc.ClientStream { return stream })
	}
	return func(ctx context.Context, conn grpc.ClientConnInterface, request proto.Message, options []grpc.CallOption) (opened, error) {
		response := method.NewReply()
		err := conn.Invoke(ctx, method.Path, request, response, options...)
		return opened{single: response}, err
	}
}

func prepared(method *peer.Method) stub {
	return streamed(method, func(stream grpc.ClientStream) grpc.ClientStream { return preparing{stream} })
}

// streamed opens a stream for any kind. What would be unary takes one message each way.
func streamed(method *peer.Method, wrap func(grpc.ClientStream) grpc.ClientStream) stub {
	shape := &grpc.StreamDesc{
		StreamName: method.Name(), ClientStreams: method.Shape.ManyRequests, ServerStreams: method.Shape.ManyResponses,
	}
	return func(ctx context.Context, conn grpc.ClientConnInterface, request proto.Message, options []grpc.CallOption) (opened, error) {
		bare, err := conn.NewStream(ctx, shape, method.Path, options...)
		if err != nil {
			return opened{}, err
		}
		stream := wrap(bare)
		made := opened{stream: stream, recv: func() (proto.Message, error) {
			response := method.NewReply()
			return response, stream.RecvMsg(response)
		}}
		if method.Shape.ManyRequests {
			return made, nil
		}
		if err := stream.SendMsg(request); err != nil {
			return made, err
		}
		return made, stream.CloseSend()
	}
}

// preparing encodes a message before it hands it to the stream.
type preparing struct{ grpc.ClientStream }

func (p preparing) SendMsg(message any) error {
	encoded := &grpc.PreparedMsg{}
	if err := encoded.Encode(p.ClientStream, message); err != nil {
		return err
	}
	return p.ClientStream.SendMsg(encoded)
}
