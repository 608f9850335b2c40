package overgrpc

import (
	"context"

	"google.golang.org/grpc"

	payloadv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/payload/v1"
	"github.com/crosswire-interop/crosswire/go/internal/services"
)

// Payloads implements the service of the same name.
type Payloads struct {
	payloadv1.UnimplementedPayloadsServer
}

// RegisterPayloads puts Payloads on a server.
func RegisterPayloads(server grpc.ServiceRegistrar) {
	payloadv1.RegisterPayloadsServer(server, Payloads{})
}

// Echo answers the request.
func (Payloads) Echo(_ context.Context, request *payloadv1.Everything) (*payloadv1.Everything, error) {
	return services.Echo(request), nil
}

// Peek answers the request.
func (Payloads) Peek(_ context.Context, request *payloadv1.Everything) (*payloadv1.Everything, error) {
	return services.Echo(request), nil
}
