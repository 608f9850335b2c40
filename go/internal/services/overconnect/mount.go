package overconnect

import (
	"net/http"

	"connectrpc.com/connect"
	"connectrpc.com/grpchealth"

	"github.com/crosswire-interop/crosswire/go/gen/order/orderconnect"
	"github.com/crosswire-interop/crosswire/go/gen/subjects/subjectsconnect"
	"github.com/crosswire-interop/crosswire/go/gen/users/usersconnect"
	"github.com/crosswire-interop/crosswire/go/internal/services"
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
func MountOrders(mux *http.ServeMux, orders *services.Orders, options ...connect.HandlerOption) {
	mux.Handle(orderconnect.NewOrderHandlerHandler(Orders{Orders: orders}, options...))
}

// MountHealth puts grpc.health.v1 on a mux: serving for the server as a whole, for the services
// named, and for itself. What it gives back changes that.
func MountHealth(mux *http.ServeMux, served []string, options ...connect.HandlerOption) *Health {
	made := &Health{services: append([]string{wholeServer, grpchealth.HealthV1ServiceName}, served...)}
	made.checker = grpchealth.NewStaticChecker(made.services...)
	mux.Handle(grpchealth.NewHandler(made.checker, options...))
	return made
}

// wholeServer is the service's name in a question about the server as a whole.
const wholeServer = ""

// Health says for all services at once whether they serve.
type Health struct {
	checker  *grpchealth.StaticChecker
	services []string
}

// SetServing changes the answer for every service, and tells who watches.
func (h *Health) SetServing(serving bool) {
	status := grpchealth.StatusNotServing
	if serving {
		status = grpchealth.StatusServing
	}
	for _, service := range h.services {
		h.checker.SetStatus(service, status)
	}
}
