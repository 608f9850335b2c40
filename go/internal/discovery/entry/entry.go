// Package entry has what a registry says of one server: host, port and weight, and what is done with
// data that doesn't say it.
package entry

import (
	"net"
	"strconv"
)

const (
	// maxPort is the last port of TCP.
	maxPort = 65535
	// maxWeight is Consul's own limit.
	maxWeight = 65535
	// DefaultWeight is that of a server without a weight.
	DefaultWeight = 1
)

// Entry is one server. Weight is DefaultWeight where none was written; 0 gets no calls.
type Entry struct {
	Host   string
	Port   int
	Weight int
}

// Address is "host:port", as a dialer takes it.
func (e Entry) Address() string { return net.JoinHostPort(e.Host, strconv.Itoa(e.Port)) }

// Distinct has one entry for each host and port, in order. Of two, the weight of the later one counts: a
// server that registered again has an entry of its former session beside the new one for a while.
func Distinct(entries []Entry) []Entry {
	at := map[string]int{}
	var distinct []Entry
	for _, one := range entries {
		address := one.Address()
		if index, seen := at[address]; seen {
			distinct[index] = one
			continue
		}
		at[address] = len(distinct)
		distinct = append(distinct, one)
	}
	return distinct
}

// Callable leaves out the servers of weight 0.
func Callable(entries []Entry) []Entry {
	var callable []Entry
	for _, one := range entries {
		if one.Weight > 0 {
			callable = append(callable, one)
		}
	}
	return callable
}
