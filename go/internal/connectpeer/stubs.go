package connectpeer

import (
	"context"
	"net/http"

	"connectrpc.com/connect"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/protobuf/proto"

	"github.com/crosswire-interop/crosswire/go/gen/crosswire/payload/v1/payloadv1connect"
	"github.com/crosswire-interop/crosswire/go/gen/crosswire/probe/v1/probev1connect"
	"github.com/crosswire-interop/crosswire/go/gen/order/orderconnect"
	"github.com/crosswire-interop/crosswire/go/gen/subjects/subjectsconnect"
	"github.com/crosswire-interop/crosswire/go/gen/users/usersconnect"
)

// conversation is an RPC that a method has opened.
type conversation struct {
	send       func(proto.Message) error
	closeSend  func() error
	recv       func() (proto.Message, error)
	header     func() http.Header
	trailer    func() http.Header
	closeReply func() error
}

// stub is a method on a channel; request is nil where the requests are a stream.
type stub func(ctx context.Context, headers http.Header, request proto.Message) (*conversation, error)

// maker binds a method to a channel, in the way to call that is asked for.
type maker func(binding) stub

// The health service's stubs are made by hand: connect-go's own package for it keeps its
// generated ones to itself.
const (
	healthCheck = healthpb.Health_Check_FullMethodName
	healthWatch = healthpb.Health_Watch_FullMethodName
)

// stubs are the methods by path, but for those of official_stubs.go.
var stubs = map[string]maker{
	usersconnect.MyServiceHealthProcedure: unary(usersconnect.NewMyServiceClient, usersconnect.MyServiceClient.Health),
	usersconnect.MyServiceUserProcedure:   unary(usersconnect.NewMyServiceClient, usersconnect.MyServiceClient.User),
	subjectsconnect.SimpleRpcServerGetSubjectQuestionTypesProcedure: serverStream(
		subjectsconnect.NewSimpleRpcServerClient, subjectsconnect.SimpleRpcServerClient.GetSubjectQuestionTypes),
	orderconnect.OrderHandlerCreateOrderProcedure: unary(
		orderconnect.NewOrderHandlerClient, orderconnect.OrderHandlerClient.CreateOrder),
	payloadv1connect.PayloadsEchoProcedure: unary(payloadv1connect.NewPayloadsClient, payloadv1connect.PayloadsClient.Echo),
	payloadv1connect.PayloadsPeekProcedure: unary(payloadv1connect.NewPayloadsClient, payloadv1connect.PayloadsClient.Peek),
	probev1connect.ProbeUnaryProcedure:     unary(probev1connect.NewProbeClient, probev1connect.ProbeClient.Unary),
	probev1connect.ProbeServerStreamProcedure: serverStream(
		probev1connect.NewProbeClient, probev1connect.ProbeClient.ServerStream),
	probev1connect.ProbeClientStreamProcedure: clientStream(
		probev1connect.NewProbeClient, probev1connect.ProbeClient.ClientStream),
	probev1connect.ProbeBidiStreamProcedure: bidiStream(
		probev1connect.NewProbeClient, probev1connect.ProbeClient.BidiStream),
	healthCheck: unary(bare[healthpb.HealthCheckRequest, healthpb.HealthCheckResponse](healthCheck),
		(*connect.Client[healthpb.HealthCheckRequest, healthpb.HealthCheckResponse]).CallUnary),
	healthWatch: serverStream(bare[healthpb.HealthCheckRequest, healthpb.HealthCheckResponse](healthWatch),
		(*connect.Client[healthpb.HealthCheckRequest, healthpb.HealthCheckResponse]).CallServerStream),
}

type newClient[C any] func(connect.HTTPClient, string, ...connect.ClientOption) C

// bare makes a client of a method without generated code.
func bare[Req, Res any](path string) newClient[*connect.Client[Req, Res]] {
	return func(client connect.HTTPClient, url string, options ...connect.ClientOption) *connect.Client[Req, Res] {
		return connect.NewClient[Req, Res](client, url+path, options...)
	}
}

func asMessage(message any) proto.Message { return message.(proto.Message) }
