package peer

import (
	"context"
	"sync"
)

// cue is a name that the harness calls out for one call.
type cue struct{ callID, name string }

// signals keeps what was called out, also before anybody listens.
type signals struct {
	mu    sync.Mutex
	gates map[cue]*gate
}

// gate is open once its signal has been sent.
type gate struct {
	opened chan struct{}
	once   sync.Once
}

func newSignals() *signals { return &signals{gates: map[cue]*gate{}} }

func (s *signals) gate(callID, name string) *gate {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := cue{callID, name}
	found := s.gates[key]
	if found == nil {
		found = &gate{opened: make(chan struct{})}
		s.gates[key] = found
	}
	return found
}

func (s *signals) send(callID, name string) {
	found := s.gate(callID, name)
	found.once.Do(func() { close(found.opened) })
}

func (s *signals) await(ctx context.Context, callID, name string) error {
	select {
	case <-s.gate(callID, name).opened:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *signals) reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gates = map[cue]*gate{}
}
