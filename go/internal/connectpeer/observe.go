package connectpeer

import (
	"context"
	"net/http"

	"connectrpc.com/connect"

	"github.com/crosswire-interop/crosswire/go/internal/peer"
)

// observer is the interceptor that sees every call on a listener.
type observer struct {
	host     peer.Host
	listener string
	// process is the value of a trailer of every response, if it isn't empty.
	process string
}

// mark sets that trailer; connect-go sends it with errors too.
func (o observer) mark(trailer http.Header) {
	if o.process != "" {
		trailer.Set(peer.ProcessTrailer, o.process)
	}
}

func (o observer) enter(
	ctx context.Context, spec connect.Spec, remote connect.Peer, header http.Header,
) *peer.Record {
	return o.host.Enter(peer.Arrival{
		Context: ctx, Listener: o.listener, Method: spec.Procedure,
		PeerAddress: remote.Addr, Metadata: fromHeader(header),
	})
}

// WrapUnary observes a unary call, whose request has been read by now.
func (o observer) WrapUnary(next connect.UnaryFunc) connect.UnaryFunc {
	return func(ctx context.Context, request connect.AnyRequest) (connect.AnyResponse, error) {
		record := o.enter(ctx, request.Spec(), request.Peer(), request.Header())
		defer record.Settle()
		record.Received(request.Any())
		if info, ok := connect.CallInfoForHandlerContext(ctx); ok {
			o.mark(info.ResponseTrailer())
		}
		response, err := next(peer.WithRecord(ctx, record), request)
		if err == nil {
			record.Sent()
		}
		return response, err
	}
}

// WrapStreamingClient leaves clients alone.
func (o observer) WrapStreamingClient(next connect.StreamingClientFunc) connect.StreamingClientFunc {
	return next
}

// WrapStreamingHandler observes a call with a stream, from its headers on.
func (o observer) WrapStreamingHandler(next connect.StreamingHandlerFunc) connect.StreamingHandlerFunc {
	return func(ctx context.Context, conn connect.StreamingHandlerConn) error {
		record := o.enter(ctx, conn.Spec(), conn.Peer(), conn.RequestHeader())
		defer record.Settle()
		o.mark(conn.ResponseTrailer())
		return next(peer.WithRecord(ctx, record), &observedConn{StreamingHandlerConn: conn, record: record})
	}
}

// observedConn records what passes.
type observedConn struct {
	connect.StreamingHandlerConn
	record *peer.Record
}

func (c *observedConn) Receive(message any) error {
	err := c.StreamingHandlerConn.Receive(message)
	if err == nil {
		c.record.Received(message)
	}
	return err
}

// Send without a message sends the headers only.
func (c *observedConn) Send(message any) error {
	err := c.StreamingHandlerConn.Send(message)
	if err == nil && message != nil {
		c.record.Sent()
	}
	return err
}
