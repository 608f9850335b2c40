package zookeeper

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/crosswire-interop/crosswire/go/internal/discovery/pause"
)

const (
	// dialLimit is how long a connection may take.
	dialLimit = 3 * time.Second
	// sessionLimit is how long a registry may take to give a session on a connection. The library
	// would wait six times the session's timeout.
	sessionLimit = 3 * time.Second
)

// line connects to a registry again and again, with growing pauses. It is the library's dialer, and also its host
// provider, since that is what makes the library pause for a whole second before it dials.
type line struct {
	ctx     context.Context
	address string
	// reached is told of attempts that failed.
	reached func(error)

	mu      sync.Mutex
	pauses  pause.Growing
	dialed  bool
	conn    net.Conn
	silence *time.Timer
}

func newLine(ctx context.Context, address string, reached func(error)) *line {
	return &line{ctx: ctx, address: address, reached: reached}
}

// dial returns a connection, or when the line has no use any more.
func (l *line) dial(network, address string, _ time.Duration) (net.Conn, error) {
	for {
		if !l.turn() {
			return nil, l.ctx.Err()
		}
		dialer := net.Dialer{Timeout: dialLimit}
		conn, err := dialer.DialContext(l.ctx, network, address)
		if err == nil {
			l.keep(conn)
			return conn, nil
		}
		if l.ctx.Err() == nil {
			l.failed(err)
		}
	}
}

// turn waits before every attempt except the first one since there was a session.
func (l *line) turn() bool {
	l.mu.Lock()
	again := l.dialed
	l.dialed = true
	l.mu.Unlock()
	if again {
		return l.pauses.Wait(l.ctx, nil)
	}
	return l.ctx.Err() == nil
}

// keep has the connection at hand: the library doesn't close that of an expired session.
func (l *line) keep(conn net.Conn) {
	l.close()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.conn = conn
	l.silence = time.AfterFunc(sessionLimit, func() { conn.Close() })
}

// arrived says that there is a session on the connection.
func (l *line) arrived() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.dialed = false
	l.pauses.Reset()
	l.silence.Stop()
	l.silence = nil
}

// departed says that the connection is gone. Without a session it was a failed attempt.
func (l *line) departed() {
	l.mu.Lock()
	failed := l.silence != nil
	l.mu.Unlock()
	if failed && l.ctx.Err() == nil {
		l.failed(errors.New("it gives no session"))
	}
}

func (l *line) failed(err error) {
	l.reached(fmt.Errorf("zookeeper %s can't be reached: %w", l.address, err))
}

func (l *line) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.silence != nil {
		l.silence.Stop()
		l.silence = nil
	}
	if l.conn != nil {
		l.conn.Close()
	}
}

// Init, Len, Next and Connected make a line a zk.HostProvider of its one address.
func (l *line) Init([]string) error { return nil }

func (l *line) Len() int { return 1 }

// Next asks the library to look whether it has been closed only when that is so, since it takes a pause then.
func (l *line) Next() (server string, retryStart bool) { return l.address, l.ctx.Err() != nil }

func (l *line) Connected() {}
