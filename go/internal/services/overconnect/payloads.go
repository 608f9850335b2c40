package overconnect

import (
	"context"
	"net/http"

	"connectrpc.com/connect"

	payloadv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/payload/v1"
	"github.com/crosswire-interop/crosswire/go/gen/crosswire/payload/v1/payloadv1connect"
	"github.com/crosswire-interop/crosswire/go/internal/services"
)

// Payloads implements the service of the same name.
type Payloads struct{}

// MountPayloads puts Payloads on a mux.
func MountPayloads(mux *http.ServeMux, options ...connect.HandlerOption) {
	mux.Handle(payloadv1connect.NewPayloadsHandler(Payloads{}, options...))
}

// Echo answers the request.
func (Payloads) Echo(
	_ context.Context, request *connect.Request[payloadv1.Everything],
) (*connect.Response[payloadv1.Everything], error) {
	return connect.NewResponse(services.Echo(request.Msg)), nil
}

// Peek answers the request.
func (Payloads) Peek(
	_ context.Context, request *connect.Request[payloadv1.Everything],
) (*connect.Response[payloadv1.Everything], error) {
	return connect.NewResponse(services.Echo(request.Msg)), nil
}
