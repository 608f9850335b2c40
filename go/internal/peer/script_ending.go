package peer

import (
	"context"
	"errors"

	"google.golang.org/protobuf/proto"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	probev1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/probe/v1"
)

// ending is how the plan says the handler ends.
func (s *script) ending() (Ending, error) {
	switch end := s.plan.GetEnding().(type) {
	case *peerv1.ServerPlan_Status:
		return s.withStatus(end.Status), nil
	case *peerv1.ServerPlan_Throw:
		return throw(end.Throw), nil
	case *peerv1.ServerPlan_ReturnNothing:
		return Ending{}, nil
	case *peerv1.ServerPlan_StatusAndMessage:
		return s.statusAndMessage(end.StatusAndMessage)
	case *peerv1.ServerPlan_Forward:
		return s.forward(end.Forward)
	case *peerv1.ServerPlan_AwaitCancellation:
		<-s.done().Done()
		return Ending{}, s.done().Err()
	case *peerv1.ServerPlan_GoOn:
		go s.goOn(end.GoOn.GetSteps())
		return s.withStatus(end.GoOn.GetStatus()), nil
	}
	return s.ok(), nil
}

// withStatus ends with a status; an OK delivers the response too.
func (s *script) withStatus(status *peerv1.ServerStatus) Ending {
	ending := Ending{Status: status}
	if status.GetCode() == 0 {
		ending.Response = s.ok().Response
	}
	return ending
}

// throw: a handler in Go has no later way out than to return.
func throw(thrown *peerv1.Throw) Ending {
	switch thrown.GetKind() {
	case peerv1.Throw_KIND_PANIC:
		return Ending{Panic: proto.String(thrown.GetText())}
	case peerv1.Throw_KIND_CANCELLATION:
		return Ending{Err: context.Canceled}
	}
	return Ending{Err: errors.New(thrown.GetText())}
}

// statusAndMessage returns both where a handler returns a response at all.
func (s *script) statusAndMessage(both *peerv1.StatusAndMessage) (Ending, error) {
	response, err := responseOf(both.GetPayload())
	if err != nil {
		return Ending{}, err
	}
	if s.shape.ManyResponses {
		return Ending{Status: both.GetStatus()}, nil
	}
	return Ending{Status: both.GetStatus(), Response: response}, nil
}

// forward makes the call of the plan one hop on, in the context of this one, so that deadline and
// cancellation travel with it, and ends with its messages and its status.
func (s *script) forward(plan *peerv1.CallPlan) (Ending, error) {
	onward := proto.CloneOf(plan)
	onward.Hop = s.record.hop + 1
	if onward.GetCallId() == "" {
		onward.CallId = s.record.callID
	}
	result, err := s.client.perform(s.done(), onward, true)
	if err != nil {
		return Ending{}, forwardFault(err)
	}
	for _, message := range result.messages {
		if err := s.give(probeResponse(message)); err != nil {
			return Ending{}, err
		}
	}
	return s.withStatus(statusOf(result.outcome)), nil
}

// forwardFault is never an error of the library: a call that came to no outcome is the harness's
// own fault.
func forwardFault(err error) error {
	fault := harnessError(err)
	return &FaultError{Kind: fault.GetKind(), Text: "forwarded call: " + fault.GetText()}
}

func statusOf(outcome *peerv1.Outcome) *peerv1.ServerStatus {
	return &peerv1.ServerStatus{
		Code: outcome.GetCode(), Message: outcome.GetMessage(), Details: outcome.GetDetails(),
	}
}

// probeResponse is a forwarded message; one of another service travels as the body.
func probeResponse(message proto.Message) *probev1.ProbeResponse {
	if probe, ok := message.(*probev1.ProbeResponse); ok {
		return probe
	}
	body, err := deterministic.Marshal(message)
	if err != nil {
		body = []byte(err.Error())
	}
	return &probev1.ProbeResponse{Body: body}
}
