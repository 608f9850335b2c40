package connectdiscovery_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"

	"github.com/crosswire-interop/crosswire/go/internal/discovery/connectdiscovery"
	"github.com/crosswire-interop/crosswire/go/internal/discovery/trial"
)

func TestARegistryThatIsNotThere(t *testing.T) {
	registry := trial.New(t, "consul")
	uri := "consul://" + registry.Address + "/users"
	_, call := dial(t, uri, connectdiscovery.Options{})
	_, err := call(t.Context())
	if connect.CodeOf(err) != connect.CodeUnavailable || !strings.Contains(err.Error(), registry.Address) {
		t.Error(err)
	}
	_, patient := dial(t, uri, connectdiscovery.Options{WaitForReady: true})
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := patient(ctx); connect.CodeOf(err) != connect.CodeDeadlineExceeded {
		t.Error(err)
	}
	waited := make(chan error, 1)
	go func() {
		_, err := patient(t.Context())
		waited <- err
	}()
	registry.Start()
	trial.Register(t, uri, trial.Serve(t, "a"), 1)
	if err := <-waited; err != nil {
		t.Error(err)
	}
}

// TestServersThatCantBeConnectedTo has a port without anybody, and one whose connections nobody answers.
func TestServersThatCantBeConnectedTo(t *testing.T) {
	uri := "zookeeper://" + trial.ZooKeeper(t).Address + "/rpc_calc"
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = silent.Close() }()
	closed := &trial.Server{Port: port(t, trial.FreeAddress(t))}
	entry := trial.Register(t, uri, closed, 1)
	_, call := dial(t, uri, connectdiscovery.Options{})
	if _, err := call(t.Context()); connect.CodeOf(err) != connect.CodeUnavailable || !strings.Contains(err.Error(), "refused") {
		t.Error(err)
	}
	trial.Register(t, uri, &trial.Server{Port: port(t, silent.Addr().String())}, 1)
	trial.Register(t, uri, trial.Serve(t, "good"), 1)
	trial.Eventually(t, "the good one", func() bool {
		answered, err := call(t.Context())
		return err == nil && answered == "good"
	})
	for range 20 {
		if answered, err := call(t.Context()); err != nil || answered != "good" {
			t.Fatal(answered, err)
		}
	}
	if err := entry.Withdraw(t.Context()); err != nil {
		t.Error(err)
	}
}

func port(t *testing.T, address string) int {
	t.Helper()
	_, text, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	number, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return number
}

// TestClose interrupts a request, and has the connection traced before.
func TestClose(t *testing.T) {
	uri := "zookeeper://" + trial.ZooKeeper(t).Address + "/rpc_calc"
	server := trial.Serve(t, "a")
	slow := server.Slow()
	defer slow.Leave()
	trial.Register(t, uri, server, 1)
	var asked string
	client, call := dial(t, uri, connectdiscovery.Options{
		Configure: func(transport *http.Transport) {
			transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
				asked = address
				return new(net.Dialer).DialContext(ctx, network, address)
			}
		},
	})
	remote := make(chan string, 1)
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{
		GotConn: func(got httptrace.GotConnInfo) { remote <- got.Conn.RemoteAddr().String() },
	})
	ended := make(chan error, 1)
	go func() {
		_, err := call(ctx)
		ended <- err
	}()
	<-slow.Entered
	client.Close()
	if err := <-ended; connect.CodeOf(err) != connect.CodeUnavailable {
		t.Error(err)
	}
	if got := <-remote; got != server.Address || asked != server.Address {
		t.Errorf("traced %s, dialed %s", got, asked)
	}
	if _, err := call(t.Context()); err == nil || !strings.Contains(err.Error(), "closed") {
		t.Error(err)
	}
	trial.NothingLeftButRegistrations(t)
}
