package peer

import (
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	"github.com/crosswire-interop/crosswire/go/internal/discovery"
	"github.com/crosswire-interop/crosswire/go/internal/services"
)

// served is an open listener with what follows or announces it.
type served struct {
	Listener
	entries  entries
	unfollow func()
}

func (p *Peer) listen(req *peerv1.ListenRequest) (*peerv1.ListenResponse, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, taken := p.listeners[req.GetId()]; taken || req.GetId() == "" {
		return nil, fmt.Errorf("a listener needs an id of its own, not %q", req.GetId())
	}
	opened, err := p.open(req)
	if err != nil {
		return refusedListen(err)
	}
	p.listeners[req.GetId()] = opened
	return &peerv1.ListenResponse{
		Result: &peerv1.ListenResponse_Address{Address: opened.Address()},
	}, nil
}

func (p *Peer) open(req *peerv1.ListenRequest) (*served, error) {
	if req.GetProcesses() > 1 {
		listener, err := p.share(req)
		return &served{Listener: listener, unfollow: func() {}}, err
	}
	orders := new(services.Orders)
	unfollow, err := follow(req.GetSettings(), orders)
	if err != nil {
		return nil, err
	}
	listener, err := p.library.Listen(Serving{Request: req, Host: p, Orders: orders, Process: p.process})
	if err != nil {
		unfollow()
	}
	return &served{Listener: listener, unfollow: unfollow}, err
}

// follow lets a key's value be the text of the orders service, if a key is named.
func follow(key string, orders *services.Orders) (func(), error) {
	if key == "" {
		return func() {}, nil
	}
	return discovery.FollowKey(key, orders.Greet)
}

// close takes listeners away, or client channels; a listener that is not there is a request that
// makes no sense.
func (p *Peer) close(req *peerv1.CloseRequest) error {
	if key := req.GetChannelKey(); key != "" {
		p.channels.closeKey(key)
		return nil
	}
	closing, err := p.takeAway(req.GetListener())
	if err != nil {
		return err
	}
	var all sync.WaitGroup
	for _, listener := range closing {
		all.Go(func() { listener.close(req) })
	}
	all.Wait()
	return nil
}

func (p *Peer) takeAway(id string) ([]*served, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if id == "" {
		all := slices.Collect(maps.Values(p.listeners))
		clear(p.listeners)
		return all, nil
	}
	listener, known := p.listeners[id]
	if !known {
		return nil, noListener(id)
	}
	delete(p.listeners, id)
	return []*served{listener}, nil
}

func (p *Peer) find(id string) (*served, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	listener, known := p.listeners[id]
	if !known {
		return nil, noListener(id)
	}
	return listener, nil
}

func noListener(id string) error { return fmt.Errorf("no listener %q", id) }

// close drains, with the entries taken back first and time for clients to hear of that; or it
// aborts and leaves the entries, as a crash would.
func (s *served) close(req *peerv1.CloseRequest) {
	defer s.unfollow()
	if req.GetMode() != peerv1.CloseRequest_MODE_DRAIN {
		s.Abort()
		return
	}
	if s.entries.withdraw() {
		time.Sleep(req.GetSettle().AsDuration())
	}
	s.Drain(req.GetGrace().AsDuration())
}

func (p *Peer) setHealth(req *peerv1.SetHealthRequest) (*peerv1.SetHealthResponse, error) {
	listener, err := p.find(req.GetListener())
	if err != nil {
		return nil, err
	}
	return &peerv1.SetHealthResponse{}, listener.SetServing(req.GetServing())
}
