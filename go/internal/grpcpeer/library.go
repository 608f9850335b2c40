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
			"client.way.invoke", "client.way.prepared",
			"server.reflection-v1", "server.reflection-v1alpha", "server.health-watch",
			"client.wait-for-ready", "client.service-config", "client.authority", "client.max-metadata",
			"client.tls-versions",
			"server.throw-later", "server.throw-cancellation", "server.go-on", "server.unknown-codes",
			"server.max-concurrent-streams", "server.max-metadata", "server.tls-versions", "server.reuse-port",
			"client.compression.gzip", "client.compression.deflate",
			"server.compression.gzip", "server.compression.deflate", "server.compression.asymmetric",
			"server.leave-plain", "server.ping-strikes",
			"server.registration", "server.settings", "server.health-switch", "server.processes",
		),
		[]*peerv1.Capability{
			peer.Limited("client.read-headers", "a unary stub shows the headers when the call is over"),
			peer.Limited("server.status-and-message",
				"a unary handler returns both; a stream has no way to return a message"),
			peer.Cannot("server.panic", "a panic in a handler ends the process, grpc/grpc-go#441"),
			peer.Limited("client.keepalive", "no PINGs sooner than after ten seconds"),
			peer.Limited("server.keepalive",
				"no PINGs sooner than after a second; clients may send them as often as the server"),
			peer.Cannot("client.tls-alpn", "h2 is added to every list"),
			peer.Cannot("server.tls-alpn", "h2 is added to every list"),
			peer.Cannot("client.http-get", "gRPC has no GET"),
			peer.Cannot("codec.json", "the library has no JSON codec"),
			peer.Cannot("client.compress-per-message", "an RPC has one compressor for all its messages"),
			peer.Cannot("server.compress-per-message", "SetSendCompressor is for a whole RPC, and before its headers"),
			peer.Limited("server.see-compression",
				"told by a message's lengths: one that is as long when it is compressed passes for plain"),
			peer.Cannot("server.threads", "a goroutine for each call, no pool"),
			peer.Cannot("transport.http1", "the library speaks HTTP/2 only"),
			peer.Cannot("protocol.grpc-web", "the library speaks gRPC only"),
			peer.Cannot("protocol.connect", "the library speaks gRPC only"),
		},
	)
}
