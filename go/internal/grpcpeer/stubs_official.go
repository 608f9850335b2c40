package grpcpeer

import (
	"maps"

	reflectionv1 "google.golang.org/grpc/reflection/grpc_reflection_v1"
	reflectionv1alpha "google.golang.org/grpc/reflection/grpc_reflection_v1alpha"

	payloadv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/payload/v1"
	"github.com/crosswire-interop/crosswire/go/gen/official/testing"
)

var newOfficial = testing.NewTestServiceClient

// officialStubs are the generated methods of grpc.testing, of Payloads and of reflection.
var officialStubs = map[string]stub{
	payloadv1.Payloads_Echo_FullMethodName:       unary(payloadv1.NewPayloadsClient, payloadv1.PayloadsClient.Echo),
	payloadv1.Payloads_Peek_FullMethodName:       unary(payloadv1.NewPayloadsClient, payloadv1.PayloadsClient.Peek),
	testing.TestService_EmptyCall_FullMethodName: unary(newOfficial, testing.TestServiceClient.EmptyCall),
	testing.TestService_UnaryCall_FullMethodName: unary(newOfficial, testing.TestServiceClient.UnaryCall),
	testing.TestService_CacheableUnaryCall_FullMethodName: unary(
		newOfficial, testing.TestServiceClient.CacheableUnaryCall),
	testing.TestService_StreamingOutputCall_FullMethodName: serverStream(
		newOfficial, testing.TestServiceClient.StreamingOutputCall),
	testing.TestService_StreamingInputCall_FullMethodName: clientStream(
		newOfficial, testing.TestServiceClient.StreamingInputCall),
	testing.TestService_FullDuplexCall_FullMethodName: bidiStream(
		newOfficial, testing.TestServiceClient.FullDuplexCall),
	testing.TestService_HalfDuplexCall_FullMethodName: bidiStream(
		newOfficial, testing.TestServiceClient.HalfDuplexCall),
	testing.TestService_UnimplementedCall_FullMethodName: unary(
		newOfficial, testing.TestServiceClient.UnimplementedCall),
	testing.UnimplementedService_UnimplementedCall_FullMethodName: unary(
		testing.NewUnimplementedServiceClient, testing.UnimplementedServiceClient.UnimplementedCall),
	reflectionv1.ServerReflection_ServerReflectionInfo_FullMethodName: bidiStream(
		reflectionv1.NewServerReflectionClient, reflectionv1.ServerReflectionClient.ServerReflectionInfo),
	reflectionv1alpha.ServerReflection_ServerReflectionInfo_FullMethodName: bidiStream(
		reflectionv1alpha.NewServerReflectionClient, reflectionv1alpha.ServerReflectionClient.ServerReflectionInfo),
}

func init() { maps.Copy(stubs, officialStubs) }
