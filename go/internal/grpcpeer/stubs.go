package grpcpeer

import (
	"context"

	"google.golang.org/grpc"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/protobuf/proto"

	probev1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/probe/v1"
	"github.com/crosswire-interop/crosswire/go/gen/order"
	"github.com/crosswire-interop/crosswire/go/gen/subjects"
	"github.com/crosswire-interop/crosswire/go/gen/users"
)

// opened is what a generated stub gives back: a single response, or a stream.
type opened struct {
	single proto.Message
	stream grpc.ClientStream
	recv   func() (proto.Message, error)
}

// stub is a generated method; request is nil where the requests are a stream.
type stub func(context.Context, grpc.ClientConnInterface, proto.Message, []grpc.CallOption) (opened, error)

// stubs are the generated methods by path.
var stubs = map[string]stub{
	users.MyService_Health_FullMethodName: unary(users.NewMyServiceClient, users.MyServiceClient.Health),
	users.MyService_User_FullMethodName:   unary(users.NewMyServiceClient, users.MyServiceClient.User),
	subjects.SimpleRpcServer_GetSubjectQuestionTypes_FullMethodName: serverStream(
		subjects.NewSimpleRpcServerClient, subjects.SimpleRpcServerClient.GetSubjectQuestionTypes),
	order.OrderHandler_CreateOrder_FullMethodName: unary(
		order.NewOrderHandlerClient, order.OrderHandlerClient.CreateOrder),
	probev1.Probe_Unary_FullMethodName:        unary(probev1.NewProbeClient, probev1.ProbeClient.Unary),
	probev1.Probe_ServerStream_FullMethodName: serverStream(probev1.NewProbeClient, probev1.ProbeClient.ServerStream),
	probev1.Probe_ClientStream_FullMethodName: clientStream(probev1.NewProbeClient, probev1.ProbeClient.ClientStream),
	probev1.Probe_BidiStream_FullMethodName:   bidiStream(probev1.NewProbeClient, probev1.ProbeClient.BidiStream),
	healthpb.Health_Check_FullMethodName:      unary(healthpb.NewHealthClient, healthpb.HealthClient.Check),
	healthpb.Health_Watch_FullMethodName:      serverStream(healthpb.NewHealthClient, healthpb.HealthClient.Watch),
}

type newClient[C any] func(grpc.ClientConnInterface) C

func unary[C, Req, Res any](
	client newClient[C], call func(C, context.Context, *Req, ...grpc.CallOption) (*Res, error),
) stub {
	return func(ctx context.Context, conn grpc.ClientConnInterface, request proto.Message, options []grpc.CallOption) (opened, error) {
		response, err := call(client(conn), ctx, any(request).(*Req), options...)
		return opened{single: asMessage(response)}, err
	}
}

func serverStream[C, Req, Res any](
	client newClient[C],
	call func(C, context.Context, *Req, ...grpc.CallOption) (grpc.ServerStreamingClient[Res], error),
) stub {
	return func(ctx context.Context, conn grpc.ClientConnInterface, request proto.Message, options []grpc.CallOption) (opened, error) {
		stream, err := call(client(conn), ctx, any(request).(*Req), options...)
		if err != nil {
			return opened{}, err
		}
		return opened{stream: stream, recv: receiver(stream.Recv)}, nil
	}
}

// clientStream receives with RecvMsg: CloseAndRecv is CloseSend and then just that.
func clientStream[C, Req, Res any](
	client newClient[C],
	call func(C, context.Context, ...grpc.CallOption) (grpc.ClientStreamingClient[Req, Res], error),
) stub {
	return func(ctx context.Context, conn grpc.ClientConnInterface, _ proto.Message, options []grpc.CallOption) (opened, error) {
		stream, err := call(client(conn), ctx, options...)
		if err != nil {
			return opened{}, err
		}
		return opened{stream: stream, recv: receiver(func() (*Res, error) {
			response := new(Res)
			return response, stream.RecvMsg(response)
		})}, nil
	}
}

func bidiStream[C, Req, Res any](
	client newClient[C],
	call func(C, context.Context, ...grpc.CallOption) (grpc.BidiStreamingClient[Req, Res], error),
) stub {
	return func(ctx context.Context, conn grpc.ClientConnInterface, _ proto.Message, options []grpc.CallOption) (opened, error) {
		stream, err := call(client(conn), ctx, options...)
		if err != nil {
			return opened{}, err
		}
		return opened{stream: stream, recv: receiver(stream.Recv)}, nil
	}
}

func receiver[Res any](recv func() (*Res, error)) func() (proto.Message, error) {
	return func() (proto.Message, error) {
		response, err := recv()
		return asMessage(response), err
	}
}

func asMessage(message any) proto.Message { return message.(proto.Message) }
