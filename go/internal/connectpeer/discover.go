package connectpeer

import (
	"net/http"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	"github.com/crosswire-interop/crosswire/go/internal/discovery"
	"github.com/crosswire-interop/crosswire/go/internal/discovery/connectdiscovery"
	"github.com/crosswire-interop/crosswire/go/internal/peer"
)

// registryURL has a host that only says what the requests' authority is.
const registryURL = "http://registry"

// discover makes a channel to the servers that a registry names.
func discover(plan *peerv1.CallPlan) (peer.Channel, error) {
	switch {
	case plan.GetTls() != nil:
		return nil, peer.Unsupported("tls", "the connections to a registry's servers are h2c")
	case plan.GetHttpVersion() == peerv1.HttpVersion_HTTP_VERSION_1_1:
		return nil, peer.Unsupported("httpVersion", "the connections to a registry's servers are h2c")
	}
	policy, err := discovery.PolicyOf(plan.GetChannel().GetServiceConfig())
	if err != nil {
		return nil, peer.BadPlan("channel.serviceConfig: %v", err)
	}
	client, err := connectdiscovery.New(plan.GetTargets()[0], connectdiscovery.Options{
		Policy: policy, WaitForReady: plan.GetChannel().GetWaitForReady(),
		Configure: func(transport *http.Transport) { configure(transport, plan.GetChannel()) },
	})
	if err != nil {
		return nil, peer.BadPlan("targets: %v", err)
	}
	return &channel{client: client, url: registryURL, options: clientOptions(plan), close: client.Close}, nil
}
