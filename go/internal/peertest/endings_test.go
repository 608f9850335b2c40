package peertest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
)

func portAddress(port uint32) string { return fmt.Sprintf("127.0.0.1:%d", port) }

func TestEveryCodeInEachKind(t *testing.T) {
	withEach(t, func(s *subject) {
		for _, kind := range allKinds {
			for code := int32(1); code <= 16; code++ {
				message := fmt.Sprintf("code %d: é\n%%", code)
				got := s.outcome(&peerv1.CallPlan{
					Method: kind, Steps: steps(send(3, 1)),
					ServerPlan: withStatus(&peerv1.ServerStatus{Code: code, Message: message}, send(3, 2)),
				})
				s.wantCode(got, code, message)
				if want := map[bool]int{true: 2}[manyResponses(kind)]; len(got.GetMessages()) != want {
					s.Errorf("%s: %d messages before the status, want %d", kind, len(got.GetMessages()), want)
				}
			}
		}
	})
}

func TestTrailersAndDetails(t *testing.T) {
	status := &peerv1.ServerStatus{
		Code: 9, Message: "no", Details: []*peerv1.StatusDetail{{TypeUrl: "type.googleapis.com/users.User", Value: []byte{10, 1, 65}}},
		Trailers: []*peerv1.Metadatum{{Name: "x-end", Value: []byte("yes")}, {Name: "x-end-bin", Value: []byte{0, 255}}},
	}
	withEach(t, func(s *subject) {
		for _, kind := range allKinds {
			got := s.outcome(&peerv1.CallPlan{Method: kind, ServerPlan: withStatus(status)})
			s.wantCode(got, 9, "no")
			for _, want := range status.GetTrailers() {
				if found := valueOf(got.GetTrailers(), want.GetName()); found != string(want.GetValue()) {
					s.Errorf("%s: trailer %s is %q", kind, want.GetName(), found)
				}
			}
			details := got.GetDetails()
			if len(details) != 1 || string(details[0].GetValue()) != "\x0a\x01A" || !strings.HasSuffix(details[0].GetTypeUrl(), "users.User") {
				s.Errorf("%s: details %v", kind, details)
			}
		}
	})
}

func valueOf(metadata []*peerv1.Metadatum, name string) string {
	for _, entry := range metadata {
		if entry.GetName() == name {
			return string(entry.GetValue())
		}
	}
	return ""
}

func TestHeadersBeforeTheFirstMessage(t *testing.T) {
	headers := []*peerv1.Metadatum{{Name: "x-early", Value: []byte("yes")}}
	withEach(t, func(s *subject) {
		for _, kind := range allKinds {
			plan := &peerv1.CallPlan{Method: kind, ServerPlan: &peerv1.ServerPlan{Steps: steps(sendHeaders(headers...))}}
			if manyResponses(kind) {
				plan.Steps = steps(send(3, 1), readHeaders)
			}
			got := s.outcome(plan)
			if found := valueOf(got.GetHeaders(), "x-early"); found != "yes" {
				s.Errorf("%s: headers %v", kind, got.GetHeaders())
			}
		}
	})
}

func TestPlainErrorIsUnknown(t *testing.T) {
	thrown := &peerv1.ServerPlan{Ending: &peerv1.ServerPlan_Throw{Throw: &peerv1.Throw{Text: "boom"}}}
	withEach(t, func(s *subject) {
		for _, kind := range allKinds {
			got := s.outcome(&peerv1.CallPlan{Method: kind, ServerPlan: thrown})
			s.wantCode(got, 2, "boom")
			if got.GetNativeError().GetClass() == "" {
				s.Errorf("%s: no native error", kind)
			}
		}
	})
}

