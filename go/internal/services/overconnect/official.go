package overconnect

import (
	"context"
	"errors"
	"io"
	"net/http"

	"connectrpc.com/connect"

	"github.com/crosswire-interop/crosswire/go/gen/official/testing"
	"github.com/crosswire-interop/crosswire/go/gen/official/testing/testingconnect"
	"github.com/crosswire-interop/crosswire/go/internal/services"
)

// Official implements grpc.testing.TestService. UnimplementedCall is left out, as it must be.
// connect-go neither shows whether a request was compressed nor lets a handler choose the encoding
// of its answer, so expect_compressed and response_compressed have no effect.
type Official struct {
	testingconnect.UnimplementedTestServiceHandler
}

// MountOfficial puts TestService on a mux.
func MountOfficial(mux *http.ServeMux, options ...connect.HandlerOption) {
	mux.Handle(testingconnect.NewTestServiceHandler(Official{}, options...))
}

// EmptyCall answers nothing.
func (Official) EmptyCall(
	context.Context, *connect.Request[testing.Empty],
) (*connect.Response[testing.Empty], error) {
	return connect.NewResponse(&testing.Empty{}), nil
}

// UnaryCall answers a body of the size that is asked for.
func (Official) UnaryCall(
	ctx context.Context, request *connect.Request[testing.SimpleRequest],
) (*connect.Response[testing.SimpleResponse], error) {
	echoMetadata(ctx)
	answer, err := services.Answer(request.Msg)
	if err != nil {
		return nil, errorOf(err)
	}
	return connect.NewResponse(answer), nil
}

// CacheableUnaryCall does the same.
func (o Official) CacheableUnaryCall(
	ctx context.Context, request *connect.Request[testing.SimpleRequest],
) (*connect.Response[testing.SimpleResponse], error) {
	return o.UnaryCall(ctx, request)
}

// StreamingOutputCall answers the bodies that are listed.
func (Official) StreamingOutputCall(
	ctx context.Context, request *connect.Request[testing.StreamingOutputCallRequest],
	stream *connect.ServerStream[testing.StreamingOutputCallResponse],
) error {
	echoMetadata(ctx)
	return errorOf(services.Answers(ctx, request.Msg, stream.Send))
}

// StreamingInputCall counts the bytes of all bodies.
func (Official) StreamingInputCall(
	ctx context.Context, stream *connect.ClientStream[testing.StreamingInputCallRequest],
) (*connect.Response[testing.StreamingInputCallResponse], error) {
	echoMetadata(ctx)
	reply, err := services.Sum(func() (*testing.StreamingInputCallRequest, error) {
		if stream.Receive() {
			return stream.Msg(), nil
		}
		if err := stream.Err(); err != nil {
			return nil, err
		}
		return nil, io.EOF
	})
	if err != nil {
		return nil, errorOf(err)
	}
	return connect.NewResponse(reply), nil
}

// duplexStream is a stream of requests and of responses.
type duplexStream = connect.BidiStream[testing.StreamingOutputCallRequest, testing.StreamingOutputCallResponse]

// FullDuplexCall answers every request as it comes.
func (Official) FullDuplexCall(ctx context.Context, stream *duplexStream) error {
	echoMetadata(ctx)
	return errorOf(services.FullDuplex(ctx, stream.Receive, stream.Send))
}

// HalfDuplexCall answers the requests once all have come.
func (Official) HalfDuplexCall(ctx context.Context, stream *duplexStream) error {
	echoMetadata(ctx)
	return errorOf(services.HalfDuplex(ctx, stream.Receive, stream.Send))
}

// echoMetadata sends back what is to be sent back, with errors too.
func echoMetadata(ctx context.Context) {
	info, ok := connect.CallInfoForHandlerContext(ctx)
	if !ok {
		return
	}
	initial, trailing := http.CanonicalHeaderKey(services.EchoInitial), http.CanonicalHeaderKey(services.EchoTrailing)
	if values := info.RequestHeader()[initial]; len(values) > 0 {
		info.ResponseHeader()[initial] = values
	}
	if values := info.RequestHeader()[trailing]; len(values) > 0 {
		info.ResponseTrailer()[trailing] = values
	}
}

// errorOf leaves alone what isn't a StatusError.
func errorOf(err error) error {
	var wanted *services.StatusError
	if errors.As(err, &wanted) {
		return connect.NewError(connect.Code(wanted.Code), errors.New(wanted.Message))
	}
	return err
}
