package cmd_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
)

// control starts a peer and gives it with the URL of its control port.
func control(t *testing.T, id string) (*process, string) {
	t.Helper()
	p := start(t, []string{
		"CROSSWIRE_PEER=" + id, "CROSSWIRE_CONTROL=127.0.0.1:0", "CROSSWIRE_STDIN=watch",
	}, "peer")
	var ready struct{ Control string }
	if err := json.Unmarshal([]byte(p.ready), &ready); err != nil || ready.Control == "" {
		t.Fatalf("said %q", p.ready)
	}
	return p, "http://" + ready.Control + "/crosswire.peer.v1.Peer/"
}

func post(t *testing.T, url, body string) (string, error) {
	t.Helper()
	response, err := http.Post(url, "application/json", strings.NewReader(body))
	if err != nil {
		return "", err
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	return string(answer), err
}

func TestPeerEndsWithSignalOrStdin(t *testing.T) {
	for _, id := range []string{"go-grpc", "go-connect@1.21.1"} {
		byStdin, _ := control(t, id)
		_ = byStdin.stdin.Close()
		byStdin.wantEnd(t, true)
		bySignal, _ := control(t, id)
		_ = bySignal.command.Process.Signal(syscall.SIGTERM)
		bySignal.wantEnd(t, true)
	}
}

func TestPeerDescribesWhatIsLinked(t *testing.T) {
	for id, module := range map[string]string{"go-grpc": "google.golang.org/grpc", "go-connect": "connectrpc.com/connect"} {
		_, url := control(t, id)
		answer, err := post(t, url+"Describe", "{}")
		if err != nil {
			t.Fatal(err)
		}
		var got struct {
			Libraries []struct{ Name, Version string }
		}
		if err := json.Unmarshal([]byte(answer), &got); err != nil {
			t.Fatal(err)
		}
		if first := got.Libraries[0]; first.Name != module {
			t.Errorf("%s: %v", id, first)
		}
		for _, library := range got.Libraries {
			if library.Version == "" {
				t.Errorf("%s: %s has no version", id, library.Name)
			}
		}
	}
}

// A panic in a handler ends a program with grpc-go, grpc/grpc-go#441, and with connect-go only
// the call.
func TestPeerPanicsAsItsLibraryDoes(t *testing.T) {
	for id, survives := range map[string]bool{"go-grpc": false, "go-connect": true} {
		p, url := control(t, id)
		answer, err := post(t, url+"Listen", `{"id":"l","transport":"TRANSPORT_H2C","bind":"127.0.0.1:0"}`)
		if err != nil {
			t.Fatal(err)
		}
		var listening struct{ Address string }
		if err := json.Unmarshal([]byte(answer), &listening); err != nil {
			t.Fatal(err)
		}
		plan := fmt.Sprintf(`{"calls":[{"callId":"p","targets":[%q],"method":"/crosswire.probe.v1.Probe/Unary",
			"serverPlan":{"throw":{"kind":"KIND_PANIC","text":"boom"}}}]}`, listening.Address)
		answer, err = post(t, url+"Call", plan)
		if !survives {
			p.wantEnd(t, false)
			continue
		}
		if err != nil || !strings.Contains(answer, `"outcome"`) {
			t.Errorf("%s: %s, %v", id, answer, err)
		}
		if _, err := post(t, url+"Describe", "{}"); err != nil {
			t.Errorf("%s is gone: %v", id, err)
		}
	}
}

func TestUnknownPeerIsRefused(t *testing.T) {
	t.Setenv("CROSSWIRE_PEER", "go-nothing")
	if _, stderr, ok := run("peer"); ok || !strings.Contains(stderr, "go-nothing") {
		t.Errorf("got %q", stderr)
	}
}
