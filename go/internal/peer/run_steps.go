package peer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"google.golang.org/protobuf/proto"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
)

func (r *run) at(step int32) {
	r.writing.Store(step)
	if !r.inbox.background {
		r.reading.Store(step)
	}
}

func (r *run) step(i int32, step *peerv1.Step) error {
	r.at(i)
	if needsOpenCall(step) {
		if err := r.opened(i); err != nil {
			return err
		}
	}
	switch action := step.GetAction().(type) {
	case *peerv1.Step_Send:
		r.send(i, r.requests[int(i)], repeats(action.Send.GetCount()))
	case *peerv1.Step_Receive:
		r.receive(repeats(action.Receive.GetCount()))
	case *peerv1.Step_ReadHeaders:
		r.readHeaders(i)
	case *peerv1.Step_HalfClose:
		r.halfClose(i)
	case *peerv1.Step_Sleep:
		return sleep(r.ctx, action.Sleep.GetDuration().AsDuration())
	case *peerv1.Step_Cancel:
		if name := action.Cancel.GetWhen(); name != "" {
			r.abandonWhen(i, name)
		} else {
			r.abandon(i)
		}
	case *peerv1.Step_AwaitSignal:
		return r.awaitSignal(i, action.AwaitSignal.GetName())
	case *peerv1.Step_PauseReading:
		return r.pause(action.PauseReading.GetDuration().AsDuration())
	case *peerv1.Step_Drain:
		r.startDrain(action.Drain.GetBackground())
	}
	return nil
}

func (r *run) send(step int32, request proto.Message, count int) {
	for range count {
		if r.over || r.halfClosed {
			return
		}
		if err := r.call.Send(r.withPlan(request)); err != nil {
			r.sendFailed(err)
			return
		}
		r.note(step, peerv1.EventKind_EVENT_KIND_SENT)
	}
}

// sendFailed finds the call ended. io.EOF leaves the reason to Recv; any other error is the
// client's own and the end of the call. A user then gives the call up: grpc-go has done so by
// itself, and connect-go leaves the stream open.
func (r *run) sendFailed(err error) {
	r.over = true
	if !isEnd(err) {
		r.inbox.put(nil, err, false)
		r.cancel()
	}
}

// readHeaders also ends when the call does, then without an event.
func (r *run) readHeaders(step int32) {
	if r.call.WaitHeaders() {
		r.note(step, peerv1.EventKind_EVENT_KIND_HEADERS)
	}
}

// halfClose ends a stream of requests; a single request is its own end. A plan that no request
// has carried yet goes in an empty one.
func (r *run) halfClose(step int32) {
	if r.over || r.halfClosed || !r.method.Shape.ManyRequests {
		return
	}
	if r.plan.GetServerPlan() != nil && !r.planSent {
		r.send(step, r.method.NewRequest(), 1)
	}
	if r.over {
		return
	}
	r.halfClosed = true
	if err := r.call.CloseSend(); err == nil {
		r.note(step, peerv1.EventKind_EVENT_KIND_HALF_CLOSED)
	}
}

// abandon cancels. Before the opening it is remembered: the RPC then starts cancelled.
func (r *run) abandon(step int32) {
	if r.over || r.inbox.ended() {
		return
	}
	r.cancelled = true
	r.note(step, peerv1.EventKind_EVENT_KIND_CANCELLED)
	if r.cancel != nil {
		r.cancel()
	}
}

// abandonWhen cancels once a signal has come, also under a step that goes on.
func (r *run) abandonWhen(step int32, name string) {
	cancel := r.cancel
	if cancel == nil {
		r.parent, cancel = context.WithCancel(r.parent)
	}
	go func() {
		defer cancel()
		if r.signals.await(r.ctx, r.plan.GetCallId(), name) == nil {
			r.note(step, peerv1.EventKind_EVENT_KIND_CANCELLED)
		}
	}()
}

func (r *run) awaitSignal(step int32, name string) error {
	if err := r.signals.await(r.ctx, r.plan.GetCallId(), name); err != nil {
		return err
	}
	r.note(step, peerv1.EventKind_EVENT_KIND_SIGNALLED)
	return nil
}

// pause is all there is to it for a library that is asked for each message; a background drain
// is held up.
func (r *run) pause(duration time.Duration) error {
	r.inbox.pauseUntil.Store(time.Now().Add(duration).UnixNano())
	return sleep(r.ctx, duration)
}

func sleep(ctx context.Context, duration time.Duration) error {
	timer := time.NewTimer(duration)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// nativeError shows what the library raised: the innermost text is in the outermost.
func nativeError(err error) *peerv1.NativeError {
	return &peerv1.NativeError{Class: fmt.Sprintf("%T", err), Text: err.Error()}
}

// isEnd tells the end with OK from other ends.
func isEnd(err error) bool { return errors.Is(err, io.EOF) }
