package peertest

import (
	"slices"
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/durationpb"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
)

// inTime is how long a call may take to be at its server, on a machine that has other things to do.
const inTime = 3 * time.Second

// inEachKind plans calls that wait to be cancelled. Made at once, they take as long as one.
func inEachKind(limit func(*peerv1.CallPlan)) []*peerv1.CallPlan {
	var plans []*peerv1.CallPlan
	for _, kind := range allKinds {
		plan := &peerv1.CallPlan{CallId: short(kind), Method: kind, ServerPlan: awaitingCancellation()}
		limit(plan)
		plans = append(plans, plan)
	}
	return plans
}

func TestDeadlineIsToldToBothSides(t *testing.T) {
	withEach(t, func(s *subject) {
		plans := inEachKind(func(plan *peerv1.CallPlan) { plan.Timeout = durationpb.New(inTime) })
		for id, answer := range s.calls(plans...) {
			s.wantCode(answer.GetOutcome(), 4, "")
			seen := s.settled(id)
			left := seen.GetTimeLeft().AsDuration()
			if left <= 0 || left > inTime || !seen.GetCancelled() {
				s.Errorf("%s: %v left, cancelled %v", id, left, seen.GetCancelled())
			}
		}
		s.outcome(&peerv1.CallPlan{CallId: "none", Method: unary})
		if left := s.settled("none").GetTimeLeft(); left != nil {
			s.Errorf("%v left without a deadline", left)
		}
	})
}

func TestForwardedDeadlineTravels(t *testing.T) {
	withEach(t, func(s *subject) {
		onward := &peerv1.CallPlan{Targets: []string{s.target}, Method: unary, ServerPlan: awaitingCancellation()}
		plan := &peerv1.CallPlan{
			CallId: "chain", Method: unary, Timeout: durationpb.New(inTime),
			ServerPlan: &peerv1.ServerPlan{Ending: &peerv1.ServerPlan_Forward{Forward: onward}},
		}
		s.wantCode(s.outcome(plan), 4, "")
		hops := s.observe("chain", peerv1.ObserveRequest_UNTIL_SETTLED).GetHops()
		if len(hops) != 2 {
			s.Fatalf("%d hops, want 2", len(hops))
		}
		for _, hop := range hops {
			left := hop.GetTimeLeft().AsDuration()
			if left <= 0 || left > inTime || hop.GetHarnessError() != nil {
				s.Errorf("hop %d: %v", hop.GetHop(), hop)
			}
		}
		// The first hop may hear from the second before its own timer strikes.
		if !hops[1].GetCancelled() {
			s.Errorf("the last hop wasn't told: %v", hops[1])
		}
	})
}

func TestCancelBeforeTheCall(t *testing.T) {
	withEach(t, func(s *subject) {
		for _, kind := range allKinds {
			got := s.outcome(&peerv1.CallPlan{Method: kind, Steps: steps(cancel, send(3, 1)), ServerPlan: awaitingCancellation()})
			s.wantCode(got, 1, "")
		}
	})
}

func TestCancelDuringTheCall(t *testing.T) {
	cancelledDuring(t, "during", send(3, 1), awaitSignal("now"), cancel)
}

func TestCancelUnderAStepThatWaits(t *testing.T) {
	cancelledDuring(t, "under", cancelWhen("now"), send(3, 1), receive(1))
}

// cancelledDuring: the cancellation comes exactly when the handler has been entered, when the signal is sent.
func cancelledDuring(t *testing.T, name string, cancelled ...*peerv1.Step) {
	t.Helper()
	withEach(t, func(s *subject) {
		for _, kind := range allKinds {
			id := name + short(kind)
			done := make(chan *peerv1.Outcome)
			go func() {
				done <- s.outcome(&peerv1.CallPlan{
					CallId: id, Method: kind, Steps: steps(cancelled...),
					ServerPlan: awaitingCancellation(),
				})
			}()
			if seen := s.observe(id, peerv1.ObserveRequest_UNTIL_ENTERED); !seen.GetSeen() {
				s.Fatalf("%s: never entered", kind)
			}
			s.ask("Signal", &peerv1.SignalRequest{CallId: id, Name: "now"}, &peerv1.SignalResponse{})
			ended := <-done
			s.wantCode(ended, 1, "")
			if slices.ContainsFunc(ended.GetEvents(), isHalfClose) {
				s.Errorf("%s: half-closed, though it was cancelled", kind)
			}
			if !s.settled(id).GetCancelled() {
				s.Errorf("%s: the handler wasn't told", kind)
			}
		}
	})
}

func isHalfClose(event *peerv1.Event) bool {
	return event.GetKind() == peerv1.EventKind_EVENT_KIND_HALF_CLOSED
}

func TestCancelAfterTheEndChangesNothing(t *testing.T) {
	withEach(t, func(s *subject) {
		for _, kind := range allKinds {
			plan := &peerv1.CallPlan{CallId: "after" + short(kind), Method: kind, Steps: steps(send(3, 1), halfClose, drain(false), cancel)}
			s.wantCode(s.outcome(plan), 0, "")
			if s.settled(plan.GetCallId()).GetCancelled() {
				s.Errorf("%s: cancelled after its end", kind)
			}
		}
	})
}

func TestSignalReachesTheHandler(t *testing.T) {
	withEach(t, func(s *subject) {
		plan := &peerv1.CallPlan{CallId: "told", Method: unary, ServerPlan: &peerv1.ServerPlan{Steps: steps(awaitSignal("go"))}}
		s.ask("Signal", &peerv1.SignalRequest{CallId: "told", Name: "go"}, &peerv1.SignalResponse{})
		s.wantCode(s.outcome(plan), 0, "")
	})
}

func TestGuardEndsWhatHangs(t *testing.T) {
	withEach(t, func(s *subject) {
		plans := inEachKind(func(plan *peerv1.CallPlan) { plan.Guard = durationpb.New(inTime) })
		for id, answer := range s.calls(plans...) {
			fault := answer.GetHarnessError()
			if fault.GetKind() != peerv1.HarnessError_KIND_GUARD_EXPIRED {
				s.Errorf("%s: %v", id, fault)
			}
			seen := s.settled(id)
			if !seen.GetCancelled() || seen.GetTimeLeft() != nil {
				s.Errorf("%s: the guard shows as %v", id, seen)
			}
		}
	})
}

func TestPauseHoldsUpTheBackground(t *testing.T) {
	withEach(t, func(s *subject) {
		pause := &peerv1.Step{Action: &peerv1.Step_PauseReading{
			PauseReading: &peerv1.PauseReading{Duration: durationpb.New(100 * time.Millisecond)},
		}}
		got := s.outcome(&peerv1.CallPlan{
			Method: serverStream, Steps: steps(send(3, 1), drain(true), pause),
			ServerPlan: &peerv1.ServerPlan{Steps: steps(sleep(20*time.Millisecond), send(3, 3))},
		})
		events := got.GetEvents()
		last := events[len(events)-1]
		if len(got.GetMessages()) != 3 || time.Duration(last.GetNs()) < 100*time.Millisecond {
			s.Errorf("%d messages, over after %v", len(got.GetMessages()), time.Duration(last.GetNs()))
		}
	})
}
