package peer

import (
	"context"
	"crypto/rand"
	"fmt"
	"sync"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
)

// Peer plays one library: it answers the methods of the contract.
type Peer struct {
	id       string
	instance string
	library  Library
	store    *store
	signals  *signals
	channels *channels
	client   *client

	mu        sync.Mutex
	listeners map[string]Listener
}

// New makes the peer with this recipe id.
func New(id string, library Library) *Peer {
	p := &Peer{
		id: id, instance: rand.Text(), library: library,
		store: newStore(), signals: newSignals(), channels: newChannels(library),
		listeners: map[string]Listener{},
	}
	p.client = &client{channels: p.channels, signals: p.signals}
	return p
}

// Enter observes a call from here on.
func (p *Peer) Enter(arrival Arrival) *Record { return p.store.enter(arrival) }

func (p *Peer) listen(req *peerv1.ListenRequest) (*peerv1.ListenResponse, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, taken := p.listeners[req.GetId()]; taken || req.GetId() == "" {
		return nil, fmt.Errorf("a listener needs an id of its own, not %q", req.GetId())
	}
	listener, err := p.library.Listen(req, p)
	if err != nil {
		return refusedListen(err)
	}
	p.listeners[req.GetId()] = listener
	return &peerv1.ListenResponse{
		Result: &peerv1.ListenResponse_Address{Address: listener.Address()},
	}, nil
}

// close takes listeners away; an id that is not there is a request that makes no sense.
func (p *Peer) close(req *peerv1.CloseRequest) error {
	closing, err := p.takeAway(req.GetListener())
	if err != nil {
		return err
	}
	var all sync.WaitGroup
	for _, listener := range closing {
		all.Go(func() { closeListener(listener, req) })
	}
	all.Wait()
	return nil
}

func (p *Peer) takeAway(id string) ([]Listener, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if id != "" {
		listener, known := p.listeners[id]
		if !known {
			return nil, fmt.Errorf("no listener %q", id)
		}
		delete(p.listeners, id)
		return []Listener{listener}, nil
	}
	var all []Listener
	for _, listener := range p.listeners {
		all = append(all, listener)
	}
	clear(p.listeners)
	return all, nil
}

func closeListener(listener Listener, req *peerv1.CloseRequest) {
	if req.GetMode() == peerv1.CloseRequest_MODE_DRAIN {
		listener.Drain(req.GetGrace().AsDuration())
		return
	}
	listener.Abort()
}

func (p *Peer) reset() {
	p.store.reset()
	p.signals.reset()
	p.channels.reset()
}

func (p *Peer) observe(ctx context.Context, req *peerv1.ObserveRequest, id string) *peerv1.ObserveResponse {
	ctx, cancel := context.WithTimeout(ctx, req.GetWait().AsDuration())
	defer cancel()
	return p.store.observe(ctx, id, req.GetUntil())
}
