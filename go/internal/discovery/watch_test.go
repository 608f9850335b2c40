package discovery_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/go-zookeeper/zk"

	"github.com/crosswire-interop/crosswire/go/internal/discovery"
	"github.com/crosswire-interop/crosswire/go/internal/discovery/trial"
)

func register(t *testing.T, uri string, options discovery.Options) discovery.Registration {
	t.Helper()
	target, err := discovery.ParseTarget(uri)
	if err != nil {
		t.Fatal(err)
	}
	if options.Host == "" {
		options.Host = "127.0.0.1"
	}
	if options.CheckInterval == 0 {
		// Nobody serves at the port: Consul's agent finds that out at a random moment within the interval.
		options.CheckInterval = 24 * time.Hour
	}
	made, err := discovery.Register(t.Context(), target, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { trial.Withdraw(made) })
	return made
}

func weight(number int) *int { return &number }

// journey is what both registries do alike.
func journey(t *testing.T, uri string, entryPrefix string) {
	list, stop := trial.Watch(t, uri)
	list.Becomes("")
	first := register(t, uri, discovery.Options{Port: 8003})
	list.Becomes("127.0.0.1:8003*1")
	second := register(t, uri, discovery.Options{Port: 8005, Weight: weight(3)})
	list.Becomes("127.0.0.1:8003*1 127.0.0.1:8005*3")
	if err := second.SetWeight(t.Context(), 5); err != nil {
		t.Fatal(err)
	}
	list.Becomes("127.0.0.1:8003*1 127.0.0.1:8005*5")
	if !strings.HasPrefix(first.Entry(), entryPrefix) {
		t.Errorf("entry %q", first.Entry())
	}
	if err := first.Withdraw(t.Context()); err != nil {
		t.Fatal(err)
	}
	list.Becomes("127.0.0.1:8005*5")
	if err := second.Withdraw(t.Context()); err != nil {
		t.Fatal(err)
	}
	list.Becomes("")
	stop()
	trial.NothingLeft(t)
}

func TestZooKeeperServersComeAndGo(t *testing.T) {
	journey(t, "zookeeper://"+trial.ZooKeeper(t).Address+"/deep/rpc_calc", "/deep/rpc_calc/calculate_server0")
}

func TestConsulServersComeAndGo(t *testing.T) {
	journey(t, "consul://"+trial.Consul(t, "dc1").Address+"/subjects", "subjects-127.0.0.1-8003")
}

func TestManyWatchesShareOneSession(t *testing.T) {
	registry := trial.ZooKeeper(t)
	uri := "zookeeper://" + registry.Address + "/rpc_calc"
	register(t, uri, discovery.Options{Port: 8003})
	var stops []func()
	for range 200 {
		list, stop := trial.Watch(t, uri)
		list.Becomes("127.0.0.1:8003*1")
		stops = append(stops, stop)
	}
	other, _ := trial.Watch(t, "zookeeper://"+registry.Address+"/other")
	other.Becomes("")
	if count := trial.GoroutinesOf("zk.(*Conn).sendLoop"); count != 1 {
		t.Errorf("%d sessions, not 1", count)
	}
	for _, stop := range stops {
		stop()
	}
}

func TestZooKeeperEntriesThatCantBeUsedAreLeftOut(t *testing.T) {
	registry := trial.ZooKeeper(t)
	uri := "zookeeper://" + registry.Address + "/rpc_calc"
	good := register(t, uri, discovery.Options{Port: 8003})
	conn, _, err := zk.Connect([]string{registry.Address}, 10*time.Second, zk.WithLogInfo(false))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for name, data := range map[string]string{
		"bad": "{", "text": `{"host":"h","port":"1"}`, "big": strings.Repeat(" ", 65<<10), "none": "",
		"odd": `{"host":"10.0.0.7","port":8005,"weight":"3"}`, "zero": `{"host":"10.0.0.8","port":8009,"weight":0}`,
		"twin": `{"host":"127.0.0.1","port":8003,"weight":2}`,
	} {
		if _, err := conn.Create("/rpc_calc/"+name, []byte(data), 0, zk.WorldACL(zk.PermAll)); err != nil {
			t.Fatal(err)
		}
	}
	list, _ := trial.Watch(t, uri)
	list.Becomes("127.0.0.1:8003*2 10.0.0.7:8005*1 10.0.0.8:8009*0")
	if _, err := conn.Set("/rpc_calc/bad", []byte(`{"host":"a","port":1}`), -1); err != nil {
		t.Fatal(err)
	}
	list.Becomes("a:1*1 127.0.0.1:8003*2 10.0.0.7:8005*1 10.0.0.8:8009*0")
	if err := good.Withdraw(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestConsulTakesASickServerOutAndIn(t *testing.T) {
	registry := trial.Consul(t, "dc1")
	uri := "consul://" + registry.Address + "/users"
	server := trial.Serve(t, "a")
	server.State.Resume()
	register(t, uri, discovery.Options{Port: server.Port, CheckInterval: time.Second})
	list, _ := trial.Watch(t, uri)
	well := fmt.Sprintf("127.0.0.1:%d*1", server.Port)
	list.Becomes(well)
	server.State.Shutdown()
	list.Becomes("")
	server.State.Resume()
	list.Becomes(well)
	server.Kill()
	list.Becomes("")
}
