package program

import (
	"flag"
	"fmt"

	"github.com/crosswire-interop/crosswire/go/internal/discovery"
)

// ClientFlags are the flags that all clients have.
type ClientFlags struct {
	Library string
	address string
	// target is a registry to find servers in; empty to call address.
	target string
	policy string
}

// DefineClientFlags defines the flags of a client with its usual address and policy.
func DefineClientFlags(address, policy string) *ClientFlags {
	flags := new(ClientFlags)
	libraryFlag(&flags.Library)
	flag.StringVar(&flags.address, "address", address, "host:port to call")
	flag.StringVar(&flags.target, "target", "",
		"find servers in a registry instead: zookeeper:///path or consul:///service?dc=dc2")
	flag.StringVar(&flags.policy, "policy", policy,
		"of the servers found, which to call: random, round_robin, least_connections or weighted")
	return flags
}

// Parse reads the command line.
func (f *ClientFlags) Parse() {
	parse(&f.Library)
	if _, err := discovery.PolicyOf(f.serviceConfig()); err != nil {
		usage("no policy %q: random, round_robin, least_connections or weighted", f.policy)
	}
	if f.target == "" {
		return
	}
	if _, err := discovery.ParseTarget(f.target); err != nil {
		usage("%v", err)
	}
}

// Server is what is called, as the user named it.
func (f *ClientFlags) Server() string {
	if f.target != "" {
		return f.target
	}
	return f.address
}

// serviceConfig names the policy in gRPC's way.
func (f *ClientFlags) serviceConfig() string {
	return fmt.Sprintf(`{"loadBalancingConfig":[{%q:{}}]}`, f.policy)
}