// What each library makes of a handler that returns nothing where one response is due: grpc-go
// sends a nil message as an empty one, and connect-go panics, which net/http turns into a reset.
func TestReturnNothing(t *testing.T) {
	nothing := &peerv1.ServerPlan{Ending: &peerv1.ServerPlan_ReturnNothing{ReturnNothing: &peerv1.ReturnNothing{}}}
	codes := map[string]map[string]int32{
		"go-grpc": {unary: 0, clientStream: 13}, "go-connect": {unary: 13, clientStream: 13},
	}
	withEach(t, func(s *subject) {
		for kind, code := range codes[s.id] {
			plan := &peerv1.CallPlan{CallId: "nothing" + short(kind), Method: kind, ServerPlan: nothing}
			s.wantCode(s.outcome(plan), code, "")
			s.settled(plan.GetCallId())
		}
	})
}

func TestStatusBesideAMessage(t *testing.T) {
	both := &peerv1.ServerPlan{Ending: &peerv1.ServerPlan_StatusAndMessage{StatusAndMessage: &peerv1.StatusAndMessage{
		Status:  &peerv1.ServerStatus{Code: 13, Message: "both"},
		Payload: &peerv1.Payload{Content: &peerv1.Payload_Pattern{Pattern: &peerv1.Pattern{Size: 3}}},
	}}}
	withEach(t, func(s *subject) {
		for _, kind := range allKinds {
			got := s.outcome(&peerv1.CallPlan{Method: kind, ServerPlan: both})
			s.wantCode(got, 13, "both")
			s.wantJSON(got.GetMessages())
		}
	})
}

func TestForwardTellsWhatItGot(t *testing.T) {
	withEach(t, func(s *subject) {
		onward := &peerv1.CallPlan{
			Targets: []string{s.target}, Method: serverStream,
			ServerPlan: withStatus(&peerv1.ServerStatus{Code: 9, Message: "deep"}, send(3, 2)),
		}
		plan := &peerv1.CallPlan{
			CallId: "forward", Method: serverStream,
			ServerPlan: &peerv1.ServerPlan{Ending: &peerv1.ServerPlan_Forward{Forward: onward}},
		}
		got := s.outcome(plan)
		s.wantCode(got, 9, "deep")
		s.wantJSON(got.GetMessages(), body, body)
		hops := s.observe("forward", peerv1.ObserveRequest_UNTIL_SETTLED).GetHops()
		if len(hops) != 2 || hops[0].GetHop() != 0 || hops[1].GetHop() != 1 {
			s.Errorf("hops: %v", hops)
		}
	})
}

func TestThrowInOtherWays(t *testing.T) {
	withEach(t, func(s *subject) {
		for _, kind := range allKinds {
			for _, one := range []struct {
				kind peerv1.Throw_Kind
				code int32
				text string
			}{{peerv1.Throw_KIND_LATER, 2, "boom"}, {peerv1.Throw_KIND_CANCELLATION, 1, ""}} {
				plan := &peerv1.CallPlan{
					CallId: short(kind) + one.kind.String(), Method: kind,
					ServerPlan: &peerv1.ServerPlan{Ending: &peerv1.ServerPlan_Throw{
						Throw: &peerv1.Throw{Kind: one.kind, Text: "boom"},
					}},
				}
				s.wantCode(s.outcome(plan), one.code, one.text)
				s.settled(plan.GetCallId())
			}
		}
	})
}

// A goroutine that its handler leaves behind changes neither the call's end nor the next call.
func TestCodeThatGoesOn(t *testing.T) {
	withEach(t, func(s *subject) {
		for _, kind := range allKinds {
			plan := &peerv1.CallPlan{
				CallId: "on" + short(kind), Method: kind, Steps: steps(send(3, 1)),
				ServerPlan: &peerv1.ServerPlan{Ending: &peerv1.ServerPlan_GoOn{GoOn: &peerv1.GoOn{
					Status: &peerv1.ServerStatus{Code: 9, Message: "over"},
					Steps:  steps(sendHeaders(&peerv1.Metadatum{Name: "x-late", Value: []byte("yes")}), send(3, 2), receive(2)),
				}}},
			}
			got := s.outcome(plan)
			s.wantCode(got, 9, "over")
			s.wantJSON(got.GetMessages())
			s.settled(plan.GetCallId())
		}
		time.Sleep(200 * time.Millisecond)
		s.wantCode(s.outcome(&peerv1.CallPlan{Method: unary}), 0, "")
	})
}
