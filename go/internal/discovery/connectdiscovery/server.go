package connectdiscovery

import (
	"context"
	"net/http"
	"time"

	"github.com/crosswire-interop/crosswire/go/internal/discovery/pause"
)

const (
	// connectLimit is how long a server may take to answer a connection.
	connectLimit = 10 * time.Second
	// brief is a connection that is no sign of a server that is well.
	brief = time.Second
)

// server is one of a pool's, and its connection. The pool's lock guards the fields from weight on.
type server struct {
	pool      *pool
	address   string
	transport *http.Transport
	dialed    *heardConn
	ctx       context.Context
	end       context.CancelFunc

	weight int
	active int
	// connection is nil while there is none, and failure nil until an attempt has failed.
	connection *connection
	failure    error
}

func newServer(in *pool, address string) *server {
	made := &server{pool: in, address: address, transport: &http.Transport{}}
	made.ctx, made.end = context.WithCancel(in.ctx)
	if in.options.Configure != nil {
		in.options.Configure(made.transport)
	}
	made.transport.Protocols = new(http.Protocols)
	made.transport.Protocols.SetUnencryptedHTTP2(true)
	made.transport.DialContext = made.listening(made.transport.DialContext)
	return made
}

// maintain keeps a connection until the server is no longer wanted.
func (s *server) maintain() {
	var pauses pause.Growing
	for s.ctx.Err() == nil {
		made, err := s.connect()
		s.note(made, err)
		if err != nil {
			pauses.Wait(s.ctx, nil)
			continue
		}
		since := time.Now()
		select {
		case <-made.lost:
		case <-s.ctx.Done():
		}
		s.note(nil, nil)
		s.leave(made)
		if time.Since(since) > brief {
			pauses.Reset()
			continue
		}
		pauses.Wait(s.ctx, nil)
	}
	s.transport.CloseIdleConnections()
}

// note keeps the last failure until there is a connection.
func (s *server) note(made *connection, failure error) {
	s.pool.mu.Lock()
	defer s.pool.mu.Unlock()
	s.connection = made
	if made != nil || failure != nil {
		s.failure = failure
	}
	s.pool.notify()
}

// connect takes a connection for one when the server has said something on it: a port that takes connections
// may have nobody behind it.
func (s *server) connect() (*connection, error) {
	ctx, cancel := context.WithTimeout(s.ctx, connectLimit)
	defer cancel()
	client, err := s.transport.NewClientConn(ctx, "http", s.address)
	if err != nil {
		return nil, err
	}
	made := watchOver(client, s.dialed)
	select {
	case <-s.dialed.heard:
		return made, nil
	case <-made.lost:
		err = client.Err()
	case <-ctx.Done():
		err = ctx.Err()
	}
	_ = client.Close()
	return nil, err
}

// leave lets the requests on a connection finish, unless the client is closed first.
func (s *server) leave(made *connection) {
	made.retire()
	s.pool.work.Go(func() {
		select {
		case <-made.gone:
		case <-s.pool.ctx.Done():
		}
		_ = made.client.Close()
	})
}
