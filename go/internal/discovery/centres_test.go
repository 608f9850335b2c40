package discovery_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/crosswire-interop/crosswire/go/internal/discovery"
	"github.com/crosswire-interop/crosswire/go/internal/discovery/trial"
)

func TestAnotherDataCentre(t *testing.T) {
	one := trial.Consul(t, "dc1")
	two := trial.Consul(t, "dc2", one)
	trial.Eventually(t, "the data centres know each other", func() bool {
		_, err := one.HTTP(http.MethodGet, "/v1/health/service/orders?dc=dc2", "")
		return err == nil
	})
	register(t, "consul://"+two.Address+"/orders", discovery.Options{Port: 8009})
	there, _ := trial.Watch(t, "consul://"+one.Address+"/orders?dc=dc2")
	there.Becomes("127.0.0.1:8009*1")
	list, stop := trial.Watch(t, "consul://"+one.Address+"/orders?failover=dc2")
	list.Becomes("127.0.0.1:8009*1")
	local := register(t, "consul://"+one.Address+"/orders", discovery.Options{Port: 8003})
	list.Becomes("127.0.0.1:8003*1")
	if err := local.Withdraw(t.Context()); err != nil {
		t.Fatal(err)
	}
	list.Becomes("127.0.0.1:8009*1")
	stop()
	nowhere, _ := trial.Watch(t, "consul://"+one.Address+"/orders?dc=nowhere")
	nowhere.Reaches("unreachable", func(last string) bool { return strings.Contains(last, "No path to datacenter") })
}

func TestAKeyIsFollowed(t *testing.T) {
	registry := trial.Consul(t, "dc1")
	var mu sync.Mutex
	var told []string
	stop, err := discovery.FollowKey("consul://"+registry.Address+"/orders/greeting", func(text string, present bool) {
		mu.Lock()
		defer mu.Unlock()
		if !present {
			text = "none"
		}
		told = append(told, text)
	})
	if err != nil {
		t.Fatal(err)
	}
	wait := func(wanted string) {
		t.Helper()
		trial.Eventually(t, wanted, func() bool {
			mu.Lock()
			defer mu.Unlock()
			return strings.Join(told, "|") == wanted
		})
	}
	const path = "/v1/kv/orders/greeting"
	wait("none")
	registry.Put(path, "Grüezi")
	wait("none|Grüezi")
	registry.Put(path, strings.Repeat("a", 1025))
	wait("none|Grüezi|none")
	registry.Put(path, "")
	wait("none|Grüezi|none|")
	if _, err := registry.HTTP(http.MethodDelete, path, ""); err != nil {
		t.Fatal(err)
	}
	wait("none|Grüezi|none||none")
	stop()
	trial.NothingLeft(t)
}
