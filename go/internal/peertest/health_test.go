package peertest

import (
	"testing"

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
