package connectdiscovery

import (
	"context"
	"net"
	"net/http"
	"sync"
)

// connection is one HTTP/2 connection.
type connection struct {
	client *http.ClientConn
	conn   net.Conn
	// lost is closed when no more requests can be sent on it. Those that were sent may still go on.
	lost chan struct{}
	lose func()
	// gone is closed when the connection is.
	gone chan struct{}
	end  func()

	mu      sync.Mutex
	retired bool
}

func watchOver(client *http.ClientConn, conn *heardConn) *connection {
	made := &connection{client: client, conn: conn.Conn, lost: make(chan struct{}), gone: make(chan struct{})}
	made.lose = sync.OnceFunc(func() { close(made.lost) })
	made.end = sync.OnceFunc(func() { close(made.gone) })
	client.SetStateHook(made.state)
	return made
}

// state is called with each change, also when a request is over.
func (c *connection) state(client *http.ClientConn) {
	if client.Err() != nil {
		c.lose()
		c.end()
	}
	c.mu.Lock()
	retired := c.retired
	c.mu.Unlock()
	if retired && client.InFlight() == 0 {
		_ = client.Close()
	}
}

// retire closes the connection with the last request on it.
func (c *connection) retire() {
	c.mu.Lock()
	c.retired = true
	c.mu.Unlock()
	c.state(c.client)
}

// usable tells whether a request that failed may be at fault itself. A connection that has been told to go
// away isn't closed, and says nothing of that; it only takes no more requests.
func (c *connection) usable() bool {
	if c.client.Reserve() != nil {
		return false
	}
	c.client.Release()
	return true
}

// heardConn says when the first byte has come.
type heardConn struct {
	net.Conn
	heard chan struct{}
	once  sync.Once
}

func (c *heardConn) Read(buffer []byte) (int, error) {
	read, err := c.Conn.Read(buffer)
	if read > 0 {
		c.once.Do(func() { close(c.heard) })
	}
	return read, err
}

type dial func(ctx context.Context, network, address string) (net.Conn, error)

// listening notes the connection that a dialer makes, of which a server has one at a time.
func (s *server) listening(usual dial) dial {
	if usual == nil {
		usual = new(net.Dialer).DialContext
	}
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := usual(ctx, network, address)
		if err != nil {
			return nil, err
		}
		s.dialed = &heardConn{Conn: conn, heard: make(chan struct{})}
		return s.dialed, nil
	}
}
