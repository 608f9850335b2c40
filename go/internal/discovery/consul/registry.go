// Package consul speaks with a Consul agent over its HTTP API: blocking queries of healthy instances and of
// keys, and registrations. It uses net/http alone: these are five requests, and Consul's own client
// would bring some twenty modules along for them.
package consul

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/crosswire-interop/crosswire/go/internal/discovery/entry"
)

// agent is the connections to one agent, shared by all of this process that use it.
type agent struct {
	address   string
	transport *http.Transport
	users     int
}

var (
	agentsMu sync.Mutex
	agents   = map[string]*agent{}
)

// open gives the agent of an address. Each open wants a close.
func open(address string) *agent {
	agentsMu.Lock()
	defer agentsMu.Unlock()
	opened, ok := agents[address]
	if !ok {
		opened = &agent{address: address, transport: &http.Transport{MaxIdleConnsPerHost: 16, IdleConnTimeout: time.Minute}}
		agents[address] = opened
	}
	opened.users++
	return opened
}

func (a *agent) close() {
	agentsMu.Lock()
	defer agentsMu.Unlock()
	if a.users--; a.users == 0 {
		a.transport.CloseIdleConnections()
		delete(agents, a.address)
	}
}

// answer is what came of a request.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// do makes one request. An answer of over limit bytes is an error.
func (a *agent) do(ctx context.Context, method, path string, body io.Reader, limit int64) (*answer, error) {
	request, err := http.NewRequestWithContext(ctx, method, "http://"+a.address+path, body)
	if err != nil {
		return nil, err
	}
	response, err := a.transport.RoundTrip(request)
	if err != nil {
		return nil, fmt.Errorf("consul %s can't be reached: %w", a.address, err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, limit+1))
	if err != nil {
		return nil, fmt.Errorf("consul %s can't be reached: %w", a.address, err)
	}
	if int64(len(text)) > limit {
		return nil, fmt.Errorf("consul %s: an answer of over %d bytes", a.address, limit)
	}
	return &answer{response.StatusCode, response.Header, text}, nil
}

func (a *agent) refusal(got *answer) error {
	return fmt.Errorf("consul %s: %d %s", a.address, got.status, entry.Quote(string(got.body)))
}
