package services

import (
	"context"
	"errors"
	"io"

	"github.com/crosswire-interop/crosswire/go/gen/official/testing"
)

// maxHeld is how many requests HalfDuplex keeps at most.
const maxHeld = 1000

// Requests gives the next request of a stream; the end is io.EOF.
type Requests func() (*testing.StreamingOutputCallRequest, error)

// FullDuplex answers every request as it comes.
func FullDuplex(
	ctx context.Context, next Requests, send func(*testing.StreamingOutputCallResponse) error,
) error {
	for {
		request, err := next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := Answers(ctx, request, send); err != nil {
			return err
		}
	}
}

// HalfDuplex answers the requests once all have come.
func HalfDuplex(
	ctx context.Context, next Requests, send func(*testing.StreamingOutputCallResponse) error,
) error {
	var held []*testing.StreamingOutputCallRequest
	for {
		request, err := next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if held = append(held, request); len(held) > maxHeld {
			return invalid("more than %d requests to keep", maxHeld)
		}
	}
	for _, request := range held {
		if err := Answers(ctx, request, send); err != nil {
			return err
		}
	}
	return nil
}
