package peertest

import (
	"slices"
	"strings"
	"testing"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
)

// waysOf are the ways to call that the peer declares, and its usual one.
func (s *subject) waysOf() []string {
	s.Helper()
	about := &peerv1.DescribeResponse{}
	s.ask("Describe", &peerv1.DescribeRequest{}, about)
	ways := []string{""}
	for _, capability := range about.GetCapabilities() {
		if way, isWay := strings.CutPrefix(capability.GetId(), "client.way."); isWay {
			ways = append(ways, way)
		}
	}
	if len(ways) < 3 {
		s.Fatalf("ways: %q", ways)
	}
	return ways
}

func TestEveryWayMeansTheSame(t *testing.T) {
	asked := []*peerv1.Metadatum{{Name: "x-asked", Value: []byte("yes")}, {Name: "x-asked-bin", Value: []byte{0, 255}}}
	plan := withStatus(&peerv1.ServerStatus{
		Code: 9, Message: "no", Trailers: []*peerv1.Metadatum{{Name: "x-end", Value: []byte("yes")}},
	}, sendHeaders(&peerv1.Metadatum{Name: "x-begin", Value: []byte("yes")}), send(3, 2))
	withEach(t, func(s *subject) {
		for _, way := range s.waysOf() {
			for _, kind := range allKinds {
				id := way + short(kind)
				got := s.outcome(&peerv1.CallPlan{CallId: id, Way: way, Method: kind, Metadata: asked, ServerPlan: plan})
				s.wantCode(got, 9, "no")
				if valueOf(got.GetTrailers(), "x-end") != "yes" {
					s.Errorf("%s: trailers %v", id, got.GetTrailers())
				}
				if manyResponses(kind) && valueOf(got.GetHeaders(), "x-begin") != "yes" {
					s.Errorf("%s: headers %v", id, got.GetHeaders())
				}
				seen := s.settled(id).GetMetadata()
				for _, want := range asked {
					if valueOf(seen, want.GetName()) != string(want.GetValue()) {
						s.Errorf("%s: the server saw %v", id, seen)
					}
				}
			}
		}
	})
}

func TestEveryWayEchoes(t *testing.T) {
	joined := map[string][]string{
		unary: {body}, serverStream: {body}, clientStream: {`{"body":"YWJjYWJj"}`}, bidiStream: {body, body},
	}
	withEach(t, func(s *subject) {
		for _, way := range s.waysOf() {
			for kind, want := range joined {
				plan := &peerv1.CallPlan{Way: way, Method: kind, Steps: steps(send(3, 1))}
				if kind == clientStream || kind == bidiStream {
					plan.Steps = steps(send(3, 2), halfClose, receive(1))
				}
				got := s.outcome(plan)
				s.wantCode(got, 0, "")
				s.wantJSON(got.GetMessages(), want...)
			}
		}
	})
}

func TestEveryWayIsCancelled(t *testing.T) {
	withEach(t, func(s *subject) {
		for _, way := range s.waysOf() {
			for _, kind := range allKinds {
				got := s.outcome(&peerv1.CallPlan{
					Way: way, Method: kind, Steps: steps(cancel, send(3, 1)), ServerPlan: awaitingCancellation(),
				})
				s.wantCode(got, 1, "")
			}
		}
	})
}

func TestUnknownWay(t *testing.T) {
	withEach(t, func(s *subject) {
		plan := &peerv1.CallPlan{Way: "by pigeon", Method: unary}
		if got := s.calls(plan)[plan.GetCallId()].GetUnsupportedStep().GetField(); got != "way" {
			s.Errorf("got %q", got)
		}
		if slices.Contains(s.waysOf(), "by pigeon") {
			s.Error("declared")
		}
	})
}
