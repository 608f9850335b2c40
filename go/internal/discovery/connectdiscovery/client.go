// Package connectdiscovery is an HTTP client for connect-go that finds its servers in a registry, and picks one
// for each request.
//
//	client, err := connectdiscovery.New("zookeeper://127.0.0.1:2181/rpc_calc", connectdiscovery.Options{})
//	defer client.Close()
//	users := usersconnect.NewMyServiceClient(client, "http://rpc_calc.zookeeper", connect.WithGRPC())
//
// It keeps one HTTP/2 connection without TLS to each server, as grpc-go would. What the base URL's host says is
// only the request's authority.
package connectdiscovery

import (
	"net/http"

	"github.com/crosswire-interop/crosswire/go/internal/discovery"
	"github.com/crosswire-interop/crosswire/go/internal/discovery/policy"
)

// Options may be left empty.
type Options struct {
	// Policy picks the servers. Empty means round_robin; discovery.PolicyOf reads one from a service config.
	Policy string
	// WaitForReady makes a request wait for a server until its context is done, where it would fail otherwise.
	WaitForReady bool
	// Configure sets a server's transport up further: limits, keepalive, the dialer.
	Configure func(*http.Transport)
}

// Client is a connect.HTTPClient. Close ends its connections and its watch.
type Client struct {
	pool *pool
	stop func()
}

// New makes a client, which connects at once.
func New(uri string, options Options) (*Client, error) {
	target, err := discovery.ParseTarget(uri)
	if err != nil {
		return nil, err
	}
	if options.Policy == "" {
		options.Policy = policy.RoundRobin
	}
	chosen, err := policy.New(options.Policy)
	if err != nil {
		return nil, err
	}
	made := &Client{pool: newPool(uri, chosen, options)}
	made.stop = discovery.Watch(target, discovery.Watcher{
		Servers: made.pool.update, Unreachable: made.pool.unreachable,
	})
	return made, nil
}

// Close interrupts the requests that are under way.
func (c *Client) Close() {
	c.stop()
	c.pool.close()
}

// resendLimit is how often a request is sent elsewhere.
const resendLimit = 5

// Do sends a request to a server that the policy picks. One that was never sent is sent elsewhere.
func (c *Client) Do(request *http.Request) (*http.Response, error) {
	body := keep(request)
	for resent := 0; ; resent++ {
		picked, err := c.pool.pick(request.Context())
		if err != nil {
			return nil, body.fail(err)
		}
		response, err := picked.send(request, body)
		if err == nil {
			body.settle()
			return response, nil
		}
		if resent == resendLimit || !picked.unsent(request.Context(), err, body) || !body.again() {
			return nil, body.fail(picked.explain(request.Context(), err))
		}
	}
}
