package zookeeper

import (
	"context"
	"path"
	"sync"
	"time"

	"github.com/go-zookeeper/zk"

	"github.com/crosswire-interop/crosswire/go/internal/discovery/entry"
	"github.com/crosswire-interop/crosswire/go/internal/discovery/pause"
)

// watchTimeout is of the session of those who only read.
const watchTimeout = 10 * time.Second

// Watch tells of the servers under a path until ctx is done, and of what keeps it from that.
func Watch(ctx context.Context, address, path string, servers func([]entry.Entry), unreachable func(error)) {
	one := &watch{
		children: children{path: path}, servers: servers, stale: everything(),
		wake: make(chan struct{}, 1), fresh: make(chan struct{}, 1),
	}
	told := &listener{renewed: one.renewed, event: one.event, unreachable: unreachable}
	joined := open(key{address, watchTimeout}, told)
	// A request waits for a registry that is away. The session's end is what ends it, so nobody waits for it here.
	go one.run(ctx)
	<-ctx.Done()
	joined.close(told)
}

// watch reads what has become stale, in a goroutine of its own.
type watch struct {
	children children
	servers  func([]entry.Entry)
	wake     chan struct{}
	// fresh ends a pause: there is a new session.
	fresh chan struct{}

	mu    sync.Mutex
	conn  *zk.Conn
	stale stale
}

// stale is what has to be read again: nothing is asked for that a watch still guards.
type stale struct {
	all   bool
	list  bool
	nodes map[string]bool
}

func everything() stale { return stale{all: true, list: true, nodes: map[string]bool{}} }

func (w *watch) renewed(conn *zk.Conn) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.conn, w.stale = conn, everything()
	rouse(w.wake)
	rouse(w.fresh)
}

func (w *watch) event(happened zk.Event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch w.children.path {
	case happened.Path:
		w.stale.list = true
	case path.Dir(happened.Path):
		w.stale.nodes[path.Base(happened.Path)] = true
	default:
		return
	}
	rouse(w.wake)
}

// rouse doesn't wait for somebody who is roused already.
func rouse(one chan<- struct{}) {
	select {
	case one <- struct{}{}:
	default:
	}
}

// take gives what is to be read, and from where, and notes it as read.
func (w *watch) take() (*zk.Conn, stale) {
	w.mu.Lock()
	defer w.mu.Unlock()
	taken := w.stale
	w.stale = stale{nodes: map[string]bool{}}
	return w.conn, taken
}

func (w *watch) run(ctx context.Context) {
	var pauses pause.Growing
	for {
		select {
		case <-ctx.Done():
			return
		case <-w.wake:
		}
		err := w.update(ctx)
		if err == nil {
			pauses.Reset()
			continue
		}
		w.again()
		pauses.Wait(ctx, w.fresh)
	}
}

// again reads everything, after a failure.
func (w *watch) again() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stale = everything()
	rouse(w.wake)
}

func (w *watch) update(ctx context.Context) error {
	conn, stale := w.take()
	if conn == nil || (!stale.list && len(stale.nodes) == 0) {
		return nil
	}
	entries, err := w.children.read(conn, stale)
	if err == nil && ctx.Err() == nil {
		w.servers(entries)
	}
	return err
}
