package connectpeer

import (
	"context"
	"net"
	"sync"
)

// sockets are the connections that a channel has dialled. net/http closes only idle ones.
type sockets struct {
	// path is of a Unix socket, dialled whatever the URL says; empty without one.
	path string

	mu     sync.Mutex
	open   []net.Conn
	closed bool
}

func (s *sockets) dial(ctx context.Context, network, address string) (net.Conn, error) {
	if s.path != "" {
		network, address = "unix", s.path
	}
	conn, err := new(net.Dialer).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		_ = conn.Close()
		return nil, net.ErrClosed
	}
	s.open = append(s.open, conn)
	return conn, nil
}

func (s *sockets) closeAll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, conn := range s.open {
		_ = conn.Close()
	}
	s.open, s.closed = nil, true
}
