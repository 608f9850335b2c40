// Package overconnect serves the services with connect-go.
package overconnect

import (
	"context"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/crosswire-interop/crosswire/go/gen/order"
	"github.com/crosswire-interop/crosswire/go/gen/subjects"
	"github.com/crosswire-interop/crosswire/go/gen/users"
	"github.com/crosswire-interop/crosswire/go/internal/services"
)

// Users implements MyService.
type Users struct{}

// Health answers Empty while the server serves.
func (Users) Health(context.Context, *connect.Request[emptypb.Empty]) (*connect.Response[emptypb.Empty], error) {
	return connect.NewResponse(&emptypb.Empty{}), nil
}

// User answers with the known users among the ids asked for.
func (Users) User(
	_ context.Context, req *connect.Request[users.UserReq],
) (*connect.Response[users.UserReply], error) {
	return connect.NewResponse(services.FindUsers(req.Msg.GetUserIDs())), nil
}

// Subjects implements SimpleRpcServer.
type Subjects struct{}

// GetSubjectQuestionTypes sends one message a question type; not_found for an unknown subject.
func (Subjects) GetSubjectQuestionTypes(
	_ context.Context, req *connect.Request[subjects.Subject], stream *connect.ServerStream[subjects.QuestionType],
) error {
	types, err := services.QuestionTypes(req.Msg.GetName())
	if err != nil {
		return connect.NewError(connect.CodeNotFound, err)
	}
	for _, name := range types {
		if err := stream.Send(&subjects.QuestionType{Name: name}); err != nil {
			return err
		}
	}
	return nil
}

// Orders implements OrderHandler.
type Orders struct{ Orders *services.Orders }

// CreateOrder books an order.
func (o Orders) CreateOrder(
	_ context.Context, req *connect.Request[order.OrderRequest],
) (*connect.Response[order.JSONResponse], error) {
	return connect.NewResponse(o.Orders.Create(req.Msg)), nil
}
