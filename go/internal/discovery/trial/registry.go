// Package trial has what the tests of discovery need: real registries that can be ended and started again, real
// servers, and a look at the goroutines that are left.
package trial

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-zookeeper/zk"

	"github.com/crosswire-interop/crosswire/go/internal/registrytest"
)

// limit is how long anything may take on a machine that has other things to do: an agent of Consul that has lost a
// change tells its servers again after a minute or so.
const limit = 150 * time.Second

// Registry is a ZooKeeper, or an agent of Consul, on loopback.
type Registry struct {
	Address string

	t       testing.TB
	kind    string
	port    string
	rest    []string
	command *exec.Cmd
}

// ZooKeeper starts one that ends with the test.
func ZooKeeper(t testing.TB) *Registry { return started(New(t, "zookeeper")) }

// Consul starts an agent of a data centre that ends with the test, joined to others.
func Consul(t testing.TB, datacentre string, join ...*Registry) *Registry {
	made := New(t, "consul")
	made.rest = []string{datacentre}
	for _, other := range join {
		made.rest = append(made.rest, other.port)
	}
	return started(made)
}

func started(made *Registry) *Registry {
	made.t.Helper()
	made.Start()
	return made
}

// New has an address, and is not started.
func New(t testing.TB, kind string) *Registry {
	t.Helper()
	address := FreeAddress(t)
	_, port, _ := net.SplitHostPort(address)
	made := &Registry{Address: address, t: t, kind: kind, port: port}
	t.Cleanup(made.Kill)
	return made
}

// FreeAddress is one that nobody listens on, also while a registry is away.
func FreeAddress(t testing.TB) string {
	t.Helper()
	return net.JoinHostPort("127.0.0.1", registrytest.FreePort(t))
}

// Start starts it without any data, and waits until it answers.
func (r *Registry) Start() {
	r.t.Helper()
	folder := r.t.TempDir()
	log, err := os.Create(filepath.Join(folder, "log"))
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = log.Close() }()
	r.command = exec.Command(registrytest.Script(r.t), append([]string{r.kind, r.port, folder}, r.rest...)...)
	r.command.Stdout, r.command.Stderr = log, log
	if err := registrytest.StartWithUs(r.command); err != nil {
		r.t.Fatal(err)
	}
	defer func() {
		if text, _ := os.ReadFile(log.Name()); r.t.Failed() {
			r.t.Logf("%s", text)
		}
	}()
	Eventually(r.t, r.kind+" answers", r.ready)
}

// Kill ends it at once, with its data.
func (r *Registry) Kill() {
	if r.command == nil {
		return
	}
	_ = r.command.Process.Kill()
	_ = r.command.Wait()
	r.command = nil
}

func (r *Registry) ready() bool {
	if r.kind == "consul" {
		leader, err := r.HTTP(http.MethodGet, "/v1/status/leader", "")
		return err == nil && len(leader) > 2
	}
	conn, err := net.DialTimeout("tcp", r.Address, time.Second)
	if err != nil {
		return false
	}
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(time.Second))
	_, _ = io.WriteString(conn, "ruok")
	answer, _ := io.ReadAll(conn)
	return string(answer) == "imok" && r.takesSessions()
}

// takesSessions waits for one: ZooKeeper answers ruok long before.
func (r *Registry) takesSessions() bool {
	conn, events, err := zk.Connect([]string{r.Address}, 10*time.Second, zk.WithLogInfo(false), zk.WithLogger(quiet{}))
	if err != nil {
		return false
	}
	defer conn.Close()
	late := time.After(20 * time.Second)
	for {
		select {
		case event := <-events:
			if event.State == zk.StateHasSession {
				return true
			}
		case <-late:
			return false
		}
	}
}

// quiet is a log of nothing.
type quiet struct{}

func (quiet) Printf(string, ...any) {}

// HTTP asks Consul something.
func (r *Registry) HTTP(method, path, body string) (string, error) {
	request, err := http.NewRequest(method, "http://"+r.Address+path, strings.NewReader(body))
	if err != nil {
		return "", err
	}
	request.Close = true
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%d %s", answer.StatusCode, text)
	}
	return string(text), err
}

// Put is HTTP with PUT, which must not fail.
func (r *Registry) Put(path, body string) {
	r.t.Helper()
	if _, err := r.HTTP(http.MethodPut, path, body); err != nil {
		r.t.Fatal(err)
	}
}
