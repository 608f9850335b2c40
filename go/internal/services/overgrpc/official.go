package overgrpc

import (
	"context"
	"errors"
	"slices"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/crosswire-interop/crosswire/go/gen/official/testing"
	"github.com/crosswire-interop/crosswire/go/internal/services"
)

// Official implements grpc.testing.TestService. UnimplementedCall is left out, as it must be.
type Official struct {
	testing.UnimplementedTestServiceServer
}

// RegisterOfficial puts TestService on a server. Whether a request was compressed is known only on
// servers that were made with WatchCompression.
func RegisterOfficial(server grpc.ServiceRegistrar) {
	testing.RegisterTestServiceServer(server, Official{})
}

// EmptyCall answers nothing.
func (Official) EmptyCall(context.Context, *testing.Empty) (*testing.Empty, error) {
	return &testing.Empty{}, nil
}

// UnaryCall answers a body of the size that is asked for.
func (Official) UnaryCall(ctx context.Context, request *testing.SimpleRequest) (*testing.SimpleResponse, error) {
	echoMetadata(ctx)
	if err := checkCompressed(ctx, request.GetExpectCompressed()); err != nil {
		return nil, statusOf(err)
	}
	if wanted := request.GetResponseCompressed(); wanted != nil {
		compressAnswer(ctx, wanted.GetValue())
	}
	answer, err := services.Answer(request)
	return answer, statusOf(err)
}

// CacheableUnaryCall does the same.
func (o Official) CacheableUnaryCall(
	ctx context.Context, request *testing.SimpleRequest,
) (*testing.SimpleResponse, error) {
	return o.UnaryCall(ctx, request)
}

// StreamingOutputCall answers the bodies that are listed. A stream has one encoding: it is
// compressed when any of them shall be.
func (Official) StreamingOutputCall(
	request *testing.StreamingOutputCallRequest,
	stream grpc.ServerStreamingServer[testing.StreamingOutputCallResponse],
) error {
	ctx := stream.Context()
	echoMetadata(ctx)
	if slices.ContainsFunc(request.GetResponseParameters(), saysCompressed) {
		compressAnswer(ctx, slices.ContainsFunc(request.GetResponseParameters(), wantsCompressed))
	}
	return statusOf(services.Answers(ctx, request, stream.Send))
}

func saysCompressed(wanted *testing.ResponseParameters) bool { return wanted.GetCompressed() != nil }

func wantsCompressed(wanted *testing.ResponseParameters) bool {
	return wanted.GetCompressed().GetValue()
}

// StreamingInputCall counts the bytes of all bodies.
func (Official) StreamingInputCall(
	stream grpc.ClientStreamingServer[testing.StreamingInputCallRequest, testing.StreamingInputCallResponse],
) error {
	echoMetadata(stream.Context())
	reply, err := services.Sum(func() (*testing.StreamingInputCallRequest, error) {
		request, err := stream.Recv()
		if err == nil {
			err = checkCompressed(stream.Context(), request.GetExpectCompressed())
		}
		return request, err
	})
	if err != nil {
		return statusOf(err)
	}
	return stream.SendAndClose(reply)
}

// FullDuplexCall answers every request as it comes.
func (Official) FullDuplexCall(
	stream grpc.BidiStreamingServer[testing.StreamingOutputCallRequest, testing.StreamingOutputCallResponse],
) error {
	echoMetadata(stream.Context())
	return statusOf(services.FullDuplex(stream.Context(), stream.Recv, stream.Send))
}

// HalfDuplexCall answers the requests once all have come.
func (Official) HalfDuplexCall(
	stream grpc.BidiStreamingServer[testing.StreamingOutputCallRequest, testing.StreamingOutputCallResponse],
) error {
	echoMetadata(stream.Context())
	return statusOf(services.HalfDuplex(stream.Context(), stream.Recv, stream.Send))
}

// statusOf leaves alone what isn't a StatusError.
func statusOf(err error) error {
	var wanted *services.StatusError
	if errors.As(err, &wanted) {
		return status.Error(codes.Code(wanted.Code), wanted.Message)
	}
	return err
}
