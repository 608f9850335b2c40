package peer

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"google.golang.org/protobuf/proto"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
)

// defaultGuard is a plan's limit when it names none.
const defaultGuard = 10 * time.Second

// client carries out call plans.
type client struct {
	channels *channels
	signals  *signals
	open     atomic.Int32
}

// call carries out a plan and always answers, also when the library hangs.
func (c *client) call(ctx context.Context, plan *peerv1.CallPlan) *peerv1.CallResponse {
	result, err := c.perform(ctx, plan, false)
	if err != nil {
		return failedCall(plan.GetCallId(), err)
	}
	return &peerv1.CallResponse{
		CallId: plan.GetCallId(), Result: &peerv1.CallResponse_Outcome{Outcome: result.outcome},
	}
}

// performed is what a finished run leaves.
type performed struct {
	outcome  *peerv1.Outcome
	messages []proto.Message
	err      error
}

// perform runs a plan under its guard: the outcome and, to be forwarded, the messages if they are
// to be kept.
func (c *client) perform(ctx context.Context, plan *peerv1.CallPlan, keep bool) (performed, error) {
	c.open.Add(1)
	defer c.open.Add(-1)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	limit, struck := guardOf(plan), make(chan struct{})
	timer := time.AfterFunc(limit, func() { close(struck) })
	defer timer.Stop()
	done := make(chan performed, 1)
	go func() { done <- c.run(ctx, plan, keep) }()
	select {
	case result := <-done:
		return result, result.err
	case <-struck:
		return performed{}, &FaultError{
			peerv1.HarnessError_KIND_GUARD_EXPIRED, fmt.Sprintf("not over after %v", limit),
		}
	}
}

// guardOf is not a deadline of the context: that would travel to the server as the RPC's own.
func guardOf(plan *peerv1.CallPlan) time.Duration {
	if plan.GetGuard() == nil {
		return defaultGuard
	}
	return plan.GetGuard().AsDuration()
}

// run turns a panic of the interpreter into its own kind of error, so that it never looks like an
// outcome.
func (c *client) run(ctx context.Context, plan *peerv1.CallPlan, keep bool) (result performed) {
	defer func() {
		if fault := recover(); fault != nil {
			result = performed{err: &FaultError{peerv1.HarnessError_KIND_CRASHED, fmt.Sprint(fault)}}
		}
	}()
	method, requests, err := compile(plan)
	if err != nil {
		return performed{err: err}
	}
	channel, release, err := c.channels.get(plan)
	if err != nil {
		return performed{err: err}
	}
	defer release()
	r := &run{
		ctx: ctx, parent: ctx, plan: plan, method: method, requests: requests, keep: keep,
		channel: channel, signals: c.signals,
	}
	r.start()
	return r.perform()
}
