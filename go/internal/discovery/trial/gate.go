package trial

import (
	"net"
	"sync/atomic"
	"testing"
)

// Gate is a way to a registry that can fall silent without breaking, as a network does.
type Gate struct {
	Address string

	t      testing.TB
	to     string
	silent atomic.Bool
}

// Through opens a gate before an address, until the test ends.
func Through(t testing.TB, to string) *Gate {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	gate := &Gate{Address: listener.Addr().String(), t: t, to: to}
	t.Cleanup(func() { _ = listener.Close() })
	go gate.accept(listener)
	return gate
}

// FallSilent lets nothing through any more, neither bytes nor ends; new connections are taken, and say nothing.
func (g *Gate) FallSilent() { g.silent.Store(true) }

// Heal lets new connections through; what was silent stays so.
func (g *Gate) Heal() { g.silent.Store(false) }

func (g *Gate) accept(listener net.Listener) {
	for {
		near, err := listener.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial("tcp", g.to)
		if err != nil {
			_ = near.Close()
			continue
		}
		g.t.Cleanup(func() { _, _ = near.Close(), far.Close() })
		dead := new(atomic.Bool)
		go g.pass(near, far, dead)
		go g.pass(far, near, dead)
	}
}

// pass copies until the end, and tells the other side of that unless it is dead by then.
func (g *Gate) pass(from, to net.Conn, dead *atomic.Bool) {
	buffer := make([]byte, 64<<10)
	for {
		count, err := from.Read(buffer)
		if g.silent.Load() {
			dead.Store(true)
		}
		if !dead.Load() {
			_, _ = to.Write(buffer[:count])
		}
		if err != nil {
			if !dead.Load() {
				_ = to.Close()
			}
			return
		}
	}
}
