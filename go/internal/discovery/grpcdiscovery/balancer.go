package grpcdiscovery

import (
	"fmt"
	"sync"

	"google.golang.org/grpc/balancer"
	"google.golang.org/grpc/balancer/base"
	"google.golang.org/grpc/balancer/endpointsharding"
	"google.golang.org/grpc/balancer/pickfirst"
	"google.golang.org/grpc/connectivity"
	"google.golang.org/grpc/resolver"

	"github.com/crosswire-interop/crosswire/go/internal/discovery/policy"
)

// builder builds balancers of the policy that it is the name of.
type builder string

func (b builder) Name() string { return string(b) }

// Build leaves the connections to the library: endpointsharding keeps one to each server, as it does for
// round_robin.
func (b builder) Build(channel balancer.ClientConn, options balancer.BuildOptions) balancer.Balancer {
	chosen, err := policy.New(string(b))
	if err != nil {
		panic(err) // Only known names are registered.
	}
	made := &policyBalancer{
		target: options.Target.String(),
		policy: &counted{policy: chosen, active: map[string]int{}},
	}
	made.Balancer = endpointsharding.NewBalancer(
		pickers{channel, made}, options, balancer.Get(pickfirst.Name).Build, endpointsharding.Options{})
	return made
}

// policyBalancer passes servers on to endpointsharding, and puts its own picker in place of that one's.
type policyBalancer struct {
	balancer.Balancer
	target string
	policy *counted

	mu sync.Mutex
	// endpoints are in the registry's order, which endpointsharding doesn't keep.
	endpoints []resolver.Endpoint
}

// UpdateClientConnState lets the library check the servers' health, if the service config wants that.
func (b *policyBalancer) UpdateClientConnState(state balancer.ClientConnState) error {
	b.mu.Lock()
	b.endpoints = state.ResolverState.Endpoints
	b.mu.Unlock()
	return b.Balancer.UpdateClientConnState(balancer.ClientConnState{
		ResolverState: pickfirst.EnableHealthListener(state.ResolverState),
	})
}

// pickers is the channel as endpointsharding sees it.
type pickers struct {
	balancer.ClientConn
	balancer *policyBalancer
}

// UpdateState replaces the picker when there is something to pick from, or nothing at all. In between the
// library's own makes calls wait or fail.
func (p pickers) UpdateState(state balancer.State) {
	p.balancer.mu.Lock()
	endpoints := p.balancer.endpoints
	p.balancer.mu.Unlock()
	switch {
	case len(endpoints) == 0:
		state.Picker = base.NewErrPicker(fmt.Errorf("no server is known to %s", p.balancer.target))
	case state.ConnectivityState == connectivity.Ready:
		state.Picker = p.balancer.policy.picker(endpoints, endpointsharding.ChildStatesFromPicker(state.Picker))
	}
	p.ClientConn.UpdateState(state)
}
