package consul

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"unicode/utf8"

	"github.com/crosswire-interop/crosswire/go/internal/discovery/entry"
)

const (
	// textLimit is how long a text may be.
	textLimit = 1 << 10
	// valueLimit is over what Consul keeps, so that a text which is too long is still an answer.
	valueLimit = 1 << 20
)

// text is what a key holds.
type text struct {
	value   string
	present bool
}

// FollowKey tells of a key's text, first and when it has changed, until ctx is done.
func FollowKey(ctx context.Context, address, key string, onText func(text string, present bool)) {
	agent := open(address)
	defer agent.close()
	asked := &query{
		agent: agent, path: "/v1/kv/" + key, parameters: url.Values{"raw": {"1"}}, limit: valueLimit,
		alsoFine: http.StatusNotFound,
	}
	var last *text
	asked.follow(ctx, func(got *answer) error {
		if now := textOf(key, got); last == nil || *last != now {
			last = &now
			onText(now.value, now.present)
		}
		return nil
	}, func(error) {})
}

// textOf treats a text that can't be used like none, with a line on stderr.
func textOf(key string, got *answer) text {
	trouble := ""
	switch {
	case got.status == http.StatusNotFound:
		return text{}
	case len(got.body) > textLimit:
		trouble = fmt.Sprintf("over %d bytes of text", textLimit)
	case !utf8.Valid(got.body):
		trouble = "text is not UTF-8"
	default:
		return text{value: string(got.body), present: true}
	}
	fmt.Fprintf(os.Stderr, "discovery: key %s: left out: %s\n", entry.Quote(key), trouble)
	return text{}
}
