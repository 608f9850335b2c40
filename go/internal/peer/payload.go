package peer

import (
	"google.golang.org/protobuf/proto"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	probev1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/probe/v1"
)

// patternModulus is the period of Pattern, as the schema fixes it.
const patternModulus = 251

// maxPattern keeps a plan from asking for more memory than a message can have: the length of a
// message is 32 bits wide (gRPC over HTTP/2, Length-Prefixed-Message).
const maxPattern = 1<<32 - 1

func patternBody(pattern *peerv1.Pattern) ([]byte, error) {
	if pattern.GetSize() > maxPattern {
		return nil, BadPlan("a pattern of %d bytes is longer than a message can be", pattern.GetSize())
	}
	body := make([]byte, pattern.GetSize())
	value := pattern.GetSeed() % patternModulus
	for i := range body {
		body[i] = byte(value)
		if value++; value == patternModulus {
			value = 0
		}
	}
	return body, nil
}

// requestOf makes the message of a client's step. No payload is an empty message.
func requestOf(method *Method, payload *peerv1.Payload) (proto.Message, error) {
	request := method.NewRequest()
	if pattern := payload.GetPattern(); pattern != nil {
		probe, ok := request.(*probev1.ProbeRequest)
		if !ok {
			return nil, BadPlan("a pattern is a Probe message, and %s isn't a Probe method", method.Path)
		}
		var err error
		probe.Body, err = patternBody(pattern)
		return probe, err
	}
	if err := proto.Unmarshal(payload.GetEncoded(), request); err != nil {
		return nil, BadPlan("payload.encoded isn't a request of %s: %v", method.Path, err)
	}
	return request, nil
}

// responseOf makes the message of a server's step. No payload is an empty message.
func responseOf(payload *peerv1.Payload) (*probev1.ProbeResponse, error) {
	response := &probev1.ProbeResponse{}
	if pattern := payload.GetPattern(); pattern != nil {
		var err error
		response.Body, err = patternBody(pattern)
		return response, err
	}
	if err := proto.Unmarshal(payload.GetEncoded(), response); err != nil {
		return nil, BadPlan("payload.encoded isn't a ProbeResponse: %v", err)
	}
	return response, nil
}

// repeats is how often a step does its thing: 0 means once.
func repeats(count uint32) int { return int(max(count, 1)) }
