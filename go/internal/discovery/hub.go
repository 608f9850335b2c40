package discovery

import (
	"context"
	"slices"
	"sync"

	"github.com/crosswire-interop/crosswire/go/internal/discovery/consul"
	"github.com/crosswire-interop/crosswire/go/internal/discovery/zookeeper"
)

// watches are all of this process.
var watches = hub{lists: map[Target]*list{}}

// hub has one list for each target that is watched.
type hub struct {
	mu    sync.Mutex
	lists map[Target]*list
}

// list is what is known of one target's servers, and who wants to know.
type list struct {
	end     context.CancelFunc
	members map[*member]bool
	news    news
}

// news is the state of a list. Until it is known, err is why it can't be read.
type news struct {
	known   bool
	servers []Entry
	err     error
}

// follow reads a target's list and tells of it until ctx is done.
func follow(ctx context.Context, target Target, servers func([]Entry), unreachable func(error)) {
	if target.Scheme == ZooKeeper {
		zookeeper.Watch(ctx, target.Authority, target.Name, servers, unreachable)
		return
	}
	service := consul.Service{Name: target.Name, DC: target.DC, Failover: target.Failover}
	consul.Watch(ctx, target.Authority, service, servers, unreachable)
}

func (h *hub) join(target Target, watcher Watcher) (stop func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	joined, ok := h.lists[target]
	if !ok {
		joined = h.open(target)
	}
	one := newMember(watcher)
	joined.members[one] = true
	one.tell(joined.news)
	var once sync.Once
	return func() { once.Do(func() { h.leave(target, one) }) }
}

func (h *hub) open(target Target) *list {
	ctx, end := context.WithCancel(context.Background())
	opened := &list{end: end, members: map[*member]bool{}}
	h.lists[target] = opened
	go follow(ctx, target,
		func(servers []Entry) { h.publish(opened, news{known: true, servers: servers}) },
		func(err error) { h.publish(opened, news{err: err}) })
	return opened
}

// publish keeps the last known servers: an error that comes after them is no news, nor is the same list.
func (h *hub) publish(to *list, latest news) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if to.news.known && (!latest.known || slices.Equal(to.news.servers, latest.servers)) {
		return
	}
	to.news = latest
	for one := range to.members {
		one.tell(latest)
	}
}

func (h *hub) leave(target Target, one *member) {
	h.mu.Lock()
	defer h.mu.Unlock()
	one.stop()
	left := h.lists[target]
	delete(left.members, one)
	if len(left.members) == 0 {
		left.end()
		delete(h.lists, target)
	}
}
