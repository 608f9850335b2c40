package overgrpc

import (
	"google.golang.org/grpc/reflection"
)

// RegisterReflection puts grpc.reflection v1 and v1alpha on a server: what it serves by then and
// later.
func RegisterReflection(server reflection.GRPCServer) { reflection.Register(server) }
