package zookeeper

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/go-zookeeper/zk"

	"github.com/crosswire-interop/crosswire/go/internal/discovery/entry"
	"github.com/crosswire-interop/crosswire/go/internal/discovery/pause"
)

// Server is what is registered. A nil Weight writes none.
type Server struct {
	Host           string
	Port           int
	Weight         *int
	SessionTimeout time.Duration
}

// Registration is an ephemeral node, made anew under each new session until it is withdrawn.
type Registration struct {
	path    string
	session *session
	told    *listener
	end     context.CancelFunc
	wake    chan struct{}
	// fresh ends a pause: there is a new session.
	fresh chan struct{}
	// first is what came of the first node.
	first chan error
	kept  chan struct{}
	once  sync.Once

	mu     sync.Mutex
	server Server
	conn   *zk.Conn
	// made is the node, and the session that it is of.
	made made
	down error
}

type made struct {
	node string
	conn *zk.Conn
}

// Register makes the path, where it isn't there, and the node.
func Register(ctx context.Context, address, path string, server Server) (*Registration, error) {
	one := &Registration{
		path: path, server: server, first: make(chan error, 1), kept: make(chan struct{}),
		wake: make(chan struct{}, 1), fresh: make(chan struct{}, 1),
	}
	one.told = &listener{renewed: one.renewed, event: func(zk.Event) {}, unreachable: one.unreachable}
	one.session = open(key{address, server.SessionTimeout}, one.told)
	var keeping context.Context
	keeping, one.end = context.WithCancel(context.Background())
	go one.keep(keeping)
	var err error
	select {
	case err = <-one.first:
	case <-ctx.Done():
		err = one.late(ctx)
	}
	if err != nil {
		one.leave()
		return nil, err
	}
	return one, nil
}

// late says why there is no node yet, if anything is known of that.
func (r *Registration) late(ctx context.Context) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.down != nil {
		return r.down
	}
	return fmt.Errorf("zookeeper %s gives no answer: %w", r.session.key.address, ctx.Err())
}

func (r *Registration) leave() {
	r.end()
	r.session.close(r.told)
}

// Entry is the node's path, which is another one under another session.
func (r *Registration) Entry() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.made.node
}

// SetWeight writes the node again. If that fails, the weight still counts for the next node.
func (r *Registration) SetWeight(ctx context.Context, weight int) error {
	r.mu.Lock()
	r.server.Weight = &weight
	node := r.made
	r.mu.Unlock()
	return within(ctx, func() error {
		_, err := node.conn.Set(node.node, r.data(), -1)
		return err
	})
}

// Withdraw deletes the node and leaves the session.
func (r *Registration) Withdraw(ctx context.Context) (err error) {
	r.once.Do(func() {
		r.end()
		if err = within(ctx, r.remove); errors.Is(err, zk.ErrNoNode) {
			err = nil
		}
		r.session.close(r.told)
	})
	return err
}

// remove waits until no other node is being made.
func (r *Registration) remove() error {
	<-r.kept
	r.mu.Lock()
	node := r.made
	r.mu.Unlock()
	return node.conn.Delete(node.node, -1)
}

// within ends the wait, not what is done: the library has no contexts, and its requests end with the session.
func within(ctx context.Context, do func() error) error {
	done := make(chan error, 1)
	go func() { done <- do() }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (r *Registration) data() []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	return entry.Format(r.server.Host, r.server.Port, r.server.Weight)
}

func (r *Registration) unreachable(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.down = err
}

func (r *Registration) renewed(conn *zk.Conn) {
	r.mu.Lock()
	r.conn = conn
	r.mu.Unlock()
	rouse(r.wake)
	rouse(r.fresh)
}

// keep makes a node for each session.
func (r *Registration) keep(ctx context.Context) {
	defer close(r.kept)
	var pauses pause.Growing
	for {
		select {
		case <-ctx.Done():
			return
		case <-r.wake:
		}
		err := r.renew(ctx)
		if errors.Is(err, errOver) {
			continue // The next session rouses.
		}
		select {
		case r.first <- err:
		default:
		}
		if err == nil {
			pauses.Reset()
			continue
		}
		rouse(r.wake)
		pauses.Wait(ctx, r.fresh)
	}
}
