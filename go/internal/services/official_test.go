package services

import (
	"context"
	"errors"
	"io"
	"testing"

	official "github.com/crosswire-interop/crosswire/go/gen/official/testing"
)

func wantStatus(t *testing.T, err error, code int32) {
	t.Helper()
	var status *StatusError
	if !errors.As(err, &status) || status.Code != code {
		t.Errorf("got %v, want status %d", err, code)
	}
}

func TestAnswerRefusesWhatItCannotGive(t *testing.T) {
	for _, request := range []*official.SimpleRequest{
		{ResponseSize: -1}, {ResponseSize: maxBody + 1}, {ResponseType: 7},
	} {
		_, err := Answer(request)
		wantStatus(t, err, codeInvalidArgument)
	}
	_, err := Answer(&official.SimpleRequest{ResponseStatus: &official.EchoStatus{Code: 9, Message: "no"}})
	wantStatus(t, err, 9)
}

func TestCheckCompressed(t *testing.T) {
	yes, no := &official.BoolValue{Value: true}, &official.BoolValue{}
	for _, one := range []struct {
		expected *official.BoolValue
		is, good bool
	}{{nil, true, true}, {nil, false, true}, {yes, true, true}, {no, false, true}, {yes, false, false}, {no, true, false}} {
		if err := CheckCompressed(one.expected, one.is); (err == nil) != one.good {
			t.Errorf("%v: %v", one, err)
		}
	}
}

// requests gives so many requests with one body each, then the end.
func requests(count int) Requests {
	return func() (*official.StreamingOutputCallRequest, error) {
		if count--; count < 0 {
			return nil, io.EOF
		}
		return &official.StreamingOutputCallRequest{ResponseParameters: []*official.ResponseParameters{{Size: 1}}}, nil
	}
}

func TestHalfDuplexKeepsSoManyRequests(t *testing.T) {
	sent := 0
	count := func(*official.StreamingOutputCallResponse) error { sent++; return nil }
	if err := HalfDuplex(context.Background(), requests(maxHeld), count); err != nil || sent != maxHeld {
		t.Errorf("%d sent, %v", sent, err)
	}
	wantStatus(t, HalfDuplex(context.Background(), requests(maxHeld+1), count), codeInvalidArgument)
}

func TestAnswersEndWithTheCall(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	request := &official.StreamingOutputCallRequest{ResponseParameters: []*official.ResponseParameters{
		{IntervalUs: 2_000_000_000},
	}}
	if err := Answers(ctx, request, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
