package peer

import (
	"fmt"

	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	reflectionv1 "google.golang.org/grpc/reflection/grpc_reflection_v1"
	reflectionv1alpha "google.golang.org/grpc/reflection/grpc_reflection_v1alpha"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	payloadv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/payload/v1"
	probev1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/probe/v1"
	official "github.com/crosswire-interop/crosswire/go/gen/official/testing"
	"github.com/crosswire-interop/crosswire/go/gen/order"
	"github.com/crosswire-interop/crosswire/go/gen/subjects"
	"github.com/crosswire-interop/crosswire/go/gen/users"
)

// Method is an RPC method that there are generated stubs for.
type Method struct {
	// Path is the request's :path, "/package.Service/Method".
	Path  string
	Shape Shape
	// Probe methods take a server plan.
	Probe   bool
	name    protoreflect.FullName
	request protoreflect.MessageType
	reply   protoreflect.MessageType
}

// FullName is the method's name in its schema.
func (m *Method) FullName() protoreflect.FullName { return m.name }

// Name is the method's last part.
func (m *Method) Name() string { return string(m.name.Name()) }

// NewRequest is an empty request of the generated type.
func (m *Method) NewRequest() proto.Message { return m.request.New().Interface() }

// NewReply is an empty response of the generated type.
func (m *Method) NewReply() proto.Message { return m.reply.New().Interface() }

// Methods are all methods that a client can call, by path.
var Methods = methodTable(
	users.File_users_users_proto, subjects.File_subjects_subjects_proto, order.File_order_orders_proto,
	probev1.File_crosswire_probe_v1_probe_proto, payloadv1.File_crosswire_payload_v1_payload_proto,
	official.File_official_testing_test_proto, healthpb.File_grpc_health_v1_health_proto,
	reflectionv1.File_grpc_reflection_v1_reflection_proto,
	reflectionv1alpha.File_grpc_reflection_v1alpha_reflection_proto,
)

func methodTable(files ...protoreflect.FileDescriptor) map[string]*Method {
	table := map[string]*Method{}
	for _, file := range files {
		for i := range file.Services().Len() {
			methods := file.Services().Get(i).Methods()
			for j := range methods.Len() {
				method := newMethod(methods.Get(j))
				table[method.Path] = method
			}
		}
	}
	return table
}

func newMethod(d protoreflect.MethodDescriptor) *Method {
	return &Method{
		Path:    fmt.Sprintf("/%s/%s", d.Parent().FullName(), d.Name()),
		Shape:   Shape{ManyRequests: d.IsStreamingClient(), ManyResponses: d.IsStreamingServer()},
		Probe:   d.Parent().FullName() == probev1.File_crosswire_probe_v1_probe_proto.Services().Get(0).FullName(),
		name:    d.FullName(),
		request: generated(d.Input()), reply: generated(d.Output()),
	}
}

func generated(d protoreflect.MessageDescriptor) protoreflect.MessageType {
	found, err := protoregistry.GlobalTypes.FindMessageByName(d.FullName())
	if err != nil {
		panic(fmt.Sprintf("generated code without its own message: %v", err))
	}
	return found
}
