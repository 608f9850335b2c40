package consul

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/crosswire-interop/crosswire/go/internal/discovery/pause"
)

const (
	// blocking is how long the agent may hold a query that has no news. It adds up to a sixteenth.
	blocking = time.Minute
	// silence is how long an agent may take for one: longer means that it is gone without a word.
	silence = blocking + blocking/16 + 10*time.Second
	// firstSilence is for a query that doesn't block.
	firstSilence = 5 * time.Second
)

// query is one blocking query: the same path, again and again, each time from the position of the last answer.
type query struct {
	agent      *agent
	path       string
	parameters url.Values
	limit      int64
	// alsoFine is a status besides 200 that is an answer.
	alsoFine int
	// byHash is for what the agent itself knows; what its servers know has an index.
	byHash   bool
	position string
}

// follow passes every answer on, and every failure of an attempt, until ctx is done.
func (q *query) follow(ctx context.Context, answered func(*answer) error, failed func(error)) {
	var pauses pause.Growing
	for ctx.Err() == nil {
		got, err := q.next(ctx)
		if err == nil {
			err = answered(got)
		}
		if err == nil {
			pauses.Reset()
			continue
		}
		if ctx.Err() == nil {
			failed(err)
		}
		q.position = ""
		pauses.Wait(ctx, nil)
	}
}

// next waits for an answer that the last one wasn't.
func (q *query) next(ctx context.Context) (*answer, error) {
	limit := silence
	if q.position == "" {
		limit = firstSilence
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	got, err := q.agent.do(ctx, http.MethodGet, q.path+"?"+q.encode(), nil, q.limit)
	if err != nil {
		return nil, err
	}
	if got.status != http.StatusOK && got.status != q.alsoFine {
		return nil, q.agent.refusal(got)
	}
	return got, q.remember(got.header)
}

func (q *query) encode() string {
	parameters := maps.Clone(q.parameters)
	if q.position == "" {
		return parameters.Encode()
	}
	if parameters == nil {
		parameters = url.Values{}
	}
	name := "index"
	if q.byHash {
		name = "hash"
	}
	parameters.Set(name, q.position)
	parameters.Set("wait", blocking.String())
	return parameters.Encode()
}

// remember begins anew when the index has gone back, as it does when the servers' state was restored. An
// index of 0 wouldn't block.
func (q *query) remember(header http.Header) error {
	if q.byHash {
		q.position = header.Get("X-Consul-Contenthash")
		return nil
	}
	index, err := strconv.ParseUint(header.Get("X-Consul-Index"), 10, 64)
	if err != nil {
		return fmt.Errorf("consul %s: X-Consul-Index: %w", q.agent.address, err)
	}
	last, _ := strconv.ParseUint(q.position, 10, 64) // None is 0.
	q.position = strconv.FormatUint(max(index, 1), 10)
	if index < last {
		q.position = ""
	}
	return nil
}
