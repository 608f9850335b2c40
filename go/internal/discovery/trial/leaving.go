package trial

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/crosswire-interop/crosswire/go/internal/discovery"
)

// Leaving has servers come and go under a client: no call fails on a planned drain, nor after a server that was
// killed has been found out.
func Leaving(t *testing.T, open Opener) {
	uri := "consul://" + Consul(t, "dc1").Address + "/users"
	servers, entries := three(t, uri)
	call, done := open(t, uri, "round_robin")
	call.becomes(t, 30, "a10 b10 c10")
	failed := load(t, call, func() {
		if err := entries[0].Withdraw(t.Context()); err != nil {
			t.Error(err)
		}
		time.Sleep(time.Second) // The settling time.
		servers[0].Drain()
	})
	if failed != 0 {
		t.Errorf("%d calls failed on a planned drain", failed)
	}
	call.becomes(t, 10, "b5 c5")
	// No settling time: the client learns it from the connection.
	if failed := load(t, call, servers[1].Drain); failed != 0 {
		t.Errorf("%d calls failed on a drain", failed)
	}
	call.becomes(t, 10, "c10")
	back := ServeOn(t, "d", servers[1].Address)
	call.becomes(t, 10, "c5 d5")
	back.Kill()
	Eventually(t, "calls are served again", func() bool { return call.answers(t, 10) })
	call.becomes(t, 10, "c10")
	empty(t, uri, call, servers[2], entries[1:])
	done()
	NothingLeftButRegistrations(t)
}

// load keeps calls under way while something happens, and counts those that failed.
func load(t *testing.T, call Caller, happens func()) int {
	var failed atomic.Int32
	var all sync.WaitGroup
	ctx, cancel := context.WithCancel(t.Context())
	for range 4 {
		all.Go(func() {
			for ctx.Err() == nil {
				if _, err := call.within(t); err != nil {
					failed.Add(1)
					t.Logf("call: %v", err)
				}
			}
		})
	}
	happens()
	time.Sleep(200 * time.Millisecond)
	cancel()
	all.Wait()
	return int(failed.Load())
}

// empty takes the last entries back: then calls fail, until there is one again.
func empty(t *testing.T, uri string, call Caller, server *Server, entries []discovery.Registration) {
	t.Helper()
	for _, one := range entries {
		if err := one.Withdraw(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	Eventually(t, "calls fail", func() bool {
		_, err := call.within(t)
		return err != nil
	})
	Register(t, uri, server, 1)
	Eventually(t, "calls are served", func() bool {
		name, err := call.within(t)
		return err == nil && name == server.Name
	})
}

// answers tells whether none of some calls fails.
func (call Caller) answers(t *testing.T, calls int) bool {
	for range calls {
		if _, err := call.within(t); err != nil {
			return false
		}
	}
	return true
}
