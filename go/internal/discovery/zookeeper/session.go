// Package zookeeper watches the children of a path in ZooKeeper, and registers servers as such.
//
// A session here is one of ZooKeeper: when it has expired, another takes its place, and whoever uses
// it begins anew with that one. github.com/go-zookeeper/zk would go on with the same connection object; then the
// socket of the expired session stays open, and a registry that has lost its data is never reached again.
package zookeeper

import (
	"context"
	"sync"
	"time"

	"github.com/go-zookeeper/zk"
)

// key is what sessions are shared by. A session that holds entries has the timeout that its server wants.
type key struct {
	address string
	timeout time.Duration
}

// session is the connection to one registry.
type session struct {
	key   key
	users int
	end   context.CancelFunc
	ended chan struct{}

	mu        sync.Mutex
	listeners map[*listener]bool
	// conn is nil until there is a session.
	conn *zk.Conn
	// down is why the last attempt to connect failed, nil while connected.
	down error
}

// listener is told what happens in a session. Its functions must not block.
type listener struct {
	// renewed says that there is a new session.
	renewed func(*zk.Conn)
	// event is one of a node.
	event func(zk.Event)
	// unreachable says that an attempt to connect has failed.
	unreachable func(error)
}

var (
	sessionsMu sync.Mutex
	sessions   = map[key]*session{}
)

// open gives the session of a registry. Each open wants a close.
func open(wanted key, one *listener) *session {
	sessionsMu.Lock()
	defer sessionsMu.Unlock()
	opened, ok := sessions[wanted]
	if !ok {
		opened = newSession(wanted)
		sessions[wanted] = opened
	}
	opened.users++
	opened.join(one)
	return opened
}

func newSession(wanted key) *session {
	ctx, end := context.WithCancel(context.Background())
	made := &session{key: wanted, end: end, ended: make(chan struct{}), listeners: map[*listener]bool{}}
	go made.run(ctx)
	return made
}

// run has one session after the other until the last user is gone.
func (s *session) run(ctx context.Context) {
	defer close(s.ended)
	for ctx.Err() == nil {
		live(ctx, s)
	}
}

// close ends the session with its last user, and then waits until it is over.
func (s *session) close(one *listener) {
	sessionsMu.Lock()
	s.mu.Lock()
	delete(s.listeners, one)
	s.mu.Unlock()
	s.users--
	last := s.users == 0
	if last {
		delete(sessions, s.key)
	}
	sessionsMu.Unlock()
	if last {
		s.end()
		<-s.ended
	}
}

func (s *session) join(one *listener) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.listeners[one] = true
	if s.conn != nil {
		one.renewed(s.conn)
	}
	if s.down != nil {
		one.unreachable(s.down)
	}
}

// over says that the session is gone, before there is another.
func (s *session) over() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conn = nil
}

func (s *session) renewed(conn *zk.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conn = conn
	for one := range s.listeners {
		one.renewed(conn)
	}
}

func (s *session) event(happened zk.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for one := range s.listeners {
		one.event(happened)
	}
}

// reached takes nil for a connection, or why there is none.
func (s *session) reached(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.down = err; err == nil {
		return
	}
	for one := range s.listeners {
		one.unreachable(err)
	}
}
