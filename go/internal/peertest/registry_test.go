package peertest

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/durationpb"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	"github.com/crosswire-interop/crosswire/go/internal/registrytest"
)

const weighted = `{"loadBalancingConfig":[{"weighted":{}}]}`

// registries gives a URI in each kind of registry, new for each name.
func registries(t *testing.T) map[string]func(name string) string {
	zookeeper, consul := registrytest.ZooKeeper(t), registrytest.Consul(t)
	return map[string]func(string) string{
		"zookeeper": func(name string) string { return "zookeeper://" + zookeeper + "/" + name },
		"consul":    func(name string) string { return "consul://" + consul + "/" + name },
	}
}

// register publishes a listener and gives the name of its entry.
func (s *subject) register(listener, registry string, weight uint32) string {
	s.Helper()
	answer := &peerv1.RegisterResponse{}
	s.ask("Register", &peerv1.RegisterRequest{
		Listener: listener, Registry: registry, Host: "127.0.0.1", Weight: weight,
		CheckInterval: durationpb.New(time.Second),
	}, answer)
	if answer.GetEntry() == "" {
		s.Fatalf("not registered: %v", answer)
	}
	return answer.GetEntry()
}

// served calls a registry's servers one call after the other, and counts by listener.
func (s *subject) served(registry string, calls int) map[string]int {
	s.Helper()
	counts := map[string]int{}
	for i := range calls {
		id := fmt.Sprint(s.Name(), registry, i, time.Now().UnixNano())
		s.wantCode(s.outcome(&peerv1.CallPlan{
			CallId: id, Targets: []string{registry}, Method: unary,
			Channel: &peerv1.Channel{Key: "found", ServiceConfig: weighted, WaitForReady: true},
		}), 0, "")
		counts[s.settled(id).GetListener()]++
	}
	return counts
}

// awaitServed calls until the counts of a round are as wanted.
func (s *subject) awaitServed(registry string, calls int, want map[string]int) {
	s.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for {
		got := s.served(registry, calls)
		if maps.Equal(got, want) {
			return
		}
		if time.Now().After(deadline) {
			s.Fatalf("%s: served by %v, want %v", registry, got, want)
		}
	}
}

func TestRegisterFindAndLeave(t *testing.T) {
	kinds := registries(t)
	withEach(t, func(s *subject) {
		for kind, uri := range kinds {
			s.registerFindAndLeave(kind, uri("find-"+s.id))
		}
	})
}

func (s *subject) registerFindAndLeave(kind, registry string) {
	heavy, light := kind+"-heavy", kind+"-light"
	address := s.listen(h2c(heavy)).GetAddress()
	s.listen(h2c(light))
	entry := s.register(heavy, registry, 2)
	s.awaitServed(registry, 3, map[string]int{heavy: 3})
	s.register(light, registry, 0)
	s.awaitServed(registry, 3, map[string]int{heavy: 2, light: 1})
	if again := s.register(heavy, registry, 5); again != entry {
		s.Errorf("%s: another entry %q after %q", kind, again, entry)
	}
	s.awaitServed(registry, 6, map[string]int{heavy: 5, light: 1})
	if kind == "consul" {
		s.setHealth(heavy, false)
		s.awaitServed(registry, 3, map[string]int{light: 3})
		s.setHealth(heavy, true)
		s.awaitServed(registry, 6, map[string]int{heavy: 5, light: 1})
	}
	s.leave(registry, heavy, address, light)
	s.ask("Close", &peerv1.CloseRequest{ChannelKey: "found"}, &peerv1.CloseResponse{})
}

// leave drains a registered listener. It goes on serving while clients hear of that.
func (s *subject) leave(registry, leaving, address, staying string) {
	s.Helper()
	const settle = 3 * time.Second
	begin, closed := time.Now(), make(chan struct{})
	go func() {
		defer close(closed)
		s.ask("Close", &peerv1.CloseRequest{
			Listener: leaving, Mode: peerv1.CloseRequest_MODE_DRAIN,
			Settle: durationpb.New(settle), Grace: durationpb.New(5 * time.Second),
		}, &peerv1.CloseResponse{})
	}()
	s.awaitServed(registry, 3, map[string]int{staying: 3})
	late := s.outcome(&peerv1.CallPlan{Targets: []string{address}, Method: unary})
	if time.Since(begin) < settle {
		s.wantCode(late, 0, "")
	}
	<-closed
	if time.Since(begin) < settle {
		s.Errorf("%s: closed before it had settled", registry)
	}
}

func TestRegistryThatIsNotThere(t *testing.T) {
	withEach(t, func(s *subject) {
		for _, registry := range []string{"zookeeper://127.0.0.1:1/path", "consul://127.0.0.1:1/service"} {
			answer := &peerv1.RegisterResponse{}
			s.ask("Register", &peerv1.RegisterRequest{Listener: "main", Registry: registry, Host: "127.0.0.1"}, answer)
			if text := answer.GetError(); !strings.Contains(text, "127.0.0.1:1") || strings.Contains(text, "\n") {
				s.Errorf("got %v", answer)
			}
			s.wantCode(s.outcome(&peerv1.CallPlan{Targets: []string{registry}, Method: unary}), 14, "127.0.0.1:1")
		}
	})
}

func TestRegistriesThatMakeNoSense(t *testing.T) {
	withEach(t, func(s *subject) {
		for _, registry := range []string{"zookeeper://127.0.0.1:2181", "consul:///a/b", "consul:///a?near=b"} {
			body := fmt.Sprintf(`{"listener":"main","registry":%q,"host":"127.0.0.1"}`, registry)
			if status, answer := s.post("Register", []byte(body)); status != http.StatusBadRequest {
				s.Errorf("%s: %d %s", registry, status, answer)
			}
			for _, targets := range [][]string{{registry}, {s.target, registry}} {
				plan := &peerv1.CallPlan{Targets: targets, Method: unary}
				got := s.calls(plan)[plan.GetCallId()].GetHarnessError()
				if got.GetKind() != peerv1.HarnessError_KIND_BAD_PLAN {
					s.Errorf("%v: %v", targets, got)
				}
			}
		}
	})
}

func TestClosingByKeyLeavesOtherChannels(t *testing.T) {
	withEach(t, func(s *subject) {
		port := func(key string) uint32 {
			return s.outcome(&peerv1.CallPlan{Method: unary, Channel: &peerv1.Channel{Key: key}}).GetLocalPort()
		}
		one, other := port("one"), port("other")
		s.ask("Close", &peerv1.CloseRequest{ChannelKey: "one"}, &peerv1.CloseResponse{})
		if port("one") == one || port("other") != other {
			s.Error("closed the wrong channel, or none")
		}
	})
}
