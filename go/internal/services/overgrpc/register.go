package overgrpc

import (
	"google.golang.org/grpc"
	"google.golang.org/grpc/health"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"

	"github.com/crosswire-interop/crosswire/go/gen/order"
	"github.com/crosswire-interop/crosswire/go/gen/subjects"
	"github.com/crosswire-interop/crosswire/go/gen/users"
	"github.com/crosswire-interop/crosswire/go/internal/services"
)

// RegisterUsers puts MyService on a server.
func RegisterUsers(server grpc.ServiceRegistrar) {
	users.RegisterMyServiceServer(server, Users{})
}

// RegisterSubjects puts SimpleRpcServer on a server.
func RegisterSubjects(server grpc.ServiceRegistrar) {
	subjects.RegisterSimpleRpcServerServer(server, Subjects{})
}

// RegisterOrders puts OrderHandler on a server.
func RegisterOrders(server grpc.ServiceRegistrar, orders *services.Orders) {
	order.RegisterOrderHandlerServer(server, Orders{Orders: orders})
}

// RegisterHealth puts grpc.health.v1 on a server: SERVING for the server as a whole and for every
// service that is registered by now. What it gives back changes that: Shutdown and Resume.
func RegisterHealth(server *grpc.Server) *health.Server {
	checks := health.NewServer()
	for name := range server.GetServiceInfo() {
		checks.SetServingStatus(name, healthpb.HealthCheckResponse_SERVING)
	}
	checks.SetServingStatus(healthpb.Health_ServiceDesc.ServiceName, healthpb.HealthCheckResponse_SERVING)
	healthpb.RegisterHealthServer(server, checks)
	return checks
}
