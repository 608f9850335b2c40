package discovery

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/crosswire-interop/crosswire/go/internal/discovery/consul"
	"github.com/crosswire-interop/crosswire/go/internal/discovery/entry"
)

// FollowKey tells of the text of a key in Consul, "consul://host:port/orders/greeting", when it has been read
// and each time that it has changed, until stop is called. A key that isn't there, or whose text can't be
// used, is not present. While Consul can't be reached, the last text holds.
func FollowKey(uri string, onText func(text string, present bool)) (stop func(), err error) {
	address, key, err := parseKey(uri)
	if err != nil {
		return nil, fmt.Errorf("key %s: %w", entry.Quote(uri), err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	go consul.FollowKey(ctx, address, key, onText)
	return cancel, nil
}

func parseKey(uri string) (address, key string, err error) {
	if !strings.HasPrefix(uri, Consul+"://") {
		return "", "", errors.New("is not consul://host:port/key")
	}
	target, query, err := parseTarget(uri)
	switch {
	case err != nil:
		return "", "", err
	case query != "":
		return "", "", errors.New("a key takes no parameters")
	case strings.Trim(target.Name, "/") == "":
		return "", "", errors.New("no key after the authority")
	}
	return target.Authority, (&url.URL{Path: strings.TrimPrefix(target.Name, "/")}).EscapedPath(), nil
}
