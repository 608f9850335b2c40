package trial

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/crosswire-interop/crosswire/go/internal/discovery"
)

// Caller makes one call, and says which server answered.
type Caller func(ctx context.Context) (string, error)

// Opener opens a client of a target with a policy, of which none is "".
type Opener func(t *testing.T, uri, policy string) (call Caller, close func())

// Register makes a server known until the test ends.
func Register(t *testing.T, uri string, server *Server, weight int) discovery.Registration {
	t.Helper()
	target, err := discovery.ParseTarget(uri)
	if err != nil {
		t.Fatal(err)
	}
	made, err := discovery.Register(t.Context(), target, discovery.Options{
		Host: "127.0.0.1", Port: server.Port, Weight: &weight, CheckInterval: time.Second,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { Withdraw(made) })
	return made
}

// Withdraw takes an entry back after a test, also where the registry is gone.
func Withdraw(entry discovery.Registration) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	_ = entry.Withdraw(ctx)
}

// within makes a call that fails when it hangs.
func (call Caller) within(t *testing.T) (string, error) {
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	return call(ctx)
}

// three serves and registers a, b and c with weights 3, 2 and 1.
func three(t *testing.T, uri string) (servers []*Server, entries []discovery.Registration) {
	for index, name := range []string{"a", "b", "c"} {
		server := Serve(t, name)
		servers = append(servers, server)
		entries = append(entries, Register(t, uri, server, 3-index))
	}
	return servers, entries
}

// spread makes calls and counts who answered, as "a3 b2 c1".
func (call Caller) spread(t *testing.T, calls int) string {
	t.Helper()
	counts := map[string]int{}
	for range calls {
		name, err := call.within(t)
		if err != nil {
			t.Fatal(err)
		}
		counts[name]++
	}
	var text []string
	for name, count := range counts {
		text = append(text, fmt.Sprintf("%s%d", name, count))
	}
	slices.Sort(text)
	return strings.Join(text, " ")
}

// becomes calls until all that are expected have connections and serve as said.
func (call Caller) becomes(t *testing.T, calls int, wanted string) {
	t.Helper()
	var last string
	Eventually(t, "a spread of "+wanted, func() bool {
		last = call.spread(t, calls)
		return last == wanted
	})
}

// Policies tries all policies with three servers in a real registry.
func Policies(t *testing.T, open Opener) {
	uri := "zookeeper://" + ZooKeeper(t).Address + "/rpc_calc"
	servers, entries := three(t, uri)
	for _, policy := range []string{"", "round_robin"} {
		call, done := open(t, uri, policy)
		call.becomes(t, 30, "a10 b10 c10")
		none(t, call, entries[2])
		done()
	}
	call, done := open(t, uri, "random")
	Eventually(t, "random reaches all", func() bool { return strings.Count(call.spread(t, 30), " ") == 2 })
	done()
	call, done = open(t, uri, "weighted")
	call.becomes(t, 6, "a3 b2 c1")
	if again := call.spread(t, 60); again != "a30 b20 c10" {
		t.Errorf("weighted: %s", again)
	}
	newWeights(t, call, servers, entries)
	done()
	least(t, open, uri, servers)
	NothingLeftButRegistrations(t)
}

// none gives c a weight of 0, with a policy that otherwise has no use for weights.
func none(t *testing.T, call Caller, c discovery.Registration) {
	t.Helper()
	if err := c.SetWeight(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	call.becomes(t, 20, "a10 b10")
	if err := c.SetWeight(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	call.becomes(t, 30, "a10 b10 c10")
}

// newWeights sets other weights, and wants no other connections for them.
func newWeights(t *testing.T, call Caller, servers []*Server, entries []discovery.Registration) {
	t.Helper()
	before := servers[0].Connections()
	if err := entries[0].SetWeight(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	call.becomes(t, 4, "a1 b2 c1")
	if now := servers[0].Connections(); now != before {
		t.Errorf("%d connections more for a new weight", now-before)
	}
	if err := entries[0].SetWeight(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	call.becomes(t, 6, "b4 c2")
	if err := entries[0].SetWeight(t.Context(), 3); err != nil {
		t.Fatal(err)
	}
	call.becomes(t, 6, "a3 b2 c1")
}

// least has calls wait on one server, and wants the others to serve.
func least(t *testing.T, open Opener, uri string, servers []*Server) {
	t.Helper()
	call, done := open(t, uri, "least_connections")
	defer done()
	call.becomes(t, 30, "a10 b10 c10")
	slow := servers[1].Slow()
	ended := make(chan error, 1)
	go func() {
		for { // Until one waits there.
			if name, err := call.within(t); err != nil || name == "b" {
				ended <- err
				return
			}
		}
	}()
	<-slow.Entered
	if spread := call.spread(t, 20); spread != "a10 c10" {
		t.Errorf("least connections: %s", spread)
	}
	slow.Leave()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	call.becomes(t, 30, "a10 b10 c10")
}
