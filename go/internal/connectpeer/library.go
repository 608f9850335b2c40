// Package connectpeer plays connect-go on net/http, as client and as server.
package connectpeer

import (
	"runtime"
	"slices"

	"connectrpc.com/connect"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	"github.com/crosswire-interop/crosswire/go/internal/peer"
)

// agent is what all three protocols have in their user-agent: gRPC is grpc-go-connect, Connect is
// connect-go.
var agent = "/" + connect.Version + " (" + runtime.Version() + ")"

// Library is connect-go.
type Library struct{}

// Describe says what connect-go can do.
func (Library) Describe() peer.Description {
	return peer.Description{
		Modules:      []string{"connectrpc.com/connect", "connectrpc.com/grpchealth", "connectrpc.com/grpcreflect"},
		UserAgent:    agent,
		Capabilities: capabilities(),
	}
}

func capabilities() []*peerv1.Capability {
	return slices.Concat(
		peer.Can(
			"protocol.grpc", "protocol.grpc-web", "protocol.connect",
			"transport.h2c", "transport.tls", "transport.mtls", "transport.uds",
			"client.unary", "client.server-stream", "client.client-stream", "client.bidi-stream",
			"client.lockstep", "client.free-bidi", "client.pause-reading", "client.cancel",
			"client.fresh", "client.local-port", "client.discovery",
			"server.unary", "server.server-stream", "server.client-stream", "server.bidi-stream",
			"server.native-error", "server.panic", "server.return-nothing",
			"server.status-details", "server.forward",
			"server.peer-address", "server.time-left", "server.cancelled",
			"client.way.generic",
			"server.reflection-v1", "server.reflection-v1alpha", "server.health-watch",
			"transport.http1", "codec.json", "client.http-get",
			"client.authority", "client.max-metadata", "client.tls-versions",
			"server.throw-later", "server.throw-cancellation", "server.go-on", "server.unknown-codes",
			"server.max-concurrent-streams", "server.max-metadata", "server.tls-versions", "server.tls-alpn",
			"server.reuse-port",
			"client.compression.gzip", "client.compression.deflate",
			"server.registration", "server.settings", "server.health-switch", "server.processes",
		),
		[]*peerv1.Capability{
			peer.Limited("client.read-headers", "a unary stub shows the headers when the call is over"),
			peer.Limited("client.way.simple", "on a stream of requests with one response, receive waits for the half-close"),
			peer.Limited("client.status-details", "ErrorDetail.Type leaves out the type URL's prefix"),
			peer.Limited("server.send-headers",
				"a handler with a single response sets headers, which go out with the response"),
			peer.Limited("server.status-and-message",
				"a handler with a single response returns both; a stream has no way to return a message"),
			peer.Limited("server.compression.gzip", "sent where the client accepts it, in the request's encoding if that has one"),
			peer.Limited("server.compression.deflate",
				"chosen for a listener, or by a request in it; a handler can't choose"),
			peer.Cannot("server.compression.asymmetric", "a response to a compressed request has its encoding"),
			peer.Limited("client.keepalive", "net/http sends PINGs without calls too"),
			peer.Limited("server.keepalive", "net/http sends PINGs without calls too"),
			peer.Cannot("client.wait-for-ready", "the library fails a call that can't connect"),
			peer.Cannot("client.service-config", "the library has no service config"),
			peer.Cannot("client.tls-alpn", "net/http adds h2 to every list"),
			peer.Cannot("client.compress-per-message", "a client compresses all its messages, or those of a length"),
			peer.Cannot("server.compress-per-message", "a handler can't choose"),
			peer.Cannot("server.leave-plain", "a handler can't choose, and gzip is the client's to accept"),
			peer.Cannot("server.see-compression", "the library doesn't tell of a message whether it was compressed"),
			peer.Cannot("server.ping-strikes", "net/http bounds the PINGs that wait for an answer, and counts no others"),
			peer.Cannot("server.threads", "a goroutine for each call, no pool"),
		},
	)
}
