package peertest

import (
	"slices"
	"testing"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	"github.com/crosswire-interop/crosswire/go/gen/order"
	"github.com/crosswire-interop/crosswire/go/gen/subjects"
	"github.com/crosswire-interop/crosswire/go/gen/users"
)

func TestServices(t *testing.T) {
	withEach(t, func(s *subject) {
		got := s.outcome(&peerv1.CallPlan{Method: "/MyService/Health"})
		s.wantJSON(got.GetMessages(), "{}")
		got = s.outcome(&peerv1.CallPlan{
			Method: "/MyService/User", Steps: steps(sendMessage(&users.UserReq{UserIDs: []int32{3, 9, 3}})),
		})
		s.wantJSON(got.GetMessages(), `{"message":"success","data":[{"name":"张伟"},{"name":"张伟"}]}`)
		got = s.outcome(&peerv1.CallPlan{
			Method: "/SimpleRpcServer/GetSubjectQuestionTypes",
			Steps:  steps(sendMessage(&subjects.Subject{Name: "Math"})),
		})
		s.wantJSON(got.GetMessages(), `{"name":"单选"}`, `{"name":"填空"}`, `{"name":"解答"}`)
		got = s.outcome(&peerv1.CallPlan{
			Method: "/SimpleRpcServer/GetSubjectQuestionTypes",
			Steps:  steps(sendMessage(&subjects.Subject{Name: "Art"})),
		})
		s.wantCode(got, 5, "unknown subject: Art")
		got = s.outcome(&peerv1.CallPlan{
			Method: "/order.OrderHandler/create_order",
			Steps:  steps(sendMessage(&order.OrderRequest{RequestArg: map[string]string{"": ""}})),
		})
		s.wantJSON(got.GetMessages(), `{"rstString":"{\"ret\":\"HigRPC\"}"}`)
		got = s.outcome(&peerv1.CallPlan{Method: "/grpc.health.v1.Health/Check"})
		s.wantJSON(got.GetMessages(), `{"status":"SERVING"}`)
	})
}

func TestEchoInEachKind(t *testing.T) {
	joined := map[string][]string{
		unary: {body}, serverStream: {body}, clientStream: {`{"body":"YWJjYWJj"}`}, bidiStream: {body, body},
	}
	withEach(t, func(s *subject) {
		for _, kind := range allKinds {
			count := uint32(1)
			if kind == clientStream || kind == bidiStream {
				count = 2
			}
			plan := &peerv1.CallPlan{CallId: "echo" + short(kind), Method: kind, Steps: steps(send(3, count))}
			got := s.outcome(plan)
			s.wantCode(got, 0, "")
			s.wantJSON(got.GetMessages(), joined[kind]...)
			s.wantJSON(s.settled(plan.GetCallId()).GetMessages(), slices.Repeat([]string{body}, int(count))...)
		}
	})
}

func TestHandlersHearOfTheEndOfManyRequests(t *testing.T) {
	withEach(t, func(s *subject) {
		for _, kind := range allKinds {
			plan := &peerv1.CallPlan{
				CallId: "end" + short(kind), Method: kind, Steps: steps(send(3, 1)),
				ServerPlan: &peerv1.ServerPlan{Steps: steps(drain(false))},
			}
			s.wantCode(s.outcome(plan), 0, "")
			many := kind == clientStream || kind == bidiStream
			if got := s.settled(plan.GetCallId()).GetHalfClosed(); got != many {
				s.Errorf("%s: half-closed %v", kind, got)
			}
		}
	})
}

func TestEmptyStreams(t *testing.T) {
	withEach(t, func(s *subject) {
		got := s.outcome(&peerv1.CallPlan{Method: clientStream})
		s.wantJSON(got.GetMessages(), "{}")
		got = s.outcome(&peerv1.CallPlan{Method: bidiStream, Steps: steps(halfClose)})
		s.wantCode(got, 0, "")
		s.wantJSON(got.GetMessages())
	})
}

func TestLockstepAndFreeBidi(t *testing.T) {
	withEach(t, func(s *subject) {
		got := s.outcome(&peerv1.CallPlan{
			Method:     bidiStream,
			Steps:      steps(send(3, 1), receive(1), send(3, 1), receive(1), halfClose),
			ServerPlan: &peerv1.ServerPlan{Steps: steps(receive(1), send(3, 1), receive(1), send(3, 1))},
		})
		s.wantJSON(got.GetMessages(), body, body)
		got = s.outcome(&peerv1.CallPlan{
			CallId: "free", Method: bidiStream,
			Steps:      steps(drain(true), send(3, 50), halfClose),
			ServerPlan: &peerv1.ServerPlan{Steps: steps(drain(true), send(3, 50), drain(false))},
		})
		s.wantJSON(got.GetMessages(), slices.Repeat([]string{body}, 50)...)
		if seen := len(s.settled("free").GetMessages()); seen != 50 {
			s.Errorf("the server saw %d requests, want 50", seen)
		}
	})
}

func TestConnectionIsShownOnBothSides(t *testing.T) {
	withEach(t, func(s *subject) {
		shared := s.outcome(&peerv1.CallPlan{CallId: "1", Method: unary}).GetLocalPort()
		again := s.outcome(&peerv1.CallPlan{CallId: "2", Method: bidiStream}).GetLocalPort()
		fresh := s.outcome(&peerv1.CallPlan{CallId: "3", Method: unary, Channel: &peerv1.Channel{Fresh: true}}).GetLocalPort()
		if shared == 0 || shared != again || fresh == 0 || fresh == shared {
			s.Errorf("ports: %d, %d, fresh %d", shared, again, fresh)
		}
		for call, port := range map[string]uint32{"1": shared, "3": fresh} {
			if got, want := s.settled(call).GetPeerAddress(), portAddress(port); got != want {
				s.Errorf("peer address %s, want %s", got, want)
			}
		}
	})
}
