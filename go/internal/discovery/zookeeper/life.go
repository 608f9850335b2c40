package zookeeper

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/go-zookeeper/zk"
)

// maxPacket is how much a registry may send at once: a list of children, or a node's data.
const maxPacket = 16 << 20

// life is the time of one session of ZooKeeper.
type life struct {
	session *session
	line    *line
	over    context.CancelFunc

	mu   sync.Mutex
	conn *zk.Conn
	// lived is whether there has been a session.
	lived bool
	// lost ends a life whose session must have expired by now; nil while connected.
	lost *time.Timer
}

// live connects, and returns when the session is gone or ctx is done.
func live(ctx context.Context, of *session) {
	ctx, over := context.WithCancel(ctx)
	defer over()
	one := &life{session: of, over: over, line: newLine(ctx, of.key.address, of.reached)}
	conn, events, err := one.connect()
	if err != nil {
		of.reached(err)
		return
	}
	<-ctx.Done()
	of.over()
	conn.Close()
	one.line.close()
	for range events { // The channel is closed when the library's goroutines have ended.
	}
	one.stopLosing()
}

// connect holds the lock, since the first event may come before the library has returned.
func (l *life) connect() (*zk.Conn, <-chan zk.Event, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	conn, events, err := zk.Connect([]string{l.session.key.address}, l.session.key.timeout,
		zk.WithDialer(l.line.dial), zk.WithHostProvider(l.line), zk.WithEventCallback(l.event),
		zk.WithMaxBufferSize(maxPacket), zk.WithLogger(silent{}), zk.WithLogInfo(false))
	l.conn = conn
	return conn, events, err
}

// event is called by the library, which must not be held up.
func (l *life) event(happened zk.Event) {
	if happened.Type != zk.EventSession {
		l.session.event(happened)
		return
	}
	switch happened.State {
	case zk.StateHasSession:
		l.arrived()
	case zk.StateDisconnected:
		l.departed()
	case zk.StateExpired:
		l.over()
	}
}

// arrived tells of a new session. One that was only out of reach has kept its entries and its watches.
func (l *life) arrived() {
	l.line.arrived()
	l.stopLosing()
	l.mu.Lock()
	first := !l.lived
	l.lived = true
	l.mu.Unlock()
	l.session.reached(nil)
	if first {
		l.session.renewed(l.conn)
	}
}

// departed gives a session that is out of reach its timeout to be reached again.
func (l *life) departed() {
	l.line.departed()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lived && l.lost == nil {
		l.lost = time.AfterFunc(l.session.key.timeout, l.over)
	}
}

func (l *life) stopLosing() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lost != nil {
		l.lost.Stop()
		l.lost = nil
	}
}

// silent keeps the library from logging each of its attempts.
type silent struct{}

func (silent) Printf(string, ...any) {}

// isAway tells whether an error says that the session, or its connection, is gone.
func isAway(err error) bool {
	return slices.ContainsFunc(away, func(one error) bool { return errors.Is(err, one) })
}

var away = []error{zk.ErrConnectionClosed, zk.ErrClosing, zk.ErrNoServer, zk.ErrSessionExpired}
