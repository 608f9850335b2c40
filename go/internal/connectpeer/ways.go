package connectpeer

import (
	"slices"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	"github.com/crosswire-interop/crosswire/go/internal/peer"
)

// The ways to call beside generated clients with connect.Request and connect.Response.
const (
	// wayGeneric is connect.NewClient with a path, without generated code.
	wayGeneric = "generic"
	// waySimple is what protoc-gen-connect-go generates with the option `simple`: plain messages,
	// and headers in a CallInfo.
	waySimple = "simple"
)

var ways = []string{wayGeneric, waySimple}

// binding is what a method is bound to.
type binding struct {
	client    connect.HTTPClient
	url, path string
	options   []connect.ClientOption
	way       string
}

func checkWay(plan *peerv1.CallPlan) error {
	if way := plan.GetWay(); way != "" && !slices.Contains(ways, way) {
		return peer.Unsupported("way", "the library has no such way to call")
	}
	return nil
}

// generic makes a client by path. It is told of the method what generated code tells it.
func generic[Req, Res any](b binding) *connect.Client[Req, Res] {
	options := slices.Clone(b.options)
	if method := descriptorOf(b.path); method != nil {
		options = append(options, connect.WithSchema(method))
		if isSafe(method) {
			options = append(options, connect.WithIdempotency(connect.IdempotencyNoSideEffects))
		}
	}
	return connect.NewClient[Req, Res](b.client, b.url+b.path, options...)
}

func descriptorOf(path string) protoreflect.MethodDescriptor {
	found, err := protoregistry.GlobalFiles.FindDescriptorByName(peer.Methods[path].FullName())
	if err != nil {
		return nil
	}
	method, _ := found.(protoreflect.MethodDescriptor)
	return method
}

func isSafe(method protoreflect.MethodDescriptor) bool {
	options, ok := method.Options().(*descriptorpb.MethodOptions)
	return ok && options.GetIdempotencyLevel() == descriptorpb.MethodOptions_NO_SIDE_EFFECTS
}
