// Package peer is what the two peers have in common: the control port, the interpreters of call
// plans and server plans, and the store of observations. It knows no RPC library; a library
// comes to it as a Library.
package peer

import (
	"context"
	"time"

	"google.golang.org/protobuf/proto"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	probev1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/probe/v1"
	"github.com/crosswire-interop/crosswire/go/internal/services"
)

// Library is one RPC library, as client and as server.
type Library interface {
	// Describe says what is loaded and what it can do.
	Describe() Description
	// Listen opens a listener with all services, every call observed by the host. A field that
	// the library can't honour is an *UnsupportedError.
	Listen(Serving) (Listener, error)
	// Dial makes a channel for the connection's part of a plan, without connecting yet. A field
	// that the library can't honour is an *UnsupportedError.
	Dial(*peerv1.CallPlan) (Channel, error)
}

// Description is a library's part of the answer to Describe.
type Description struct {
	// Modules are the Go modules whose loaded versions count.
	Modules []string
	// UserAgent is how the library names itself, or a part of it.
	UserAgent    string
	Capabilities []*peerv1.Capability
}

// ProcessTrailer is the trailer that says which of several processes served.
const ProcessTrailer = "crosswire-process"

// Serving is what a listener is to be.
type Serving struct {
	Request *peerv1.ListenRequest
	Host    Host
	// Orders is the listener's own orders service.
	Orders *services.Orders
	// Process is the value of ProcessTrailer in every response; empty for no such trailer.
	Process string
}

// Host is what a listener needs of the peer: where to observe, and how to run a server plan.
type Host interface {
	Enter(arrival Arrival) *Record
	RunScript(call ServerCall, shape Shape) Ending
}

// Listener is an open listener.
type Listener interface {
	// Address is what a client on the same host dials.
	Address() string
	// SetServing changes what grpc.health.v1 says of every service, and nothing else.
	SetServing(serving bool) error
	// Drain lets open calls go on for a while, then closes.
	Drain(grace time.Duration)
	// Abort closes at once.
	Abort()
}

// Channel is a client's connection, or the way to one.
type Channel interface {
	// Call prepares an RPC, and opens it where the requests are a stream. What fails is seen by
	// Recv, as in the library itself.
	Call(ctx context.Context, plan *peerv1.CallPlan, method *Method, headers []*peerv1.Metadatum) (ClientCall, error)
	Close()
}

// ClientCall is an RPC seen from the client. Send and Recv may run concurrently.
type ClientCall interface {
	// Send hands a message to the library; io.EOF means that the call is over. With a single
	// request it opens the RPC and doesn't wait for the answer.
	Send(proto.Message) error
	CloseSend() error
	// Recv is the next message; io.EOF is the end with OK, another error any other end.
	Recv() (proto.Message, error)
	// WaitHeaders is true when response headers came before the end.
	WaitHeaders() bool
	// End is how the call ended, given what Recv said last. It frees what the call holds.
	End(error) *peerv1.Outcome
}

// ServerCall is an RPC on the Probe service, seen from its handler.
type ServerCall interface {
	Context() context.Context
	// Recv is the next request; io.EOF is the half-close.
	Recv() (*probev1.ProbeRequest, error)
	Send(*probev1.ProbeResponse) error
	SendHeaders([]*peerv1.Metadatum) error
	// Compress chooses the encoding of the responses.
	Compress(peerv1.Compression) error
}

// Shape is a method's kind.
type Shape struct{ ManyRequests, ManyResponses bool }

// Ending is how a scripted handler ends, to be put into the library's idiom by its binding.
type Ending struct {
	// Response is the single response; nil is none, and streams have none.
	Response *probev1.ProbeResponse
	// Status to end with; nil is OK.
	Status *peerv1.ServerStatus
	// Err is an error of the language, to be returned as it is.
	Err error
	// Panic is a text to panic with.
	Panic *string
}

// UnsupportedError is a field that the library can't honour, by its ProtoJSON path.
type UnsupportedError struct {
	Field, Reason string
	// Step is an index into the plan's steps; -1 means the field is not in a step.
	Step int32
}

// Unsupported is an *UnsupportedError about a field outside the steps.
func Unsupported(field, reason string) error {
	return &UnsupportedError{Field: field, Reason: reason, Step: -1}
}

func (e *UnsupportedError) Error() string {
	return "unsupported " + e.Field + ": " + e.Reason
}
