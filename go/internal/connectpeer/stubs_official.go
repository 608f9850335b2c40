//lint:file-ignore SA1019 v1alpha is deprecated, and what many clients still ask for.

package connectpeer

import (
	"maps"

	"connectrpc.com/connect"
	"connectrpc.com/grpcreflect"
	reflectionv1 "google.golang.org/grpc/reflection/grpc_reflection_v1"
	reflectionv1alpha "google.golang.org/grpc/reflection/grpc_reflection_v1alpha"

	"github.com/crosswire-interop/crosswire/go/gen/official/testing/testingconnect"
)

// reflectionMethod is the one method of either version of reflection.
const reflectionMethod = "/ServerReflectionInfo"

var (
	newOfficial = testingconnect.NewTestServiceClient

	reflectV1      = "/" + grpcreflect.ReflectV1ServiceName + reflectionMethod
	reflectV1Alpha = "/" + grpcreflect.ReflectV1AlphaServiceName + reflectionMethod
)

// officialStubs are the methods of grpc.testing and of reflection.
var officialStubs = map[string]maker{
	testingconnect.TestServiceEmptyCallProcedure: unary(newOfficial, testingconnect.TestServiceClient.EmptyCall),
	testingconnect.TestServiceUnaryCallProcedure: unary(newOfficial, testingconnect.TestServiceClient.UnaryCall),
	testingconnect.TestServiceCacheableUnaryCallProcedure: unary(
		newOfficial, testingconnect.TestServiceClient.CacheableUnaryCall),
	testingconnect.TestServiceStreamingOutputCallProcedure: serverStream(
		newOfficial, testingconnect.TestServiceClient.StreamingOutputCall),
	testingconnect.TestServiceStreamingInputCallProcedure: clientStream(
		newOfficial, testingconnect.TestServiceClient.StreamingInputCall),
	testingconnect.TestServiceFullDuplexCallProcedure: bidiStream(
		newOfficial, testingconnect.TestServiceClient.FullDuplexCall),
	testingconnect.TestServiceHalfDuplexCallProcedure: bidiStream(
		newOfficial, testingconnect.TestServiceClient.HalfDuplexCall),
	testingconnect.TestServiceUnimplementedCallProcedure: unary(
		newOfficial, testingconnect.TestServiceClient.UnimplementedCall),
	testingconnect.UnimplementedServiceUnimplementedCallProcedure: unary(
		testingconnect.NewUnimplementedServiceClient, testingconnect.UnimplementedServiceClient.UnimplementedCall),
	reflectV1: bidiStream(bare[reflectionv1.ServerReflectionRequest, reflectionv1.ServerReflectionResponse](reflectV1),
		(*connect.Client[reflectionv1.ServerReflectionRequest, reflectionv1.ServerReflectionResponse]).CallBidiStream),
	reflectV1Alpha: bidiStream(
		bare[reflectionv1alpha.ServerReflectionRequest, reflectionv1alpha.ServerReflectionResponse](reflectV1Alpha),
		(*connect.Client[reflectionv1alpha.ServerReflectionRequest, reflectionv1alpha.ServerReflectionResponse]).CallBidiStream),
}

func init() { maps.Copy(stubs, officialStubs) }
