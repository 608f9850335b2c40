package peer

import (
	"log"
	"time"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
)

// afterwards is how long a goroutine that outlives its handler keeps still. The context of a call
// ends just before net/http takes the response back, whose parts the next response gets.
const afterwards = 100 * time.Millisecond

// goOn is what a handler has left behind: a goroutine that uses the call when the handler has
// returned its status, which ends the context in both libraries. Whatever comes of it is
// forgotten, and a panic of it doesn't end the peer: net/http panics when a response is written to
// that is over, and nobody else would recover.
func (s *script) goOn(steps []*peerv1.Step) {
	defer func() {
		if fault := recover(); fault != nil {
			log.Printf("code that went on after its call: panic: %v", fault)
		}
	}()
	<-s.done().Done()
	time.Sleep(afterwards)
	for i, step := range steps {
		// A handler that goes on hasn't looked at errors so far.
		_ = s.step(int32(i), step)
	}
}
