package peertest

import (
	"strings"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/durationpb"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
)

func send(size uint64, count uint32) *peerv1.Step {
	return &peerv1.Step{Action: &peerv1.Step_Send{Send: &peerv1.Send{Count: count, Payload: &peerv1.Payload{
		Content: &peerv1.Payload_Pattern{Pattern: &peerv1.Pattern{Size: size, Seed: 97}},
	}}}}
}

func sendMessage(message proto.Message) *peerv1.Step {
	encoded, err := proto.Marshal(message)
	if err != nil {
		panic(err)
	}
	return &peerv1.Step{Action: &peerv1.Step_Send{Send: &peerv1.Send{Payload: &peerv1.Payload{
		Content: &peerv1.Payload_Encoded{Encoded: encoded},
	}}}}
}

func receive(count uint32) *peerv1.Step {
	return &peerv1.Step{Action: &peerv1.Step_Receive{Receive: &peerv1.Receive{Count: count}}}
}

func drain(background bool) *peerv1.Step {
	return &peerv1.Step{Action: &peerv1.Step_Drain{Drain: &peerv1.Drain{Background: background}}}
}

func cancelWhen(name string) *peerv1.Step {
	return &peerv1.Step{Action: &peerv1.Step_Cancel{Cancel: &peerv1.Cancel{When: name}}}
}

func awaitSignal(name string) *peerv1.Step {
	return &peerv1.Step{Action: &peerv1.Step_AwaitSignal{AwaitSignal: &peerv1.AwaitSignal{Name: name}}}
}

func sleep(duration time.Duration) *peerv1.Step {
	return &peerv1.Step{Action: &peerv1.Step_Sleep{Sleep: &peerv1.Sleep{Duration: durationpb.New(duration)}}}
}

func sendHeaders(headers ...*peerv1.Metadatum) *peerv1.Step {
	return &peerv1.Step{Action: &peerv1.Step_SendHeaders{SendHeaders: &peerv1.SendHeaders{Metadata: headers}}}
}

var (
	cancel      = &peerv1.Step{Action: &peerv1.Step_Cancel{Cancel: &peerv1.Cancel{}}}
	halfClose   = &peerv1.Step{Action: &peerv1.Step_HalfClose{HalfClose: &peerv1.HalfClose{}}}
	readHeaders = &peerv1.Step{Action: &peerv1.Step_ReadHeaders{ReadHeaders: &peerv1.ReadHeaders{}}}
)

func steps(list ...*peerv1.Step) []*peerv1.Step { return list }

func withStatus(status *peerv1.ServerStatus, before ...*peerv1.Step) *peerv1.ServerPlan {
	return &peerv1.ServerPlan{Steps: before, Ending: &peerv1.ServerPlan_Status{Status: status}}
}

func awaitingCancellation(before ...*peerv1.Step) *peerv1.ServerPlan {
	return &peerv1.ServerPlan{
		Steps: before, Ending: &peerv1.ServerPlan_AwaitCancellation{AwaitCancellation: &peerv1.AwaitCancellation{}},
	}
}

// short is a method's last part, for call ids.
func short(method string) string { return method[strings.LastIndexByte(method, '/')+1:] }

// manyResponses tells the kinds with a stream of responses.
func manyResponses(method string) bool { return method == serverStream || method == bidiStream }

// body is the JSON of a Probe message with a pattern of three bytes.
const body = `{"body":"YWJj"}`
