// Package overgrpc serves the services with grpc-go.
package overgrpc

import (
	"context"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/crosswire-interop/crosswire/go/gen/order"
	"github.com/crosswire-interop/crosswire/go/gen/subjects"
	"github.com/crosswire-interop/crosswire/go/gen/users"
	"github.com/crosswire-interop/crosswire/go/internal/services"
)

// Users implements MyService.
type Users struct {
	users.UnimplementedMyServiceServer
}

// Health answers Empty while the server serves.
func (Users) Health(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

// User answers with the known users among the ids asked for.
func (Users) User(_ context.Context, req *users.UserReq) (*users.UserReply, error) {
	return services.FindUsers(req.GetUserIDs()), nil
}

// Subjects implements SimpleRpcServer.
type Subjects struct {
	subjects.UnimplementedSimpleRpcServerServer
}

// GetSubjectQuestionTypes sends one message a question type; NOT_FOUND for an unknown subject.
func (Subjects) GetSubjectQuestionTypes(
	req *subjects.Subject, stream grpc.ServerStreamingServer[subjects.QuestionType],
) error {
	types, err := services.QuestionTypes(req.GetName())
	if err != nil {
		return status.Error(codes.NotFound, err.Error())
	}
	for _, name := range types {
		if err := stream.Send(&subjects.QuestionType{Name: name}); err != nil {
			return err
		}
	}
	return nil
}

// Orders implements OrderHandler.
type Orders struct {
	order.UnimplementedOrderHandlerServer
	Orders *services.Orders
}

// CreateOrder books an order.
func (o Orders) CreateOrder(_ context.Context, req *order.OrderRequest) (*order.JSONResponse, error) {
	return o.Orders.Create(req), nil
}
