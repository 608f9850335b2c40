package discovery_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/crosswire-interop/crosswire/go/internal/discovery"
	"github.com/crosswire-interop/crosswire/go/internal/discovery/trial"
)

// survives has a registry end without its data and come back: the last known servers stay in use, and servers
// make their entries again.
func survives(t *testing.T, registry *trial.Registry, uri string) {
	list, stop := trial.Watch(t, uri)
	kept := register(t, uri, discovery.Options{Port: 8003, SessionTimeout: time.Second, Weight: weight(2)})
	list.Becomes("127.0.0.1:8003*2")
	told := len(list.All())
	registry.Kill()
	time.Sleep(3 * time.Second) // Longer than the session.
	if now := list.All(); len(now) != told {
		t.Errorf("told without a registry: %q", now[told:])
	}
	registry.Start()
	fresh, _ := trial.Watch(t, strings.Replace(uri, "127.0.0.1", "localhost", 1))
	fresh.Becomes("127.0.0.1:8003*2")
	register(t, uri, discovery.Options{Port: 8005})
	list.Becomes("127.0.0.1:8003*2 127.0.0.1:8005*1")
	if err := kept.Withdraw(t.Context()); err != nil {
		t.Error(err)
	}
	list.Becomes("127.0.0.1:8005*1")
	stop()
}

func TestZooKeeperIsLost(t *testing.T) {
	registry := trial.ZooKeeper(t)
	survives(t, registry, "zookeeper://"+registry.Address+"/rpc_calc")
}

func TestConsulIsLost(t *testing.T) {
	registry := trial.Consul(t, "dc1")
	survives(t, registry, "consul://"+registry.Address+"/subjects")
}

func TestASilentZooKeeperExpiresTheSession(t *testing.T) {
	registry := trial.ZooKeeper(t)
	gate := trial.Through(t, registry.Address)
	options := discovery.Options{Port: 8003, SessionTimeout: 600 * time.Millisecond}
	kept := register(t, "zookeeper://"+gate.Address+"/rpc_calc", options)
	before := kept.Entry()
	list, _ := trial.Watch(t, "zookeeper://"+registry.Address+"/rpc_calc")
	list.Becomes("127.0.0.1:8003*1")
	gate.FallSilent()
	list.Becomes("")
	gate.Heal()
	list.Becomes("127.0.0.1:8003*1")
	trial.Eventually(t, "another node", func() bool { return kept.Entry() != before })
}

func TestConsulsAgentForgets(t *testing.T) {
	registry := trial.Consul(t, "dc1")
	uri := "consul://" + registry.Address + "/subjects"
	kept := register(t, uri, discovery.Options{Port: 8003, Weight: weight(4)})
	list, _ := trial.Watch(t, uri)
	list.Becomes("127.0.0.1:8003*4")
	registry.Put("/v1/agent/service/deregister/"+kept.Entry(), "")
	// It may be back before a watcher hears that it was gone.
	trial.Eventually(t, "registered again", func() bool {
		_, err := registry.HTTP(http.MethodGet, "/v1/agent/service/"+kept.Entry(), "")
		return err == nil
	})
	list.Becomes("127.0.0.1:8003*4")
}

func TestARegistryThatIsNotThere(t *testing.T) {
	for _, kind := range []string{"zookeeper", "consul"} {
		t.Run(kind, func(t *testing.T) {
			registry := trial.New(t, kind)
			uri := fmt.Sprintf("%s://%s/subjects", kind, registry.Address)
			list, stop := trial.Watch(t, uri)
			list.Reaches("unreachable", func(last string) bool {
				return strings.HasPrefix(last, "unreachable: "+kind+" "+registry.Address+" can't be reached: ")
			})
			target, err := discovery.ParseTarget(uri)
			if err != nil {
				t.Fatal(err)
			}
			begun := time.Now()
			_, err = discovery.Register(t.Context(), target, discovery.Options{Host: "127.0.0.1", Port: 8003})
			if err == nil || !strings.Contains(err.Error(), registry.Address) || time.Since(begun) > 20*time.Second {
				t.Errorf("after %v: %v", time.Since(begun), err)
			}
			registry.Start()
			list.Becomes("")
			stop()
			trial.NothingLeft(t)
		})
	}
}

// TestASilentPort has a port that takes connections, with nobody behind it.
func TestASilentPort(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	for _, kind := range []string{"zookeeper", "consul"} {
		list, stop := trial.Watch(t, fmt.Sprintf("%s://%s/subjects", kind, listener.Addr()))
		list.Reaches("unreachable", func(last string) bool { return strings.HasPrefix(last, "unreachable: "+kind) })
		stop()
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	target := discovery.Target{Scheme: "zookeeper", Authority: listener.Addr().String(), Name: "/a"}
	if _, err := discovery.Register(ctx, target, discovery.Options{Host: "h", Port: 1}); err == nil {
		t.Error("registered with nobody")
	}
	trial.NothingLeft(t)
}
