package peer

import (
	"context"
	"crypto/rand"
	"os"
	"strconv"
	"sync"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
)

// Peer plays one library: it answers the methods of the contract.
type Peer struct {
	id       string
	instance string
	// process is what the responses' trailer says, if this peer is a worker.
	process  string
	library  Library
	store    *store
	signals  *signals
	channels *channels
	client   *client

	mu        sync.Mutex
	listeners map[string]*served
}

// New makes the peer with this recipe id.
func New(id string, library Library) *Peer {
	p := &Peer{
		id: id, instance: rand.Text(), library: library,
		store: newStore(), signals: newSignals(), channels: newChannels(library),
		listeners: map[string]*served{},
	}
	p.client = &client{channels: p.channels, signals: p.signals}
	return p
}

// NewWorker makes a peer that shares the port of another process's listener: its responses say
// which process served.
func NewWorker(id string, library Library) *Peer {
	worker := New(id, library)
	worker.process = strconv.Itoa(os.Getpid())
	return worker
}

// Enter observes a call from here on.
func (p *Peer) Enter(arrival Arrival) *Record { return p.store.enter(arrival) }

func (p *Peer) reset() {
	p.store.reset()
	p.signals.reset()
	p.channels.closeAll()
}

func (p *Peer) observe(ctx context.Context, req *peerv1.ObserveRequest, id string) *peerv1.ObserveResponse {
	ctx, cancel := context.WithTimeout(ctx, req.GetWait().AsDuration())
	defer cancel()
	return p.store.observe(ctx, id, req.GetUntil())
}
