package peertest

import (
	"testing"
	"time"

	healthpb "google.golang.org/grpc/health/grpc_health_v1"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
)

func TestHealthSwitch(t *testing.T) {
	withEach(t, func(s *subject) {
		other := s.listen(h2c("other")).GetAddress()
		wantAll := func(target, status string) {
			s.Helper()
			for _, service := range []string{"", "MyService", "crosswire.probe.v1.Probe", "grpc.health.v1.Health"} {
				got := s.outcome(&peerv1.CallPlan{
					Targets: []string{target}, Method: healthpb.Health_Check_FullMethodName,
					Steps: steps(sendMessage(&healthpb.HealthCheckRequest{Service: service})),
				})
				s.wantJSON(got.GetMessages(), `{"status":"`+status+`"}`)
			}
		}
		s.setHealth("main", false)
		wantAll(s.target, "NOT_SERVING")
		wantAll(other, "SERVING")
		s.wantCode(s.outcome(&peerv1.CallPlan{Method: unary}), 0, "")
		s.setHealth("main", true)
		wantAll(s.target, "SERVING")
	})
}

func (s *subject) setHealth(listener string, serving bool) {
	s.Helper()
	s.ask("SetHealth", &peerv1.SetHealthRequest{Listener: listener, Serving: serving}, &peerv1.SetHealthResponse{})
}

func h2c(id string) *peerv1.ListenRequest {
	return &peerv1.ListenRequest{Id: id, Transport: peerv1.Transport_TRANSPORT_H2C, Bind: "127.0.0.1:0"}
}

func TestHealthWatchTellsChanges(t *testing.T) {
	withEach(t, func(s *subject) {
		watch := func(id, service string, count uint32) *peerv1.CallPlan {
			return &peerv1.CallPlan{
				CallId: id, Method: healthpb.Health_Watch_FullMethodName,
				Steps: steps(sendMessage(&healthpb.HealthCheckRequest{Service: service}), receive(1),
					awaitSignal("changed"), receive(count-1), cancel),
			}
		}
		changed := func(id string) {
			s.ask("Signal", &peerv1.SignalRequest{CallId: id, Name: "changed"}, &peerv1.SignalResponse{})
		}
		done := make(chan *peerv1.Outcome)
		go func() { done <- s.outcome(watch("watched", "MyService", 3)) }()
		s.observe("watched", peerv1.ObserveRequest_UNTIL_ENTERED)
		s.awaitSent("watched", 1)
		s.setHealth("main", false)
		s.awaitSent("watched", 2)
		s.setHealth("main", true)
		changed("watched")
		got := <-done
		s.wantCode(got, 1, "")
		s.wantJSON(got.GetMessages(), `{"status":"SERVING"}`, `{"status":"NOT_SERVING"}`, `{"status":"SERVING"}`)
	})
}

// awaitSent waits until the handler of a call has sent so many messages.
func (s *subject) awaitSent(callID string, count int) {
	s.Helper()
	for limit := time.Now().Add(10 * time.Second); time.Now().Before(limit); time.Sleep(5 * time.Millisecond) {
		sent := 0
		for _, hop := range s.observe(callID, peerv1.ObserveRequest_UNTIL_ENTERED).GetHops() {
			for _, event := range hop.GetEvents() {
				if event.GetKind() == peerv1.EventKind_EVENT_KIND_SENT {
					sent++
				}
			}
		}
		if sent >= count {
			return
		}
	}
	s.Fatalf("%s: not %d messages sent", callID, count)
}

// grpchealth ends a Watch of an unknown service, which health.proto says goes on as SERVICE_UNKNOWN.
func TestHealthOfAServiceThatIsNotThere(t *testing.T) {
	withEach(t, func(s *subject) {
		unknown := sendMessage(&healthpb.HealthCheckRequest{Service: "no.Such"})
		s.wantCode(s.outcome(&peerv1.CallPlan{
			Method: healthpb.Health_Check_FullMethodName, Steps: steps(unknown),
		}), 5, "")
		got := s.outcome(&peerv1.CallPlan{
			Method: healthpb.Health_Watch_FullMethodName, Steps: steps(unknown, receive(1), cancel),
		})
		if s.id == "go-connect" {
			s.wantCode(got, 5, "")
			return
		}
		s.wantJSON(got.GetMessages(), `{"status":"SERVICE_UNKNOWN"}`)
	})
}
