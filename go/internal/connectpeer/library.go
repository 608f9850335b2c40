// Package connectpeer plays connect-go on net/http, as client and as server.
package connectpeer

import (
	"slices"

	"connectrpc.com/connect"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	"github.com/crosswire-interop/crosswire/go/internal/peer"
)

// Library is connect-go.
type Library struct{}

// Describe says what connect-go can do.
func (Library) Describe() peer.Description {
	return peer.Description{
		Modules:      []string{"connectrpc.com/connect", "connectrpc.com/grpchealth"},
		UserAgent:    "grpc-go-connect/" + connect.Version,
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
			"server.registration", "server.settings", "server.health-switch", "server.processes",
		),
		[]*peerv1.Capability{
			peer.Limited("client.read-headers", "a unary stub shows the headers when the call is over"),
			peer.Limited("client.status-details", "ErrorDetail.Type leaves out the type URL's prefix"),
			peer.Limited("server.send-headers",
				"a handler with a single response sets headers, which go out with the response"),
			peer.Limited("server.status-and-message",
				"a handler with a single response returns both; a stream has no way to return a message"),
			peer.Cannot("server.threads", "a goroutine for each call, no pool"),
			peer.Cannot("transport.http1", "a call plan has no field for it"),
		},
	)
}
