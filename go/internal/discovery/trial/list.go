package trial

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/crosswire-interop/crosswire/go/internal/discovery"
)

// List is what a watch has told.
type List struct {
	t    testing.TB
	mu   sync.Mutex
	said []string
}

// Watch follows a target until the test ends, or stop is called.
func Watch(t testing.TB, uri string) (list *List, stop func()) {
	t.Helper()
	target, err := discovery.ParseTarget(uri)
	if err != nil {
		t.Fatal(err)
	}
	list = &List{t: t}
	stop = discovery.Watch(target, discovery.Watcher{
		Servers:     func(servers []discovery.Entry) { list.add(Text(servers)) },
		Unreachable: func(err error) { list.add("unreachable: " + err.Error()) },
	})
	t.Cleanup(stop)
	return list, stop
}

// Text is "host:port*weight" for each.
func Text(servers []discovery.Entry) string {
	var texts []string
	for _, server := range servers {
		texts = append(texts, fmt.Sprintf("%s*%d", server.Address(), server.Weight))
	}
	return strings.Join(texts, " ")
}

func (l *List) add(text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.said = append(l.said, text)
}

// All is everything told so far.
func (l *List) All() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]string(nil), l.said...)
}

// Becomes waits until the last that was told is this.
func (l *List) Becomes(wanted string) {
	l.t.Helper()
	l.Reaches(fmt.Sprintf("list %q", wanted), func(last string) bool { return last == wanted })
}

// Reaches waits until the last that was told is as wanted.
func (l *List) Reaches(what string, wanted func(last string) bool) {
	l.t.Helper()
	defer func() {
		if l.t.Failed() {
			l.t.Logf("told: %q", l.All())
		}
	}()
	Eventually(l.t, what, func() bool {
		all := l.All()
		return len(all) > 0 && wanted(all[len(all)-1])
	})
}
