package peertest

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/durationpb"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	"github.com/crosswire-interop/crosswire/go/gen/users"
)

func TestDescribe(t *testing.T) {
	withEach(t, func(s *subject) {
		got := &peerv1.DescribeResponse{}
		s.ask("Describe", &peerv1.DescribeRequest{}, got)
		if got.GetContractVersion() != "1" || got.GetPeer() != s.id || got.GetLanguage() != "go" || got.GetInstanceId() == "" {
			s.Errorf("got %v", got)
		}
		for _, capability := range got.GetCapabilities() {
			if !capability.GetSupported() && capability.GetReason() == "" {
				s.Errorf("%s is unsupported without a reason", capability.GetId())
			}
		}
		s.outcome(&peerv1.CallPlan{CallId: "agent", Method: unary})
		if agent := valueOf(s.settled("agent").GetMetadata(), "user-agent"); !strings.Contains(agent, got.GetUserAgent()) {
			s.Errorf("user agent %q isn't %q", agent, got.GetUserAgent())
		}
	})
}

func TestUnreadableRequests(t *testing.T) {
	withEach(t, func(s *subject) {
		for _, bad := range []struct {
			method, body string
			status       int
		}{
			{"Call", "{", http.StatusBadRequest},
			{"Call", `{"bogus":1}`, http.StatusBadRequest},
			{"Nothing", "{}", http.StatusNotFound},
			{"Close", `{"listener":"nobody"}`, http.StatusBadRequest},
			{"Call", `{"calls":[` + strings.Repeat("{},", 64) + "{}]}", http.StatusBadRequest},
			{"Call", strings.Repeat(" ", 16<<20+1), http.StatusRequestEntityTooLarge},
		} {
			status, answer := s.post(bad.method, []byte(bad.body))
			if status != bad.status || !strings.Contains(string(answer), `"error"`) {
				s.Errorf("%s: %d %.100s, want %d", bad.method, status, answer, bad.status)
			}
		}
	})
}

func TestBadPlansAreNoOutcomes(t *testing.T) {
	withEach(t, func(s *subject) {
		for _, plan := range []*peerv1.CallPlan{
			{Method: "/no.Such/Method"},
			{Method: "/MyService/Health", ServerPlan: &peerv1.ServerPlan{}},
			{Method: "/MyService/User", Steps: steps(send(3, 1))},
			{Method: unary, Steps: steps(send(3, 2))},
			{Method: unary, Steps: steps(receive(1))},
			{Method: unary, Steps: steps(sendHeaders())},
			{Method: unary, Steps: steps(&peerv1.Step{})},
			{Method: unary, Steps: steps(&peerv1.Step{Action: &peerv1.Step_Send{Send: &peerv1.Send{
				Payload: &peerv1.Payload{Content: &peerv1.Payload_Encoded{Encoded: []byte{255}}},
			}}})},
		} {
			got := s.calls(plan)[plan.GetCallId()].GetHarnessError()
			if got.GetKind() != peerv1.HarnessError_KIND_BAD_PLAN {
				s.Errorf("%v: %v", plan, got)
			}
		}
		s.outcome(&peerv1.CallPlan{CallId: "script", Method: unary, ServerPlan: &peerv1.ServerPlan{Steps: steps(cancel)}})
		if fault := s.settled("script").GetHarnessError(); fault.GetKind() != peerv1.HarnessError_KIND_BAD_PLAN {
			s.Errorf("a client's step on the server: %v", fault)
		}
	})
}

func TestUnsupportedFields(t *testing.T) {
	withEach(t, func(s *subject) {
		plan := &peerv1.CallPlan{Method: unary, HttpGet: true}
		if got := s.calls(plan)[plan.GetCallId()].GetUnsupportedStep(); got.GetField() != "httpGet" || got.GetStep() != -1 {
			s.Errorf("got %v", got)
		}
		got := s.listen(&peerv1.ListenRequest{Id: "t", Transport: peerv1.Transport_TRANSPORT_H2C, Bind: "127.0.0.1:0", Threads: 4})
		if got.GetUnsupported().GetField() != "threads" {
			s.Errorf("got %v", got)
		}
	})
}

