package zookeeper

import (
	"errors"
	"maps"
	"slices"

	"github.com/go-zookeeper/zk"

	"github.com/crosswire-interop/crosswire/go/internal/discovery/entry"
)

// children are the nodes under a path as they were read last.
type children struct {
	path       string
	names      []string
	nodes      map[string]node
	complaints entry.Complaints
}

// node is what was read of one child.
type node struct {
	entry   entry.Entry
	usable  bool
	trouble string
}

// read brings what is stale up to date, with a watch on all of it, and gives the usable entries by name.
func (c *children) read(conn *zk.Conn, stale stale) ([]entry.Entry, error) {
	if stale.all {
		c.nodes = map[string]node{}
	}
	if stale.list {
		if err := c.readList(conn); err != nil {
			return nil, err
		}
	}
	for _, name := range c.names {
		if _, known := c.nodes[name]; known && !stale.nodes[name] {
			continue
		}
		if err := c.readNode(conn, name); err != nil {
			return nil, err
		}
	}
	return c.entries(), nil
}

// readList takes a path that isn't there for one without children.
func (c *children) readList(conn *zk.Conn) error {
	names, _, _, err := conn.ChildrenW(c.path)
	for errors.Is(err, zk.ErrNoNode) {
		var there bool
		if there, _, _, err = conn.ExistsW(c.path); err != nil || !there {
			break
		}
		names, _, _, err = conn.ChildrenW(c.path)
	}
	if err != nil {
		return err
	}
	c.names = slices.Sorted(slices.Values(names))
	maps.DeleteFunc(c.nodes, func(name string, _ node) bool { return !slices.Contains(c.names, name) })
	return nil
}

// readNode takes a child that is gone for none: the list's own event is on its way.
func (c *children) readNode(conn *zk.Conn, name string) error {
	data, _, _, err := conn.GetW(c.path + "/" + name)
	if errors.Is(err, zk.ErrNoNode) {
		c.nodes[name] = node{}
		return nil
	}
	if err != nil {
		return err
	}
	read := node{usable: true}
	if read.entry, read.trouble, err = entry.Parse(data); err != nil {
		read = node{trouble: "left out: " + err.Error()}
	}
	c.nodes[name] = read
	return nil
}

func (c *children) entries() []entry.Entry {
	var entries []entry.Entry
	wrong := map[string]string{}
	for _, name := range c.names {
		read := c.nodes[name]
		if read.trouble != "" {
			wrong[c.path+"/"+name] = read.trouble
		}
		if read.usable {
			entries = append(entries, read.entry)
		}
	}
	c.complaints.Say(wrong)
	return entry.Distinct(entries)
}
