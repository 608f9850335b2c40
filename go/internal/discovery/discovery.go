// Package discovery finds servers in ZooKeeper and in Consul, and makes servers known there.
//
// Watch keeps a list of servers current; Register makes one known; FollowKey follows a text in Consul. What
// is done with a list is in grpcdiscovery, for grpc-go, and in connectdiscovery, for connect-go.
package discovery

import (
	"context"
	"time"

	"github.com/crosswire-interop/crosswire/go/internal/discovery/entry"
)

// Entry is one server.
type Entry = entry.Entry

// Watcher is told of a target's servers. It is called one at a time, and may take its time.
type Watcher struct {
	// Servers gets the whole list, each time that it has changed. An empty one is true.
	Servers func([]Entry)
	// Unreachable says that no list has come yet, and why. The attempts go on.
	Unreachable func(error)
}

// Watch tells the watcher of the target's servers until stop is called. A call of the watcher that is under
// way then may still end; none begins. All watches of a process on one target share what they need.
func Watch(target Target, watcher Watcher) (stop func()) {
	return watches.join(target, watcher)
}

// Options is what a server says of itself.
type Options struct {
	Host string
	Port int
	// Weight is the share of the weighted policy. Nil writes none, which counts as 1.
	Weight *int
	// SessionTimeout is of the ZooKeeper session that holds the entry. 0 means 10 s.
	SessionTimeout time.Duration
	// CheckInterval is how often Consul's agent asks for the server's health. 0 means 10 s.
	CheckInterval time.Duration
	// CheckAddress is the "host:port" that the agent asks. Empty means what is published.
	CheckAddress string
}

// Registration is an entry that is kept until it is withdrawn.
type Registration interface {
	// Entry is the node's path in ZooKeeper, or the service id in Consul.
	Entry() string
	SetWeight(ctx context.Context, weight int) error
	// Withdraw takes the entry back and ends what kept it, also when it returns an error.
	Withdraw(ctx context.Context) error
}
