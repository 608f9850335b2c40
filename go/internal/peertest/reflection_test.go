package peertest

import (
	"encoding/json"
	"slices"
	"testing"

	reflectionv1 "google.golang.org/grpc/reflection/grpc_reflection_v1"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/types/descriptorpb"

	payloadv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/payload/v1"
	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
)

// Both versions of reflection have the same messages, in packages of different names.
var reflections = []string{
	"/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
	"/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
}

// reflect asks one thing of both versions, and gives the answer, which must be the same.
func (s *subject) reflect(request *reflectionv1.ServerReflectionRequest) *reflectionv1.ServerReflectionResponse {
	s.Helper()
	var answers []*reflectionv1.ServerReflectionResponse
	for _, method := range reflections {
		got := s.outcome(&peerv1.CallPlan{Method: method, Steps: steps(sendMessage(request), receive(1), halfClose)})
		s.wantCode(got, 0, "")
		if len(got.GetMessages()) != 1 {
			s.Fatalf("%s: %v", method, got)
		}
		answer := &reflectionv1.ServerReflectionResponse{}
		if err := protojson.Unmarshal([]byte(got.GetMessages()[0].GetJson()), answer); err != nil {
			s.Fatal(err)
		}
		answers = append(answers, answer)
	}
	if !proto.Equal(answers[0], answers[1]) {
		s.Errorf("v1 says %v and v1alpha %v", answers[0], answers[1])
	}
	return answers[0]
}

func TestReflectionLists(t *testing.T) {
	want := []string{
		"MyService", "SimpleRpcServer", "crosswire.payload.v1.Payloads", "crosswire.probe.v1.Probe",
		"grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection",
		"grpc.testing.TestService", "order.OrderHandler",
	}
	withEach(t, func(s *subject) {
		var got []string
		for _, service := range s.reflect(&reflectionv1.ServerReflectionRequest{
			MessageRequest: &reflectionv1.ServerReflectionRequest_ListServices{ListServices: "*"},
		}).GetListServicesResponse().GetService() {
			got = append(got, service.GetName())
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			s.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestReflectionDescribes(t *testing.T) {
	withEach(t, func(s *subject) {
		answer := s.reflect(&reflectionv1.ServerReflectionRequest{
			MessageRequest: &reflectionv1.ServerReflectionRequest_FileContainingSymbol{
				FileContainingSymbol: "crosswire.payload.v1.Payloads",
			},
		})
		want := protodesc.ToFileDescriptorProto(payloadv1.File_crosswire_payload_v1_payload_proto)
		for _, encoded := range answer.GetFileDescriptorResponse().GetFileDescriptorProto() {
			file := &descriptorpb.FileDescriptorProto{}
			if err := proto.Unmarshal(encoded, file); err != nil {
				s.Fatal(err)
			}
			if proto.Equal(file, want) {
				return
			}
		}
		shown, _ := json.Marshal(answer)
		s.Errorf("our descriptor isn't among %s", shown)
	})
}

func TestReflectionOfWhatIsNotThere(t *testing.T) {
	withEach(t, func(s *subject) {
		answer := s.reflect(&reflectionv1.ServerReflectionRequest{
			MessageRequest: &reflectionv1.ServerReflectionRequest_FileContainingSymbol{FileContainingSymbol: "no.Such"},
		})
		if code := answer.GetErrorResponse().GetErrorCode(); code != 5 {
			s.Errorf("got %v, want NOT_FOUND", answer)
		}
	})
}
