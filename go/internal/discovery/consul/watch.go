package consul

import (
	"context"
	"net/url"
	"sync"

	"github.com/crosswire-interop/crosswire/go/internal/discovery/entry"
)

// listLimit is how long a list of instances may be.
const listLimit = 16 << 20

// Service is what is looked for. DC empty is the agent's own data centre; Failover empty is none.
type Service struct{ Name, DC, Failover string }

// Watch tells of the healthy instances until ctx is done, and of what keeps it from that.
func Watch(ctx context.Context, address string, service Service, servers func([]entry.Entry), unreachable func(error)) {
	agent := open(address)
	defer agent.close()
	centres := &centres{agent: agent, service: service, servers: servers, unreachable: unreachable}
	defer centres.comeBack()
	agent.watch(ctx, service.Name, service.DC, func(entries []entry.Entry) { centres.first(ctx, entries) }, unreachable)
}

func (a *agent) watch(
	ctx context.Context, service, dc string, servers func([]entry.Entry), unreachable func(error),
) {
	// Consistent: a leader that has just started may otherwise answer before it knows what it knew.
	parameters := url.Values{"passing": {"1"}, "consistent": {"1"}}
	if dc != "" {
		parameters.Set("dc", dc)
	}
	asked := &query{
		agent: a, path: "/v1/health/service/" + url.PathEscape(service), parameters: parameters, limit: listLimit,
	}
	read := reader{}
	asked.follow(ctx, func(got *answer) error {
		entries, err := read.list(got.body)
		if err == nil {
			servers(entries)
		}
		return err
	}, unreachable)
}

// centres watches a second data centre as long as the first has no healthy instance.
type centres struct {
	agent       *agent
	service     Service
	servers     func([]entry.Entry)
	unreachable func(error)
	// told is whether there has been a list.
	told     bool
	away     sync.WaitGroup
	stopAway context.CancelFunc
}

// first takes the first data centre's list.
func (c *centres) first(ctx context.Context, entries []entry.Entry) {
	if len(entries) == 0 && c.service.Failover != "" {
		c.goAway(ctx)
		return
	}
	c.comeBack()
	c.tell(entries)
}

func (c *centres) tell(entries []entry.Entry) {
	c.told = true
	c.servers(entries)
}

func (c *centres) goAway(ctx context.Context) {
	if c.stopAway != nil {
		return
	}
	ctx, c.stopAway = context.WithCancel(ctx)
	c.away.Go(func() {
		known := false
		c.agent.watch(ctx, c.service.Name, c.service.Failover, func(entries []entry.Entry) {
			known = true
			c.tell(entries)
		}, func(err error) { c.lost(known, err) })
	})
}

// lost is what comes of a second data centre that can't be asked: its last known servers stay; without such
// there are none, since the first data centre has none.
func (c *centres) lost(known bool, err error) {
	switch {
	case known:
	case c.told:
		c.servers(nil)
	default:
		c.unreachable(err)
	}
}

func (c *centres) comeBack() {
	if c.stopAway == nil {
		return
	}
	c.stopAway()
	c.stopAway = nil
	c.away.Wait()
}
