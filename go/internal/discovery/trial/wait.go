package trial

import (
	"runtime"
	"strings"
	"testing"
	"time"
)

// Eventually waits until something holds.
func Eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	deadline := time.Now().Add(limit)
	for !holds() {
		if time.Now().After(deadline) {
			t.Fatalf("not within %v: %s", limit, what)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// theirs is in the stacks of goroutines that discovery has started.
var theirs = []string{"/internal/discovery.", "/internal/discovery/", "go-zookeeper", "net/http.(*persistConn)", "http2ClientConn"}

// NothingLeft wants every goroutine of discovery to have ended. The test's own don't count.
func NothingLeft(t testing.TB) { ended(t, theirs) }

// NothingLeftButRegistrations is for tests whose servers stay registered.
func NothingLeftButRegistrations(t testing.TB) {
	ended(t, []string{"discovery.(*member)", "zookeeper.Watch", "(*watch)", "consul.Watch", "connectdiscovery", "http2ClientConn"})
}

func ended(t testing.TB, marks []string) {
	t.Helper()
	var left string
	defer func() {
		if t.Failed() {
			t.Log(left)
		}
	}()
	Eventually(t, "all goroutines have ended", func() bool {
		left = goroutine(marks)
		return left == ""
	})
}

// goroutine is the stack of one with a mark, if there is any.
func goroutine(marks []string) string {
	buffer := make([]byte, 4<<20)
	stacks := strings.Split(string(buffer[:runtime.Stack(buffer, true)]), "\n\n")
	for _, stack := range stacks[1:] { // The first is this one.
		if strings.Contains(stack, "testing.tRunner") {
			continue
		}
		for _, mark := range marks {
			if strings.Contains(stack, mark) {
				return stack
			}
		}
	}
	return ""
}

// GoroutinesOf counts those with a function on their stack.
func GoroutinesOf(function string) int {
	buffer := make([]byte, 16<<20)
	count := 0
	for _, stack := range strings.Split(string(buffer[:runtime.Stack(buffer, true)]), "\n\n") {
		if strings.Contains(stack, function) {
			count++
		}
	}
	return count
}
