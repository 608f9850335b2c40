// Package pause has the growing pauses between attempts to reach something.
package pause

import (
	"context"
	"math/rand/v2"
	"time"
)

const (
	first = 50 * time.Millisecond
	// longest keeps a client from missing a registry that is back for more than this.
	longest = 2 * time.Second
)

// Growing doubles with each attempt. The zero value begins with a short pause.
type Growing struct{ next time.Duration }

// Next is the pause before the next attempt: up to a fifth shorter than it could be, so that many
// clients don't come at once.
func (g *Growing) Next() time.Duration {
	g.next = min(max(first, 2*g.next), longest)
	return g.next - rand.N(g.next/5)
}

// Reset begins with the short pause again.
func (g *Growing) Reset() { g.next = 0 }

// Wait waits for the next attempt, or less when there is something sooner, which may be nil. It is false when
// ctx was done first.
func (g *Growing) Wait(ctx context.Context, sooner <-chan struct{}) bool {
	timer := time.NewTimer(g.Next())
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-sooner:
		return true
	case <-timer.C:
		return true
	}
}
