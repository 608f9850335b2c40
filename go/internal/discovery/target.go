package discovery

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"

	"github.com/crosswire-interop/crosswire/go/internal/discovery/entry"
)

// The schemes of registry targets.
const (
	ZooKeeper = "zookeeper"
	Consul    = "consul"
)

// Target is where servers are looked up.
type Target struct {
	Scheme string
	// Authority is the registry's "host:port".
	Authority string
	// Name is ZooKeeper's path, with its slash, or Consul's service.
	Name string
	// DC is Consul's data centre. Empty means the agent's own.
	DC string
	// Failover is the data centre that is asked when the first has no healthy instance.
	Failover string
}

// IsRegistryTarget tells whether a registry is meant, well written or not.
func IsRegistryTarget(uri string) bool {
	return strings.HasPrefix(uri, ZooKeeper+":") || strings.HasPrefix(uri, Consul+":")
}

// ParseTarget reads "zookeeper://host:port/path" or "consul://host:port/service?dc=dc2&failover=dc3".
func ParseTarget(uri string) (Target, error) {
	target, query, err := parseTarget(uri)
	if err == nil {
		err = target.takeQuery(query)
	}
	if err == nil {
		err = target.checkName()
	}
	if err != nil {
		return Target{}, fmt.Errorf("target %s: %w", entry.Quote(uri), err)
	}
	return target, nil
}

func parseTarget(uri string) (Target, string, error) {
	if !strings.Contains(uri, "://") {
		return Target{}, "", errors.New("no scheme://")
	}
	parsed, err := url.Parse(uri)
	if err != nil {
		return Target{}, "", errors.Unwrap(err)
	}
	if parsed.User != nil {
		return Target{}, "", errors.New("a user name means nothing")
	}
	if strings.Contains(uri, "#") {
		return Target{}, "", errors.New("a fragment means nothing")
	}
	target := Target{Scheme: parsed.Scheme, Name: parsed.Path}
	target.Authority, err = authority(parsed.Scheme, parsed.Host)
	return target, parsed.RawQuery, err
}

func (t *Target) takeQuery(raw string) error {
	query, err := url.ParseQuery(raw)
	if err != nil {
		return fmt.Errorf("its parameters: %w", err)
	}
	for key, values := range query {
		if t.Scheme != Consul || (key != "dc" && key != "failover") {
			return fmt.Errorf("parameter %s means nothing", entry.Quote(key))
		}
		if len(values) != 1 || values[0] == "" {
			return fmt.Errorf("parameter %s wants one value", key)
		}
	}
	t.DC, t.Failover = query.Get("dc"), query.Get("failover")
	return nil
}

func (t *Target) checkName() error {
	parts := strings.Split(t.Name, "/")[1:]
	if t.Scheme == Consul {
		t.Name = strings.TrimPrefix(t.Name, "/")
		if len(parts) != 1 || t.Name == "" {
			return errors.New("no service name after the authority, or more than that")
		}
		return nil
	}
	for _, part := range parts {
		if part == "" || part == "." || part == ".." || strings.ContainsRune(part, 0) {
			return fmt.Errorf("%s is no path of ZooKeeper", entry.Quote(t.Name))
		}
	}
	if len(parts) == 0 {
		return errors.New("no path after the authority")
	}
	return nil
}

// authority is the one given, or the environment's, or the registry's usual one.
func authority(scheme, given string) (string, error) {
	switch {
	case scheme != ZooKeeper && scheme != Consul:
		return "", fmt.Errorf("scheme %s is neither %s nor %s", entry.Quote(scheme), ZooKeeper, Consul)
	case given != "":
		return given, checkAddress(given)
	case scheme == ZooKeeper:
		return fromEnvironment("ZOOKEEPER_ADDRESS", "127.0.0.1:2181")
	default:
		return fromEnvironment("CONSUL_HTTP_ADDR", "127.0.0.1:8500")
	}
}

// fromEnvironment takes "http://host:port" too, since Consul's own programs do.
func fromEnvironment(variable, usual string) (string, error) {
	address := strings.TrimPrefix(os.Getenv(variable), "http://")
	if address == "" {
		return usual, nil
	}
	if err := checkAddress(address); err != nil {
		return "", fmt.Errorf("%s: %w", variable, err)
	}
	return address, nil
}
