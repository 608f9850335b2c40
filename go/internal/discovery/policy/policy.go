// Package policy picks a server for each RPC.
package policy

import (
	"fmt"
	"math/rand/v2"
)

// The names of the policies, as a gRPC service config has them.
const (
	Random           = "random"
	RoundRobin       = "round_robin"
	LeastConnections = "least_connections"
	Weighted         = "weighted"
)

// Server is what a policy knows of a server.
type Server struct {
	Address string
	// Weight is at least 1.
	Weight int
	// Active is how many RPCs of this client are under way on it.
	Active int
}

// Policy picks one of the servers, of which there is at least one, by its index. A Policy remembers what it
// picked; it is for one goroutine at a time.
type Policy interface {
	Pick(servers []Server) int
}

// Names are those of all policies.
func Names() []string { return []string{Random, RoundRobin, LeastConnections, Weighted} }

// New makes the policy of a name.
func New(name string) (Policy, error) {
	switch name {
	case Random:
		return random{}, nil
	case RoundRobin:
		return &roundRobin{last: -1}, nil
	case LeastConnections:
		return &leastConnections{last: -1}, nil
	case Weighted:
		return &weighted{}, nil
	}
	return nil, fmt.Errorf("no policy is called %q: %v", name, Names())
}

// Known tells whether a policy has the name.
func Known(name string) bool {
	_, err := New(name)
	return err == nil
}

type random struct{}

func (random) Pick(servers []Server) int { return rand.IntN(len(servers)) }

type roundRobin struct{ last int }

func (r *roundRobin) Pick(servers []Server) int {
	r.last = (r.last + 1) % len(servers)
	return r.last
}

type leastConnections struct{ last int }

// Pick begins after the last picked, so that servers with equally many RPCs take turns.
func (l *leastConnections) Pick(servers []Server) int {
	best := (l.last + 1) % len(servers)
	for step := 1; step < len(servers); step++ {
		if index := (l.last + 1 + step) % len(servers); servers[index].Active < servers[best].Active {
			best = index
		}
	}
	l.last = best
	return best
}
