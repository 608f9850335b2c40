package peer

import (
	"errors"
	"fmt"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
)

// FaultError is a fault of the interpreter or of the plan; it is never an outcome.
type FaultError struct {
	Kind peerv1.HarnessError_Kind
	Text string
}

func (e *FaultError) Error() string { return e.Text }

// BadPlan is a fault of the plan.
func BadPlan(format string, args ...any) error {
	return &FaultError{peerv1.HarnessError_KIND_BAD_PLAN, fmt.Sprintf(format, args...)}
}

// harnessError puts an error into the contract's words. An unsupported part of a server plan has
// no field of its own in an observation: it is a plan that this peer can't make sense of.
func harnessError(err error) *peerv1.HarnessError {
	var fault *FaultError
	if errors.As(err, &fault) {
		return &peerv1.HarnessError{Kind: fault.Kind, Text: fault.Text}
	}
	kind := peerv1.HarnessError_KIND_CRASHED
	var unsupported *UnsupportedError
	if errors.As(err, &unsupported) {
		kind = peerv1.HarnessError_KIND_BAD_PLAN
	}
	return &peerv1.HarnessError{Kind: kind, Text: err.Error()}
}

// failedCall is the answer to a call that didn't come to an outcome.
func failedCall(callID string, err error) *peerv1.CallResponse {
	response := &peerv1.CallResponse{CallId: callID}
	var unsupported *UnsupportedError
	if errors.As(err, &unsupported) {
		response.Result = &peerv1.CallResponse_UnsupportedStep{UnsupportedStep: &peerv1.UnsupportedStep{
			Step: unsupported.Step, Field: unsupported.Field, Reason: unsupported.Reason,
		}}
		return response
	}
	response.Result = &peerv1.CallResponse_HarnessError{HarnessError: harnessError(err)}
	return response
}
