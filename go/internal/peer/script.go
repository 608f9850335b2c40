package peer

import (
	"context"
	"errors"
	"fmt"
	"io"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	probev1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/probe/v1"
)

// codeInternal is INTERNAL of the gRPC status codes.
const codeInternal = 13

// script is one call on the Probe service while its server plan is carried out.
type script struct {
	call    ServerCall
	shape   Shape
	record  *Record
	signals *signals
	client  *client

	plan *peerv1.ServerPlan
	// pending is the request that carried the plan; the first receive takes it.
	pending *probev1.ProbeRequest
	kept    *probev1.ProbeResponse
	// drained has the end of a drain in the background; nil without one.
	drained chan error
}

// RunScript carries out the plan in the first request, or echoes if there is none.
func (p *Peer) RunScript(call ServerCall, shape Shape) (ending Ending) {
	s := &script{
		call: call, shape: shape, record: recordOf(call.Context()), signals: p.signals, client: p.client,
		kept: &probev1.ProbeResponse{},
	}
	defer func() {
		if fault := recover(); fault != nil {
			ending = s.faulty(&FaultError{peerv1.HarnessError_KIND_CRASHED, fmt.Sprint(fault)})
		}
	}()
	ending, err := s.perform()
	if err != nil {
		return s.broken(err)
	}
	return ending
}

func (s *script) perform() (Ending, error) {
	first, err := s.call.Recv()
	if errors.Is(err, io.EOF) {
		return s.ok(), nil
	}
	if err != nil {
		return Ending{}, err
	}
	if first.GetPlan() == nil {
		return s.echo(first)
	}
	s.pending, s.plan = first, first.GetPlan()
	return s.followPlan()
}

func (s *script) followPlan() (Ending, error) {
	if encoding := s.plan.GetCompression(); encoding != peerv1.Compression_COMPRESSION_UNSPECIFIED {
		if err := s.call.Compress(encoding); err != nil {
			return Ending{}, err
		}
	}
	for i, step := range s.plan.GetSteps() {
		if err := s.step(int32(i), step); err != nil {
			return Ending{}, err
		}
	}
	s.at(noStep)
	return s.ending()
}

// broken ends a call whose script can't go on: by the error of the library or of the context, as
// any handler would, or because the plan is at fault.
func (s *script) broken(err error) Ending {
	var fault *FaultError
	var unsupported *UnsupportedError
	if errors.As(err, &fault) || errors.As(err, &unsupported) {
		return s.faulty(err)
	}
	return Ending{Err: err}
}

func (s *script) faulty(err error) Ending {
	if s.record != nil {
		s.record.blame(err)
	}
	return Ending{Status: &peerv1.ServerStatus{
		Code: codeInternal, Message: "server plan failed: " + err.Error(),
	}}
}

// ok is the end without a status of its own. Streams have no single response.
func (s *script) ok() Ending {
	if s.shape.ManyResponses {
		return Ending{}
	}
	return Ending{Response: s.kept}
}

// echo sends the bodies back; where there is one response it has all of them, joined.
func (s *script) echo(request *probev1.ProbeRequest) (Ending, error) {
	for {
		if err := s.give(&probev1.ProbeResponse{Body: s.echoBody(request)}); err != nil {
			return Ending{}, err
		}
		var err error
		if request, err = s.call.Recv(); errors.Is(err, io.EOF) {
			return s.ok(), nil
		} else if err != nil {
			return Ending{}, err
		}
	}
}

func (s *script) echoBody(request *probev1.ProbeRequest) []byte {
	if s.shape.ManyResponses {
		return request.GetBody()
	}
	return append(s.kept.GetBody(), request.GetBody()...)
}

// give sends a response, or keeps it for the ending where there is only one.
func (s *script) give(response *probev1.ProbeResponse) error {
	if !s.shape.ManyResponses {
		s.kept = response
		return nil
	}
	return s.call.Send(response)
}

// done is the context of the RPC: what waits in a handler ends with it.
func (s *script) done() context.Context { return s.call.Context() }
