package connectdiscovery

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync"
	"sync/atomic"

	"connectrpc.com/connect"
)

// request is one that is under way on a server.
type request struct {
	server     *server
	connection *connection
	once       sync.Once
	written    atomic.Bool
}

// send has the request counted until the response's body is closed or read to its end.
func (r *request) send(original *http.Request, body *body) (*http.Response, error) {
	usual := httptrace.ContextClientTrace(original.Context())
	if usual != nil && usual.GotConn != nil {
		// A ClientConn leaves this to its owner.
		usual.GotConn(httptrace.GotConnInfo{Conn: r.connection.conn, Reused: true})
	}
	ctx := httptrace.WithClientTrace(original.Context(), &httptrace.ClientTrace{
		WroteHeaders: func() { r.written.Store(true) },
	})
	sent := original.WithContext(ctx)
	if original.Body != nil && original.Body != http.NoBody {
		sent.Body = body
	}
	response, err := r.connection.client.RoundTrip(sent)
	if err != nil {
		r.over()
		return nil, err
	}
	response.Request = original
	response.Body = &counted{response.Body, r, original.Context()}
	return response, nil
}

func (r *request) over() {
	r.once.Do(func() {
		r.server.pool.mu.Lock()
		defer r.server.pool.mu.Unlock()
		r.server.active--
	})
}

const (
	// goneAway is the text of net/http's error, which has no name, for a request that the server didn't get to
	// before it closed (RFC 9113, section 6.8).
	goneAway = "Transport received Server's graceful shutdown GOAWAY"
	// refusedStream is the code of a request that the server did nothing about (RFC 9113, section 8.7).
	refusedStream = 0x7
)

// streamError has the fields of net/http's own, which errors.As then copies.
type streamError struct {
	StreamID uint32
	Code     uint32
	Cause    error
}

func (e streamError) Error() string { return "" }

// unsent tells whether the server can't have done anything about the request, since it didn't get it or says so.
func (r *request) unsent(ctx context.Context, err error, body *body) bool {
	if ctx.Err() != nil {
		return false
	}
	var reset streamError
	if errors.As(err, &reset) && reset.Code == refusedStream {
		return true
	}
	if r.reached(err, body) || r.connection.usable() {
		return false
	}
	r.connection.lose()
	return true
}

// reached tells whether the request's headers may have come to the server. Headers that couldn't be written count
// as written to net/http; then it hasn't begun with the body.
func (r *request) reached(err error, body *body) bool {
	var failed *net.OpError
	switch {
	case !r.written.Load() || strings.Contains(err.Error(), goneAway):
		return false
	case errors.As(err, &failed) && failed.Op == "write":
		return body.begun()
	}
	return true
}

// explain says which server was lost. connect-go would take a connection that was reset for a call that the client
// has cancelled.
func (r *request) explain(ctx context.Context, err error) error {
	if errors.Is(err, io.EOF) || ctx.Err() != nil || r.connection.client.Err() == nil {
		return err
	}
	return connect.NewError(connect.CodeUnavailable, fmt.Errorf("connection to %s lost: %w", r.server.address, err))
}

// counted is a response's body.
type counted struct {
	io.ReadCloser
	request *request
	ctx     context.Context
}

func (c *counted) Read(buffer []byte) (int, error) {
	read, err := c.ReadCloser.Read(buffer)
	if err != nil {
		c.request.over()
		err = c.request.explain(c.ctx, err)
	}
	return read, err
}

func (c *counted) Close() error {
	c.request.over()
	return c.ReadCloser.Close()
}
