package peer

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"google.golang.org/protobuf/proto"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
)

// noStep is the index of what no step asked for.
const noStep = -1

// maxListedMessages is how many messages are listed; more are only counted in events.
const maxListedMessages = 1024

// Recorder keeps what happens to one call, in order, on a monotonic clock.
type Recorder struct {
	begin time.Time
	// reading and writing are the steps that receive and send now: a background drain reads
	// while later steps write.
	reading, writing atomic.Int32

	mu       sync.Mutex
	events   []*peerv1.Event
	messages []*peerv1.ReceivedMessage
	closed   bool
}

func (r *Recorder) start() {
	r.begin = time.Now()
	r.reading.Store(noStep)
	r.writing.Store(noStep)
}

// note keeps an event of a step. After the end nothing is kept.
func (r *Recorder) note(step int32, kind peerv1.EventKind) {
	event := &peerv1.Event{Step: step, Kind: kind, Ns: time.Since(r.begin).Nanoseconds()}
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.closed {
		r.events = append(r.events, event)
	}
}

// Received keeps a message that came.
func (r *Recorder) Received(message any) {
	r.note(r.reading.Load(), peerv1.EventKind_EVENT_KIND_RECEIVED)
	r.mu.Lock()
	full := r.closed || len(r.messages) >= maxListedMessages
	r.mu.Unlock()
	decoded, ok := message.(proto.Message)
	if full || !ok {
		return
	}
	digest := digestOf(decoded)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.messages = append(r.messages, digest)
}

// Sent keeps that the library took a message.
func (r *Recorder) Sent() { r.note(r.writing.Load(), peerv1.EventKind_EVENT_KIND_SENT) }

// end keeps the end, and nothing after it.
func (r *Recorder) end() {
	r.note(noStep, peerv1.EventKind_EVENT_KIND_ENDED)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
}

// kept is what there is so far.
func (r *Recorder) kept() ([]*peerv1.ReceivedMessage, []*peerv1.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.messages), slices.Clone(r.events)
}
