package peer

import (
	"context"
	"strconv"

	"google.golang.org/protobuf/proto"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	probev1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/probe/v1"
)

// run is one call while its plan is carried out.
type run struct {
	Recorder
	ctx context.Context
	// parent is what the RPC's own context comes from.
	parent   context.Context
	plan     *peerv1.CallPlan
	method   *Method
	requests map[int]proto.Message
	channel  Channel
	signals  *signals
	// keep is that the messages themselves are wanted, for forwarding.
	keep bool

	call   ClientCall
	cancel context.CancelFunc
	inbox  inbox
	// planSent is that a first request went out, with the server plan if there is one.
	planSent   bool
	cancelled  bool
	halfClosed bool
	// over is that a step found the call ended.
	over bool
}

func (r *run) perform() performed {
	defer func() {
		if r.cancel != nil {
			r.cancel()
		}
	}()
	for i, step := range r.plan.GetSteps() {
		if err := r.step(int32(i), step); err != nil {
			return performed{err: err}
		}
	}
	if err := r.conclude(); err != nil {
		return performed{err: err}
	}
	return performed{outcome: r.outcome(), messages: r.inbox.messages}
}

// conclude opens what no step opened, half-closes and drains. What is cancelled is not finished: it
// gets no half-close, which would tell the server that the requests are whole.
func (r *run) conclude() error {
	r.at(noStep)
	if err := r.opened(noStep); err != nil {
		return err
	}
	if !r.method.Shape.ManyRequests && !r.planSent {
		r.send(noStep, r.method.NewRequest(), 1)
	}
	if !r.cancelled && r.parent.Err() == nil {
		r.halfClose(noStep)
	}
	r.drain()
	return nil
}

func (r *run) outcome() *peerv1.Outcome {
	outcome := r.call.End(r.inbox.end)
	r.end()
	outcome.Messages, outcome.Events = r.kept()
	if !isEnd(r.inbox.end) {
		outcome.NativeError = nativeError(r.inbox.end)
	}
	return outcome
}

// opened makes sure that the call exists. The RPC's deadline begins here.
func (r *run) opened(step int32) error {
	if r.call != nil {
		return nil
	}
	ctx, cancel := r.rpcContext()
	r.cancel = cancel
	if r.cancelled {
		cancel()
	}
	call, err := r.channel.Call(ctx, r.plan, r.method, r.headers())
	if err != nil {
		return err
	}
	r.call = call
	r.note(step, peerv1.EventKind_EVENT_KIND_OPENED)
	return nil
}

func (r *run) rpcContext() (context.Context, context.CancelFunc) {
	if r.plan.GetTimeout() == nil {
		return context.WithCancel(r.parent)
	}
	return context.WithTimeout(r.parent, r.plan.GetTimeout().AsDuration())
}

// headers are the plan's metadata after what joins the call to its observation.
func (r *run) headers() []*peerv1.Metadatum {
	if r.plan.GetCorrelation() == peerv1.Correlation_CORRELATION_LISTENER {
		return r.plan.GetMetadata()
	}
	correlation := []*peerv1.Metadatum{
		{Name: callIDKey, Value: []byte(r.plan.GetCallId())},
		{Name: hopKey, Value: strconv.AppendUint(nil, uint64(r.plan.GetHop()), 10)},
	}
	return append(correlation, r.plan.GetMetadata()...)
}

// withPlan puts the server plan into the first Probe request: into a copy, since the other copies
// of a Send go without.
func (r *run) withPlan(request proto.Message) proto.Message {
	if r.planSent {
		return request
	}
	r.planSent = true
	probe, ok := request.(*probev1.ProbeRequest)
	if !ok || r.plan.GetServerPlan() == nil {
		return request
	}
	return &probev1.ProbeRequest{Plan: r.plan.GetServerPlan(), Body: probe.GetBody()}
}
