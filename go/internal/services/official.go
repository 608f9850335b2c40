package services

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/crosswire-interop/crosswire/go/gen/official/testing"
)

// The metadata that TestService sends back: one in the headers, one in the trailers.
const (
	EchoInitial  = "x-grpc-test-echo-initial"
	EchoTrailing = "x-grpc-test-echo-trailing-bin"
)

// maxBody is the most that one answer's body may have, in bytes.
const maxBody = 128 << 20

// codeInvalidArgument is INVALID_ARGUMENT of the gRPC status codes.
const codeInvalidArgument = 3

// StatusError is the status with which a call shall end. The bindings put it into their library's
// own words.
type StatusError struct {
	Code    int32
	Message string
}

func (e *StatusError) Error() string { return fmt.Sprintf("status %d: %s", e.Code, e.Message) }

func invalid(format string, args ...any) error {
	return &StatusError{Code: codeInvalidArgument, Message: fmt.Sprintf(format, args...)}
}

// asked is the status that a request asks for; nil where it asks for none, or for OK.
func asked(status *testing.EchoStatus) error {
	if status.GetCode() == 0 {
		return nil
	}
	return &StatusError{Code: status.GetCode(), Message: status.GetMessage()}
}

// zeros is a body of that many zero bytes.
func zeros(kind testing.PayloadType, size int32) (*testing.Payload, error) {
	switch {
	case kind != testing.PayloadType_COMPRESSABLE:
		return nil, invalid("no bodies of type %d", kind)
	case size < 0 || size > maxBody:
		return nil, invalid("no bodies of %d bytes", size)
	}
	return &testing.Payload{Type: kind, Body: make([]byte, size)}, nil
}

// Answer is the answer of UnaryCall and CacheableUnaryCall.
func Answer(request *testing.SimpleRequest) (*testing.SimpleResponse, error) {
	if err := asked(request.GetResponseStatus()); err != nil {
		return nil, err
	}
	body, err := zeros(request.GetResponseType(), request.GetResponseSize())
	return &testing.SimpleResponse{Payload: body}, err
}

// CheckCompressed holds a request to what it says about itself.
func CheckCompressed(expected *testing.BoolValue, compressed bool) error {
	if expected == nil || expected.GetValue() == compressed {
		return nil
	}
	return invalid("expected compressed=%v, got compressed=%v", expected.GetValue(), compressed)
}

// Answers gives the bodies that a request lists, each after its interval, until the call is over.
func Answers(
	ctx context.Context, request *testing.StreamingOutputCallRequest,
	send func(*testing.StreamingOutputCallResponse) error,
) error {
	if err := asked(request.GetResponseStatus()); err != nil {
		return err
	}
	for _, wanted := range request.GetResponseParameters() {
		body, err := zeros(request.GetResponseType(), wanted.GetSize())
		if err != nil {
			return err
		}
		if err := pause(ctx, time.Duration(wanted.GetIntervalUs())*time.Microsecond); err != nil {
			return err
		}
		if err := send(&testing.StreamingOutputCallResponse{Payload: body}); err != nil {
			return err
		}
	}
	return nil
}

// pause waits, and no longer than the call goes on.
func pause(ctx context.Context, interval time.Duration) error {
	if interval <= 0 {
		return nil
	}
	timer := time.NewTimer(interval)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Sum counts the bytes of all bodies. The end of the requests is io.EOF.
func Sum(next func() (*testing.StreamingInputCallRequest, error)) (*testing.StreamingInputCallResponse, error) {
	reply := &testing.StreamingInputCallResponse{}
	for {
		request, err := next()
		if errors.Is(err, io.EOF) {
			return reply, nil
		}
		if err != nil {
			return nil, err
		}
		reply.AggregatedPayloadSize += int32(len(request.GetPayload().GetBody()))
	}
}