func TestManyCallsInOneRequest(t *testing.T) {
	withEach(t, func(s *subject) {
		var plans []*peerv1.CallPlan
		for i := range 64 {
			plans = append(plans, &peerv1.CallPlan{
				CallId: fmt.Sprint("many", i), Method: "/MyService/User",
				Steps: steps(sendMessage(&users.UserReq{UserIDs: []int32{1}})),
			})
		}
		for id, answer := range s.calls(plans...) {
			s.wantCode(answer.GetOutcome(), 0, "")
			if answer.GetOutcome() == nil || !s.observe(id, peerv1.ObserveRequest_UNTIL_SETTLED).GetSeen() {
				s.Errorf("%s: %v", id, answer)
			}
		}
	})
}

func TestListenerOfItsOwn(t *testing.T) {
	withEach(t, func(s *subject) {
		path := filepath.Join(s.TempDir(), "s")
		own := s.listen(&peerv1.ListenRequest{Id: "own", Transport: peerv1.Transport_TRANSPORT_UDS, Bind: path}).GetAddress()
		plan := &peerv1.CallPlan{
			Targets: []string{own}, Method: unary, Correlation: peerv1.Correlation_CORRELATION_LISTENER,
		}
		s.wantCode(s.outcome(plan), 0, "")
		if id := valueOf(s.settled("own").GetMetadata(), "crosswire-call-id"); id != "" {
			s.Errorf("call id %q in the metadata", id)
		}
		s.ask("Close", &peerv1.CloseRequest{Listener: "own", Mode: peerv1.CloseRequest_MODE_ABRUPT}, &peerv1.CloseResponse{})
		s.wantCode(s.outcome(&peerv1.CallPlan{Targets: []string{own}, Method: unary, Channel: &peerv1.Channel{Fresh: true}}), 14, "")
	})
}

func TestDrainLetsCallsEnd(t *testing.T) {
	withEach(t, func(s *subject) {
		done := make(chan *peerv1.Outcome)
		go func() {
			done <- s.outcome(&peerv1.CallPlan{CallId: "open", Method: unary, ServerPlan: &peerv1.ServerPlan{Steps: steps(awaitSignal("end"))}})
		}()
		s.observe("open", peerv1.ObserveRequest_UNTIL_ENTERED)
		closed := make(chan struct{})
		go func() {
			defer close(closed)
			s.ask("Close", &peerv1.CloseRequest{
				Listener: "main", Mode: peerv1.CloseRequest_MODE_DRAIN, Grace: durationpb.New(5 * time.Second),
			}, &peerv1.CloseResponse{})
		}()
		s.ask("Signal", &peerv1.SignalRequest{CallId: "open", Name: "end"}, &peerv1.SignalResponse{})
		s.wantCode(<-done, 0, "")
		<-closed
	})
}

func TestResetForgets(t *testing.T) {
	withEach(t, func(s *subject) {
		s.outcome(&peerv1.CallPlan{CallId: "gone", Method: unary})
		s.ask("Reset", &peerv1.ResetRequest{}, &peerv1.ResetResponse{})
		got := &peerv1.ObserveResponse{}
		s.ask("Observe", &peerv1.ObserveRequest{CallIds: []string{"gone"}}, got)
		if got.GetSeen() {
			s.Errorf("still there: %v", got)
		}
		s.wantCode(s.outcome(&peerv1.CallPlan{CallId: "next", Method: unary}), 0, "")
		stats := &peerv1.StatsResponse{}
		s.ask("Stats", &peerv1.StatsRequest{}, stats)
		if stats.GetRssBytes() == 0 || stats.GetDescriptors() == 0 || stats.GetThreads() == 0 {
			s.Errorf("got %v", stats)
		}
	})
}
