package peer

import (
	"slices"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
)

// look gives the records of a call id if until holds, else the channel that closes at the next
// change.
func (s *store) look(callID string, until peerv1.ObserveRequest_Until) ([]*Record, chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	seen := s.sighting(callID)
	if seen.holds(until) {
		return slices.Clone(seen.records), nil
	}
	if seen.changed == nil {
		seen.changed = make(chan struct{})
	}
	return nil, seen.changed
}

// known gives the records of a call id. An id that was only waited for is forgotten.
func (s *store) known(callID string) []*Record {
	s.mu.Lock()
	defer s.mu.Unlock()
	seen := s.byID[callID]
	if seen == nil {
		return nil
	}
	if len(seen.records) == 0 {
		seen.wake()
		delete(s.byID, callID)
	}
	return slices.Clone(seen.records)
}

// reset forgets everything; who waits, waits on. Calls that go on are forgotten too.
func (s *store) reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, seen := range s.byID {
		seen.wake()
	}
	s.byID = map[string]*sighting{}
	s.order = nil
}

func (s *store) openCalls() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open
}
