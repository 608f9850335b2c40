package peer

import (
	"context"
	"sync"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
)

// maxRecords is how many observations are kept; the oldest go first.
const maxRecords = 100_000

// sighting is all that is known under one call id.
type sighting struct {
	records []*Record
	open    int
	// changed is closed and made anew whenever a record is entered or settled; nil while
	// nobody waits.
	changed chan struct{}
}

// store keeps observations by call id, and wakes who waits for them.
type store struct {
	mu    sync.Mutex
	byID  map[string]*sighting
	order []*Record
	open  int
}

func newStore() *store { return &store{byID: map[string]*sighting{}} }

func (s *store) enter(arrival Arrival) *Record {
	record := newRecord(arrival, s)
	s.mu.Lock()
	defer s.mu.Unlock()
	seen := s.sighting(record.callID)
	seen.records = append(seen.records, record)
	record.sighting = seen
	seen.open++
	s.open++
	s.order = append(s.order, record)
	if len(s.order) > maxRecords {
		s.forgetOldest()
	}
	seen.wake()
	return record
}

func (s *store) settled(record *Record) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open--
	record.sighting.open--
	record.sighting.wake()
}

func (s *store) forgetOldest() {
	oldest := s.order[0]
	s.order = s.order[1:]
	seen := oldest.sighting
	if seen.records = seen.records[1:]; len(seen.records) == 0 {
		delete(s.byID, oldest.callID)
	}
}

func (s *store) sighting(callID string) *sighting {
	seen := s.byID[callID]
	if seen == nil {
		seen = &sighting{}
		s.byID[callID] = seen
	}
	return seen
}

func (g *sighting) wake() {
	if g.changed != nil {
		close(g.changed)
		g.changed = nil
	}
}

// holds tells whether what is waited for has come, for every hop.
func (g *sighting) holds(until peerv1.ObserveRequest_Until) bool {
	if len(g.records) == 0 {
		return false
	}
	return until != peerv1.ObserveRequest_UNTIL_SETTLED || g.open == 0
}

// observe answers when until holds or the context ends, with what is known then.
func (s *store) observe(
	ctx context.Context, callID string, until peerv1.ObserveRequest_Until,
) *peerv1.ObserveResponse {
	for {
		records, changed := s.look(callID, until)
		if changed == nil {
			return responseOfRecords(callID, records)
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return responseOfRecords(callID, s.known(callID))
		}
	}
}

func responseOfRecords(callID string, records []*Record) *peerv1.ObserveResponse {
	response := &peerv1.ObserveResponse{CallId: callID, Seen: len(records) > 0}
	for _, record := range records {
		response.Hops = append(response.Hops, record.snapshot())
	}
	return response
}
