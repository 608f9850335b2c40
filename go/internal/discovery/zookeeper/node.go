package zookeeper

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/go-zookeeper/zk"

	"github.com/crosswire-interop/crosswire/go/internal/discovery/entry"
	"github.com/crosswire-interop/crosswire/go/internal/discovery/pause"
)

// prefix is what an entry's name begins with; ZooKeeper appends a sequence number.
const prefix = "calculate_server"

// errOver says that the session was over before it had a node.
var errOver = errors.New("the session is over")

// renew makes the node of the session that there is now, if that has none yet.
func (r *Registration) renew(ctx context.Context) error {
	r.mu.Lock()
	conn, owner := r.conn, r.made.conn
	r.mu.Unlock()
	if conn == owner {
		return nil
	}
	data := r.data()
	node, err := r.create(ctx, conn, data)
	if err != nil {
		return err
	}
	return r.settle(ctx, made{node, conn}, data)
}

// settle notes the node, and writes a weight that was set while it was made. If the server was withdrawn while
// it was made, perhaps by somebody who didn't wait for this, it is taken back.
func (r *Registration) settle(ctx context.Context, latest made, written []byte) error {
	r.mu.Lock()
	r.made = latest
	r.mu.Unlock()
	if ctx.Err() != nil {
		return latest.conn.Delete(latest.node, -1)
	}
	data := r.data()
	if bytes.Equal(data, written) {
		return nil
	}
	_, err := latest.conn.Set(latest.node, data, -1)
	return err
}

// create tries again while the connection breaks under it. A node whose request was done, but whose answer was
// lost, is looked for.
func (r *Registration) create(ctx context.Context, conn *zk.Conn, data []byte) (string, error) {
	var pauses pause.Growing
	for {
		node, err := r.attempt(conn, data)
		switch {
		case err == nil:
			return node, nil
		case !isAway(err):
			return "", fmt.Errorf("zookeeper %s: %s: %w", r.session.key.address, entry.Quote(r.path), err)
		case !pauses.Wait(ctx, r.fresh) || !r.has(conn):
			return "", errOver
		}
		if node = r.find(conn, data); node != "" {
			return node, nil
		}
	}
}

// has tells whether the session is still the one of a connection.
func (r *Registration) has(conn *zk.Conn) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.conn == conn
}

func (r *Registration) attempt(conn *zk.Conn, data []byte) (string, error) {
	if err := makePath(conn, r.path); err != nil {
		return "", err
	}
	return conn.Create(r.path+"/"+prefix, data, zk.FlagEphemeral|zk.FlagSequence, zk.WorldACL(zk.PermAll))
}

func makePath(conn *zk.Conn, path string) error {
	made := ""
	for _, part := range strings.Split(path, "/")[1:] {
		made += "/" + part
		_, err := conn.Create(made, nil, 0, zk.WorldACL(zk.PermAll))
		if err != nil && !errors.Is(err, zk.ErrNodeExists) {
			return err
		}
	}
	return nil
}

// find looks for a node of this session with this data.
func (r *Registration) find(conn *zk.Conn, wanted []byte) string {
	names, _, _ := conn.Children(r.path) // Without an answer there is nothing to find.
	for _, name := range names {
		node := r.path + "/" + name
		data, stat, err := conn.Get(node)
		if err == nil && stat.EphemeralOwner == conn.SessionID() && bytes.Equal(data, wanted) {
			return node
		}
	}
	return ""
}
