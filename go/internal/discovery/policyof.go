package discovery

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/crosswire-interop/crosswire/go/internal/discovery/policy"
)

// PolicyOf is the first known policy of a gRPC service config's loadBalancingConfig; round_robin without one.
func PolicyOf(serviceConfig string) (string, error) {
	if serviceConfig == "" {
		return policy.RoundRobin, nil
	}
	var config struct {
		Policies []map[string]json.RawMessage `json:"loadBalancingConfig"`
	}
	if err := json.Unmarshal([]byte(serviceConfig), &config); err != nil {
		return "", fmt.Errorf("service config: %w", err)
	}
	if len(config.Policies) == 0 {
		return policy.RoundRobin, nil
	}
	for _, choice := range config.Policies {
		if len(choice) != 1 {
			return "", errors.New("service config: each of loadBalancingConfig has one policy")
		}
		for name := range choice {
			if policy.Known(name) {
				return name, nil
			}
		}
	}
	return "", fmt.Errorf("service config: loadBalancingConfig has none of %v", policy.Names())
}
