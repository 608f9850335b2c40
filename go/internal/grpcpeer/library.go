// Package grpcpeer plays grpc-go, as client and as server.
package grpcpeer

import (
	"slices"

	"google.golang.org/grpc"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	"github.com/crosswire-interop/crosswire/go/internal/peer"
)

// Library is grpc-go.
type Library struct{}

// Describe says what grpc-go can do.
func (Library) Describe() peer.Description {
	return peer.Description{
		Modules:      []string{"google.golang.org/grpc", "golang.org/x/net"},
		UserAgent:    "grpc-go/" + grpc.Version,
		Capabilities: capabilities(),
	}
}

func capabilities() []*peerv1.Capability {
	return slices.Concat(
		peer.Can(
			"protocol.grpc", "transport.h2c", "transport.tls", "transport.mtls", "transport.uds",
			"client.unary", "client.server-stream", "client.client-stream", "client.bidi-stream",
			"client.lockstep", "client.free-bidi", "client.pause-reading", "client.cancel",
			"client.fresh", "client.local-port", "client.status-details", "client.discovery",
			"server.unary", "server.server-stream", "server.client-stream", "server.bidi-stream",
			"server.native-error", "server.return-nothing",
			"server.send-headers", "server.status-details", "server.forward",
			"server.peer-address", "server.time-left", "server.cancelled",
			"server.registration", "server.settings", "server.health-switch", "server.processes",
		),
		[]*peerv1.Capability{
			peer.Limited("client.read-headers", "a unary stub shows the headers when the call is over"),
			peer.Limited("server.status-and-message",
				"a unary handler returns both; a stream has no way to return a message"),
			peer.Cannot("server.panic", "a panic in a handler ends the process, grpc/grpc-go#441"),
			peer.Cannot("server.threads", "a goroutine for each call, no pool"),
			peer.Cannot("transport.http1", "the library speaks HTTP/2 only"),
			peer.Cannot("protocol.grpc-web", "the library speaks gRPC only"),
			peer.Cannot("protocol.connect", "the library speaks gRPC only"),
		},
	)
}
