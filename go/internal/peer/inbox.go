package peer

import (
	"sync"
	"sync/atomic"
	"time"

	"google.golang.org/protobuf/proto"
)

// inbox takes the responses of one call, in the foreground or in the background.
type inbox struct {
	background bool
	// pauseUntil is a time before which the background takes nothing, in Unix nanoseconds.
	pauseUntil atomic.Int64

	mu       sync.Mutex
	arrived  *sync.Cond
	messages []proto.Message
	count    int
	end      error
}

func (b *inbox) ended() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.end != nil
}

// put keeps a message or the end, and wakes who waits.
func (b *inbox) put(message proto.Message, err error, keep bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case err == nil:
		b.count++
	case b.end == nil:
		b.end = err
	}
	if keep && err == nil {
		b.messages = append(b.messages, message)
	}
	if b.arrived != nil {
		b.arrived.Broadcast()
	}
}

// await waits for n more messages, or for the end, while the background takes them.
func (b *inbox) await(n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	goal := b.count + n
	for b.end == nil && b.count < goal {
		b.arrived.Wait()
	}
}

// awaitEnd waits until the background has taken all.
func (b *inbox) awaitEnd() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for b.end == nil {
		b.arrived.Wait()
	}
}

// take takes one message from the library.
func (r *run) take() bool {
	message, err := r.call.Recv()
	if err == nil {
		r.Received(message)
	}
	r.inbox.put(message, err, r.keep)
	return err == nil
}

func (r *run) receive(n int) {
	if r.inbox.background {
		r.inbox.await(n)
	}
	for range n {
		if r.over || r.inbox.background {
			return
		}
		r.over = !r.take()
	}
}

// startDrain reads to the end, while later steps run if it is in the background.
func (r *run) startDrain(background bool) {
	if !background {
		r.drain()
		return
	}
	if r.inbox.background {
		return
	}
	r.inbox.arrived = sync.NewCond(&r.inbox.mu)
	r.inbox.background = true
	go func() {
		for r.take() {
			time.Sleep(time.Until(time.Unix(0, r.inbox.pauseUntil.Load())))
		}
	}()
}

func (r *run) drain() {
	if r.inbox.background {
		r.inbox.awaitEnd()
	}
	for !r.inbox.ended() && r.take() {
	}
	r.over = true
}
