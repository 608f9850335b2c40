package overconnect

import (
	"net/http"

	"connectrpc.com/connect"
	"connectrpc.com/grpcreflect"
)

// MountReflection puts grpc.reflection v1 and v1alpha on a mux, for the services named and for
// themselves.
func MountReflection(mux *http.ServeMux, served []string, options ...connect.HandlerOption) {
	names := append([]string{
		grpcreflect.ReflectV1ServiceName, grpcreflect.ReflectV1AlphaServiceName,
	}, served...)
	reflector := grpcreflect.NewStaticReflector(names...)
	mux.Handle(grpcreflect.NewHandlerV1(reflector, options...))
	mux.Handle(grpcreflect.NewHandlerV1Alpha(reflector, options...))
}
