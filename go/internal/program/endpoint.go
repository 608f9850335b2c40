package program

import (
	"context"
	"net/http"

	"connectrpc.com/connect"

	"github.com/crosswire-interop/crosswire/go/internal/discovery"
	"github.com/crosswire-interop/crosswire/go/internal/discovery/connectdiscovery"
)

// Endpoint is what connect-go calls: an address, or the servers that a registry names. It is the
// HTTP client to call it with.
type Endpoint struct {
	connect.HTTPClient
	// URL is the base URL of the calls.
	URL   string
	Close func()
	// AwaitListening waits until something listens there or the context is done.
	AwaitListening func(context.Context) error
}

// NewEndpoint makes one that speaks HTTP/2 without TLS, as gRPC over plaintext needs.
func NewEndpoint(flags *ClientFlags) (*Endpoint, error) {
	if discovery.IsRegistryTarget(flags.Server()) {
		return registryEndpoint(flags)
	}
	protocols := new(http.Protocols)
	protocols.SetUnencryptedHTTP2(true)
	client := &http.Client{Transport: &http.Transport{Protocols: protocols}}
	return &Endpoint{
		HTTPClient: client, URL: "http://" + flags.Server(), Close: client.CloseIdleConnections,
		AwaitListening: func(ctx context.Context) error { return awaitListening(ctx, flags.Server()) },
	}, nil
}

// registryEndpoint waits by itself for a server's connection, as long as one may come about.
func registryEndpoint(flags *ClientFlags) (*Endpoint, error) {
	client, err := connectdiscovery.New(flags.Server(), connectdiscovery.Options{Policy: flags.policy})
	if err != nil {
		return nil, err
	}
	return &Endpoint{
		HTTPClient: client, URL: "http://registry", Close: client.Close,
		AwaitListening: func(context.Context) error { return nil },
	}, nil
}
