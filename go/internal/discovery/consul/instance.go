package consul

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/crosswire-interop/crosswire/go/internal/discovery/entry"
)

// instance is what counts of one element of /v1/health/service.
type instance struct {
	Node    struct{ Address string }
	Service struct {
		ID      string
		Address string
		Port    json.RawMessage
		Weights struct{ Passing json.RawMessage }
	}
}

// reader reads lists, and says what is wrong with them once.
type reader struct{ complaints entry.Complaints }

// list has the usable instances, in the order of their ids.
func (r *reader) list(body []byte) ([]entry.Entry, error) {
	var elements []json.RawMessage
	if err := json.Unmarshal(body, &elements); err != nil {
		return nil, fmt.Errorf("consul's list of instances: %w", err)
	}
	found := map[string]entry.Entry{}
	wrong := map[string]string{}
	var ids []string
	for _, element := range elements {
		id, one, trouble, usable := read(element)
		if trouble != "" {
			wrong[id] = trouble
		}
		if usable {
			ids = append(ids, id)
			found[id] = one
		}
	}
	r.complaints.Say(wrong)
	return ordered(ids, found), nil
}

// read takes one element. An id is an agent's own, so that two nodes may have the same.
func read(element json.RawMessage) (id string, one entry.Entry, trouble string, usable bool) {
	var what instance
	if len(element) > entry.MaxBytes {
		return "", entry.Entry{}, "left out: over 64 KiB of data", false
	}
	if err := json.Unmarshal(element, &what); err != nil {
		return "", entry.Entry{}, "left out: " + entry.Quote(err.Error()), false
	}
	id = what.Service.ID + " of " + what.Node.Address
	data, err := json.Marshal(map[string]any{
		"host": cmp.Or(what.Service.Address, what.Node.Address),
		"port": what.Service.Port, "weight": what.Service.Weights.Passing,
	})
	if err != nil {
		return id, entry.Entry{}, "left out: " + entry.Quote(err.Error()), false
	}
	one, warning, err := entry.Parse(data)
	if err != nil {
		return id, entry.Entry{}, "left out: " + err.Error(), false
	}
	return id, one, warning, true
}

func ordered(ids []string, found map[string]entry.Entry) []entry.Entry {
	slices.Sort(ids)
	var entries []entry.Entry
	for _, id := range slices.Compact(ids) {
		entries = append(entries, found[id])
	}
	return entry.Distinct(entries)
}
