package grpcpeer

import (
	"encoding/json"
	"fmt"

	"github.com/crosswire-interop/crosswire/go/internal/discovery"
	// Makes the registries' schemes and the policies known to grpc-go.
	_ "github.com/crosswire-interop/crosswire/go/internal/discovery/grpcdiscovery"
	"github.com/crosswire-interop/crosswire/go/internal/peer"
)

// registryConfig is a registry's service config: the plan's, with the policy named that it stands
// for. grpc-go itself would choose pick_first where there is none.
func registryConfig(target, config string) (string, error) {
	if _, err := discovery.ParseTarget(target); err != nil {
		return "", peer.BadPlan("targets: %v", err)
	}
	policy, err := discovery.PolicyOf(config)
	if err != nil {
		return "", peer.BadPlan("channel.serviceConfig: %v", err)
	}
	fields := map[string]json.RawMessage{}
	if config != "" {
		if err := json.Unmarshal([]byte(config), &fields); err != nil {
			return "", peer.BadPlan("channel.serviceConfig: %v", err)
		}
	}
	fields["loadBalancingConfig"] = json.RawMessage(fmt.Sprintf(`[{%q:{}}]`, policy))
	written, err := json.Marshal(fields)
	return string(written), err
}
