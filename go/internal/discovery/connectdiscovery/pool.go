package connectdiscovery

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/crosswire-interop/crosswire/go/internal/discovery"
	"github.com/crosswire-interop/crosswire/go/internal/discovery/entry"
	"github.com/crosswire-interop/crosswire/go/internal/discovery/policy"
)

var errClosed = errors.New("the client has been closed")

// pool is the servers of a target.
type pool struct {
	uri     string
	options Options
	ctx     context.Context
	end     context.CancelFunc
	work    sync.WaitGroup

	mu     sync.Mutex
	policy policy.Policy
	// known is whether there has been a list; until then, down is why not.
	known   bool
	down    error
	servers []*server
	// changed is closed when there is something new for the requests that wait.
	changed chan struct{}
}

func newPool(uri string, chosen policy.Policy, options Options) *pool {
	made := &pool{uri: uri, options: options, policy: chosen, changed: make(chan struct{})}
	made.ctx, made.end = context.WithCancel(context.Background())
	return made
}

// notify wants the lock held.
func (p *pool) notify() {
	close(p.changed)
	p.changed = make(chan struct{})
}

// update keeps the servers that are known already, with their connections.
func (p *pool) update(entries []discovery.Entry) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ctx.Err() != nil {
		return
	}
	old := map[string]*server{}
	for _, one := range p.servers {
		old[one.address] = one
	}
	p.servers, p.known = nil, true
	for _, found := range entry.Callable(entries) {
		one, ok := old[found.Address()]
		if !ok {
			one = p.open(found.Address())
		}
		delete(old, found.Address())
		one.weight = found.Weight
		p.servers = append(p.servers, one)
	}
	for _, gone := range old {
		gone.end()
	}
	p.notify()
}

func (p *pool) open(address string) *server {
	one := newServer(p, address)
	p.work.Go(one.maintain)
	return one
}

func (p *pool) unreachable(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.down = err
	p.notify()
}

func (p *pool) close() {
	p.mu.Lock()
	p.end()
	p.servers = nil
	p.notify()
	p.mu.Unlock()
	p.work.Wait()
}

// pick waits for a server as gRPC does: as long as the list or a first attempt to connect is under way.
func (p *pool) pick(ctx context.Context) (*request, error) {
	for {
		p.mu.Lock()
		if ready := p.ready(); len(ready) > 0 {
			defer p.mu.Unlock()
			return p.choose(ready), nil
		}
		err, changed := p.trouble(), p.changed
		p.mu.Unlock()
		if err != nil {
			return nil, err
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (p *pool) ready() []*server {
	var ready []*server
	for _, one := range p.servers {
		if one.connection != nil {
			ready = append(ready, one)
		}
	}
	return ready
}

// choose counts the request until it is over.
func (p *pool) choose(ready []*server) *request {
	choices := make([]policy.Server, len(ready))
	for index, one := range ready {
		choices[index] = policy.Server{Address: one.address, Weight: one.weight, Active: one.active}
	}
	chosen := ready[p.policy.Pick(choices)]
	chosen.active++
	return &request{server: chosen, connection: chosen.connection}
}

// trouble is why a request can't wait for a server. Nil means that it can.
func (p *pool) trouble() error {
	switch {
	case p.ctx.Err() != nil:
		return errClosed
	case p.options.WaitForReady:
		return nil
	case !p.known:
		return p.down
	case len(p.servers) == 0:
		return fmt.Errorf("no server is known to %s", p.uri)
	}
	var last error
	for _, one := range p.servers {
		if one.failure == nil {
			return nil
		}
		last = one.failure
	}
	return fmt.Errorf("no server of %s can be reached: %w", p.uri, last)
}
