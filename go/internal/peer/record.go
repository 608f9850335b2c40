package peer

import (
	"context"
	"strconv"
	"sync"
	"time"

	"google.golang.org/protobuf/types/known/durationpb"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
)

// The metadata by which a call and its observation are joined.
const (
	callIDKey = "crosswire-call-id"
	hopKey    = "crosswire-hop"
)

// Arrival is what a library shows of a call at the entry of its handler.
type Arrival struct {
	Context     context.Context
	Listener    string
	Method      string
	PeerAddress string
	Metadata    []*peerv1.Metadatum
}

// Record is the observation of one call while it goes on.
type Record struct {
	Recorder
	callID   string
	hop      uint32
	arrival  Arrival
	timeLeft *durationpb.Duration
	store    *store
	sighting *sighting
	stop     func() bool

	fate       sync.Mutex
	halfClosed bool
	cancelled  bool
	settled    bool
	fault      *peerv1.HarnessError
}

type recordKey struct{}

// WithRecord carries a record to the handler.
func WithRecord(ctx context.Context, record *Record) context.Context {
	return context.WithValue(ctx, recordKey{}, record)
}

func recordOf(ctx context.Context) *Record {
	record, _ := ctx.Value(recordKey{}).(*Record)
	return record
}

func newRecord(arrival Arrival, in *store) *Record {
	record := &Record{arrival: arrival, store: in, callID: arrival.Listener}
	record.start()
	if id := first(arrival.Metadata, callIDKey); id != "" {
		record.callID = id
		hop, _ := strconv.ParseUint(first(arrival.Metadata, hopKey), 10, 32)
		record.hop = uint32(hop)
	}
	if deadline, ok := arrival.Context.Deadline(); ok {
		record.timeLeft = durationpb.New(time.Until(deadline))
	}
	record.note(noStep, peerv1.EventKind_EVENT_KIND_OPENED)
	record.stop = context.AfterFunc(arrival.Context, record.cancel)
	return record
}

func first(metadata []*peerv1.Metadatum, name string) string {
	for _, entry := range metadata {
		if entry.Name == name {
			return string(entry.Value)
		}
	}
	return ""
}

// halfClose keeps that the library told the handler of the end of its requests.
func (r *Record) halfClose() {
	r.fate.Lock()
	defer r.fate.Unlock()
	r.halfClosed = true
}

// cancel keeps that the library told the handler of a cancellation; once is enough.
func (r *Record) cancel() {
	r.fate.Lock()
	defer r.fate.Unlock()
	if !r.cancelled && !r.settled {
		r.cancelled = true
		r.note(noStep, peerv1.EventKind_EVENT_KIND_CANCELLED)
	}
}

// Settle ends the observation when the handler is done.
func (r *Record) Settle() {
	r.stop()
	if r.arrival.Context.Err() != nil {
		r.cancel()
	}
	r.end()
	r.fate.Lock()
	r.settled = true
	// The context holds on to all that the library kept for the call.
	r.arrival.Context = nil
	r.fate.Unlock()
	r.store.settled(r)
}

func (r *Record) blame(err error) {
	r.fate.Lock()
	defer r.fate.Unlock()
	r.fault = harnessError(err)
}

// snapshot is what is known now.
func (r *Record) snapshot() *peerv1.Observation {
	messages, events := r.kept()
	r.fate.Lock()
	defer r.fate.Unlock()
	return &peerv1.Observation{
		Hop: r.hop, Listener: r.arrival.Listener, Method: r.arrival.Method,
		PeerAddress: r.arrival.PeerAddress, Metadata: r.arrival.Metadata, TimeLeft: r.timeLeft,
		Messages: messages, Events: events,
		HalfClosed: r.halfClosed, Cancelled: r.cancelled, Settled: r.settled, HarnessError: r.fault,
	}
}
