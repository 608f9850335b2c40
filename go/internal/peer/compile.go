package peer

import (
	"slices"

	"google.golang.org/protobuf/proto"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	"github.com/crosswire-interop/crosswire/go/internal/discovery"
)

// compile checks a plan before anything is sent, and decodes its payloads: by step.
func compile(plan *peerv1.CallPlan) (*Method, map[int]proto.Message, error) {
	method, known := Methods[plan.GetMethod()]
	switch {
	case !known:
		return nil, nil, BadPlan("no generated stub for method %q", plan.GetMethod())
	case len(plan.GetTargets()) == 0:
		return nil, nil, BadPlan("no targets")
	case len(plan.GetTargets()) > 1 && slices.ContainsFunc(plan.GetTargets(), discovery.IsRegistryTarget):
		return nil, nil, BadPlan("a registry is the only target, or none is")
	case plan.GetServerPlan() != nil && !method.Probe:
		return nil, nil, BadPlan("server_plan on %s, which isn't a Probe method", method.Path)
	}
	requests := map[int]proto.Message{}
	for i, step := range plan.GetSteps() {
		if err := checkClientStep(i, step); err != nil {
			return nil, nil, err
		}
		if send := step.GetSend(); send != nil {
			var err error
			if requests[i], err = requestOf(method, send.GetPayload()); err != nil {
				return nil, nil, err
			}
		}
	}
	return method, requests, checkShape(method, plan.GetSteps())
}

func checkClientStep(i int, step *peerv1.Step) error {
	if step.GetAction() == nil {
		return BadPlan("step %d is empty", i)
	}
	if step.GetSendHeaders() != nil {
		return BadPlan("step %d: send_headers is a server's step", i)
	}
	return checkCompression(i, step)
}

// checkCompression refuses what neither library has: both choose for a whole RPC.
func checkCompression(i int, step *peerv1.Step) error {
	if step.GetSend().GetCompression() == peerv1.Compression_COMPRESSION_UNSPECIFIED {
		return nil
	}
	return &UnsupportedError{
		Step: int32(i), Field: "send.compression", Reason: "the library chooses compression for a whole RPC",
	}
}

// checkShape holds a single request to one message, sent before anything is read.
func checkShape(method *Method, steps []*peerv1.Step) error {
	if method.Shape.ManyRequests {
		return nil
	}
	sent := uint32(0)
	for i, step := range steps {
		switch {
		case step.GetSend() != nil:
			sent += max(step.GetSend().GetCount(), 1)
		case sent == 0 && needsOpenCall(step):
			return BadPlan("step %d comes before send, which opens %s", i, method.Path)
		}
	}
	if sent > 1 {
		return BadPlan("%d messages for %s, which takes one", sent, method.Path)
	}
	return nil
}

// needsOpenCall tells the steps that open a stream of requests, and that make no sense before a
// single request is sent.
func needsOpenCall(step *peerv1.Step) bool {
	switch step.GetAction().(type) {
	case *peerv1.Step_Sleep, *peerv1.Step_AwaitSignal, *peerv1.Step_Cancel:
		return false
	}
	return true
}
