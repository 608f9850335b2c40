package overconnect

import (
	"net/http"

	"connectrpc.com/connect"
	"connectrpc.com/grpchealth"

	"github.com/crosswire-interop/crosswire/go/gen/order/orderconnect"
	"github.com/crosswire-interop/crosswire/go/gen/subjects/subjectsconnect"
	"github.com/crosswire-interop/crosswire/go/gen/users/usersconnect"
)

// MountUsers puts MyService on a mux.
func MountUsers(mux *http.ServeMux, options ...connect.HandlerOption) {
	mux.Handle(usersconnect.NewMyServiceHandler(Users{}, options...))
}

// MountSubjects puts SimpleRpcServer on a mux.
func MountSubjects(mux *http.ServeMux, options ...connect.HandlerOption) {
	mux.Handle(subjectsconnect.NewSimpleRpcServerHandler(Subjects{}, options...))
}

// MountOrders puts OrderHandler on a mux.
func MountOrders(mux *http.ServeMux, options ...connect.HandlerOption) {
	mux.Handle(orderconnect.NewOrderHandlerHandler(Orders{}, options...))
}

// MountHealth puts grpc.health.v1 on a mux: serving for the server as a whole, for the services
// named, and for itself.
func MountHealth(mux *http.ServeMux, served []string, options ...connect.HandlerOption) {
	checker := grpchealth.NewStaticChecker(append(served, grpchealth.HealthV1ServiceName)...)
	mux.Handle(grpchealth.NewHandler(checker, options...))
}
