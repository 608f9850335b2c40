// Package grpcdiscovery makes registries and policies known to grpc-go: importing it is enough for
//
//	grpc.NewClient("zookeeper://127.0.0.1:2181/rpc_calc",
//		grpc.WithDefaultServiceConfig(`{"loadBalancingConfig":[{"weighted":{}}]}`), …)
//
// with the schemes zookeeper and consul, and the policies random, least_connections and weighted besides the
// library's own round_robin. Without a service config the library picks the first server; NewClient here
// has round_robin then.
package grpcdiscovery

import (
	"google.golang.org/grpc"
	"google.golang.org/grpc/balancer"
	"google.golang.org/grpc/resolver"

	"github.com/crosswire-interop/crosswire/go/internal/discovery"
	"github.com/crosswire-interop/crosswire/go/internal/discovery/entry"
	"github.com/crosswire-interop/crosswire/go/internal/discovery/policy"
)

// The library wants its plugins registered while the program starts.
func init() {
	resolver.Register(scheme(discovery.ZooKeeper))
	resolver.Register(scheme(discovery.Consul))
	for _, name := range []string{policy.Random, policy.LeastConnections, policy.Weighted} {
		balancer.Register(builder(name))
	}
}

// NewClient is grpc.NewClient with round_robin, unless the options have a service config. A target that is
// wrong is an error at once; the library's would come with each call.
func NewClient(target string, options ...grpc.DialOption) (*grpc.ClientConn, error) {
	if _, err := discovery.ParseTarget(target); err != nil {
		return nil, err
	}
	usual := grpc.WithDefaultServiceConfig(`{"loadBalancingConfig":[{"round_robin":{}}]}`)
	return grpc.NewClient(target, append([]grpc.DialOption{usual}, options...)...)
}

// scheme builds resolvers of one kind of registry.
type scheme string

func (s scheme) Scheme() string { return string(s) }

// Build watches the target. A failed attempt counts until there is a list; then the last one does.
func (s scheme) Build(
	target resolver.Target, channel resolver.ClientConn, _ resolver.BuildOptions,
) (resolver.Resolver, error) {
	parsed, err := discovery.ParseTarget(target.URL.String())
	if err != nil {
		return nil, err
	}
	stop := discovery.Watch(parsed, discovery.Watcher{
		Servers: func(servers []discovery.Entry) {
			// An empty list is an error to the library, which wants the resolver to try again. The watch does.
			_ = channel.UpdateState(resolver.State{Endpoints: endpoints(servers)})
		},
		Unreachable: channel.ReportError,
	})
	return watch{stop}, nil
}

// watch is a resolver that needs no asking.
type watch struct{ stop func() }

func (watch) ResolveNow(resolver.ResolveNowOptions) {}

func (w watch) Close() { w.stop() }

// weightKey is of the attribute that has a server's weight. It belongs to the endpoint and not to its address,
// so that another weight doesn't make another connection.
type weightKey struct{}

func endpoints(servers []discovery.Entry) []resolver.Endpoint {
	var made []resolver.Endpoint
	for _, server := range entry.Callable(servers) {
		one := resolver.Endpoint{Addresses: []resolver.Address{{Addr: server.Address()}}}
		one.Attributes = one.Attributes.WithValue(weightKey{}, server.Weight)
		made = append(made, one)
	}
	return made
}

// weightOf is DefaultWeight for endpoints of other resolvers.
func weightOf(endpoint resolver.Endpoint) int {
	if weight, ok := endpoint.Attributes.Value(weightKey{}).(int); ok {
		return weight
	}
	return entry.DefaultWeight
}
