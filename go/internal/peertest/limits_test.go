package peertest

import (
	"testing"

	"google.golang.org/protobuf/proto"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	probev1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/probe/v1"
)

// limit is a message's length in the tests below.
const limit = 1000

// lengthOf is the length of a Probe message with a body.
func lengthOf(body int) int { return proto.Size(&probev1.ProbeResponse{Body: make([]byte, body)}) }

// bodyFor is the body that makes a message as long as that.
func bodyFor(length int) uint64 { return uint64(2*length - lengthOf(length)) }

func TestLimitsAreExact(t *testing.T) {
	const resourceExhausted = 8
	withEach(t, func(s *subject) {
		ask := func(target string, channel *peerv1.Channel, out, back uint64) int32 {
			plan := &peerv1.CallPlan{
				Targets: []string{target}, Method: unary, Channel: channel, Compression: plain, Steps: steps(send(out, 1)),
			}
			if back > 0 {
				plan.ServerPlan = &peerv1.ServerPlan{Steps: steps(send(back, 1))}
			}
			return s.outcome(plan).GetCode()
		}
		listen := func(id string, limits *peerv1.Limits) string {
			request := h2c(id)
			request.Limits, request.Compression = limits, plain
			return s.listen(request).GetAddress()
		}
		receiving := listen("receiving", &peerv1.Limits{MaxReceiveMessageBytes: limit})
		sending := listen("sending", &peerv1.Limits{MaxSendMessageBytes: limit})
		taking := &peerv1.Channel{Key: "taking", Limits: &peerv1.Limits{MaxReceiveMessageBytes: limit}}
		giving := &peerv1.Channel{Key: "giving", Limits: &peerv1.Limits{MaxSendMessageBytes: limit}}
		fits := bodyFor(limit)
		for name, got := range map[string][2]int32{
			"server receives": {ask(receiving, nil, fits, 0), ask(receiving, nil, fits+1, 0)},
			"server sends":    {ask(sending, nil, 1, fits), ask(sending, nil, 1, fits+1)},
			"client receives": {ask(s.target, taking, 1, fits), ask(s.target, taking, 1, fits+1)},
			"client sends":    {ask(s.target, giving, fits, 0), ask(s.target, giving, fits+1, 0)},
		} {
			if want := [2]int32{0, resourceExhausted}; got != want {
				s.Errorf("%s: %v, want %v", name, got, want)
			}
		}
	})
}
