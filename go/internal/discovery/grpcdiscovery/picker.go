package grpcdiscovery

import (
	"sync"

	"google.golang.org/grpc/balancer"
	"google.golang.org/grpc/balancer/endpointsharding"
	"google.golang.org/grpc/connectivity"
	"google.golang.org/grpc/resolver"

	"github.com/crosswire-interop/crosswire/go/internal/discovery/policy"
)

// counted is a policy, and how many RPCs are under way by address. It outlives the pickers, of which there is a
// new one with each change.
type counted struct {
	mu     sync.Mutex
	policy policy.Policy
	active map[string]int
}

// picker picks from the servers with a connection.
type picker struct {
	counted *counted
	servers []policy.Server
	pickers []balancer.Picker
}

// picker has the ready ones in the order of endpoints.
func (c *counted) picker(endpoints []resolver.Endpoint, children []endpointsharding.ChildState) balancer.Picker {
	ready := map[string]balancer.Picker{}
	for _, child := range children {
		if child.State.ConnectivityState == connectivity.Ready {
			ready[addressOf(child.Endpoint)] = child.State.Picker
		}
	}
	made := &picker{counted: c}
	for _, endpoint := range endpoints {
		address := addressOf(endpoint)
		if child, ok := ready[address]; ok {
			made.servers = append(made.servers, policy.Server{Address: address, Weight: weightOf(endpoint)})
			made.pickers = append(made.pickers, child)
		}
	}
	return made
}

// addressOf is that of a registry's server, which has one.
func addressOf(endpoint resolver.Endpoint) string { return endpoint.Addresses[0].Addr }

// Pick counts the RPC until it is over.
func (p *picker) Pick(info balancer.PickInfo) (balancer.PickResult, error) {
	if len(p.servers) == 0 {
		return balancer.PickResult{}, balancer.ErrNoSubConnAvailable
	}
	index := p.next()
	address := p.servers[index].Address
	result, err := p.pickers[index].Pick(info)
	if err != nil {
		p.counted.done(address)
		return result, err
	}
	inner := result.Done
	result.Done = func(done balancer.DoneInfo) {
		p.counted.done(address)
		if inner != nil {
			inner(done)
		}
	}
	return result, nil
}

func (p *picker) next() int {
	p.counted.mu.Lock()
	defer p.counted.mu.Unlock()
	for index := range p.servers {
		p.servers[index].Active = p.counted.active[p.servers[index].Address]
	}
	index := p.counted.policy.Pick(p.servers)
	p.counted.active[p.servers[index].Address]++
	return index
}

func (c *counted) done(address string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.active[address]--; c.active[address] == 0 {
		delete(c.active, address)
	}
}
