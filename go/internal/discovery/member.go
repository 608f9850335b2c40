package discovery

import "slices"

// member calls one watcher, in a goroutine of its own, so that one that takes its time delays no other. News
// that it hasn't got to yet gives way to later news.
type member struct {
	box  chan news
	done chan struct{}
}

func newMember(watcher Watcher) *member {
	made := &member{box: make(chan news, 1), done: make(chan struct{})}
	go made.run(watcher)
	return made
}

// tell is called by one goroutine at a time.
func (m *member) tell(latest news) {
	select {
	case <-m.box:
	default:
	}
	m.box <- latest
}

func (m *member) stop() { close(m.done) }

func (m *member) run(watcher Watcher) {
	for {
		select {
		case <-m.done:
			return
		case latest := <-m.box:
			m.pass(watcher, latest)
		}
	}
}

func (m *member) pass(watcher Watcher, latest news) {
	select {
	case <-m.done:
		return
	default:
	}
	switch {
	case latest.known:
		watcher.Servers(slices.Clone(latest.servers))
	case latest.err != nil:
		watcher.Unreachable(latest.err)
	}
}
