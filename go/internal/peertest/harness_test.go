// Package peertest drives each Go peer against itself over its control port, with real sockets.
package peertest

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/durationpb"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	"github.com/crosswire-interop/crosswire/go/internal/connectpeer"
	"github.com/crosswire-interop/crosswire/go/internal/grpcpeer"
	"github.com/crosswire-interop/crosswire/go/internal/peer"
)

const (
	unary        = "/crosswire.probe.v1.Probe/Unary"
	serverStream = "/crosswire.probe.v1.Probe/ServerStream"
	clientStream = "/crosswire.probe.v1.Probe/ClientStream"
	bidiStream   = "/crosswire.probe.v1.Probe/BidiStream"
)

var allKinds = []string{unary, serverStream, clientStream, bidiStream}

var libraries = map[string]peer.Library{
	"go-grpc": grpcpeer.Library{}, "go-connect": connectpeer.Library{},
}

// subject is a peer under test and a listener of its own.
type subject struct {
	*testing.T
	id      string
	control string
	target  string
}

// withEach runs a test with each peer.
func withEach(t *testing.T, test func(*subject)) {
	for id := range libraries {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			test(newSubject(t, id))
		})
	}
}

// newSubject starts a peer.
func newSubject(t *testing.T, id string) *subject {
	t.Helper()
	server := httptest.NewServer(peer.New(id, libraries[id]).Handler())
	t.Cleanup(server.Close)
	s := &subject{T: t, id: id, control: server.URL}
	s.target = s.listen(h2c("main")).GetAddress()
	t.Cleanup(func() { s.ask("Close", &peerv1.CloseRequest{}, &peerv1.CloseResponse{}) })
	return s
}

// post sends a body to a method and gives status and answer.
func (s *subject) post(method string, body []byte) (int, []byte) {
	s.Helper()
	url := s.control + "/crosswire.peer.v1.Peer/" + method
	response, err := http.Post(url, "application/json", bytes.NewReader(body))
	if err != nil {
		s.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		s.Fatal(err)
	}
	return response.StatusCode, answer
}

func (s *subject) ask(method string, request, response proto.Message) {
	s.Helper()
	body, err := protojson.Marshal(request)
	if err != nil {
		s.Fatal(err)
	}
	status, answer := s.post(method, body)
	if status != http.StatusOK {
		s.Fatalf("%s: %d %s", method, status, answer)
	}
	if err := protojson.Unmarshal(answer, response); err != nil {
		s.Fatalf("%s: %v in %s", method, err, answer)
	}
}

func (s *subject) listen(request *peerv1.ListenRequest) *peerv1.ListenResponse {
	s.Helper()
	response := &peerv1.ListenResponse{}
	s.ask("Listen", request, response)
	return response
}

// calls makes calls in one request, and gives the answers by call id.
func (s *subject) calls(plans ...*peerv1.CallPlan) map[string]*peerv1.CallResponse {
	s.Helper()
	for _, plan := range plans {
		if plan.CallId == "" {
			plan.CallId = s.Name()
		}
		if plan.Targets == nil {
			plan.Targets = []string{s.target}
		}
	}
	body, err := protojson.Marshal(&peerv1.CallRequest{Calls: plans})
	if err != nil {
		s.Fatal(err)
	}
	status, answer := s.post("Call", body)
	if status != http.StatusOK {
		s.Fatalf("Call: %d %s", status, answer)
	}
	answers := map[string]*peerv1.CallResponse{}
	for lines := bufio.NewScanner(bytes.NewReader(answer)); lines.Scan(); {
		response := &peerv1.CallResponse{}
		if err := protojson.Unmarshal(lines.Bytes(), response); err != nil {
			s.Fatal(err)
		}
		answers[response.GetCallId()] = response
	}
	return answers
}

// outcome makes one call that must come to an outcome.
func (s *subject) outcome(plan *peerv1.CallPlan) *peerv1.Outcome {
	s.Helper()
	answer := s.calls(plan)[plan.GetCallId()]
	if answer.GetOutcome() == nil {
		s.Fatalf("no outcome: %v", answer)
	}
	return answer.GetOutcome()
}

// settled is the observation of a call of one hop that is over.
func (s *subject) settled(callID string) *peerv1.Observation {
	s.Helper()
	seen := s.observe(callID, peerv1.ObserveRequest_UNTIL_SETTLED)
	if len(seen.GetHops()) != 1 || !seen.GetHops()[0].GetSettled() {
		s.Fatalf("not one settled hop: %v", seen)
	}
	return seen.GetHops()[0]
}

func (s *subject) observe(callID string, until peerv1.ObserveRequest_Until) *peerv1.ObserveResponse {
	s.Helper()
	response := &peerv1.ObserveResponse{}
	s.ask("Observe", &peerv1.ObserveRequest{
		CallIds: []string{callID}, Until: until, Wait: durationpb.New(20 * time.Second),
	}, response)
	return response
}

// wantCode checks how a call ended.
func (s *subject) wantCode(got *peerv1.Outcome, code int32, message string) {
	s.Helper()
	if got.GetCode() != code || !strings.Contains(got.GetMessage(), message) {
		s.Errorf("got %d %q, want %d with %q", got.GetCode(), got.GetMessage(), code, message)
	}
}

// wantJSON checks the JSON of the messages that came.
func (s *subject) wantJSON(got []*peerv1.ReceivedMessage, want ...string) {
	s.Helper()
	var shown []string
	for _, message := range got {
		shown = append(shown, strings.ReplaceAll(message.GetJson(), " ", ""))
	}
	if strings.Join(shown, " ") != strings.Join(want, " ") {
		s.Errorf("got messages %q, want %q", shown, want)
	}
}
