package cmd_test

import (
	"bufio"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/crosswire-interop/crosswire/go/internal/registrytest"
)

const chinese = "单选 多选 填空 解答 问答 作文"

// TestServersComeAndGo is source document S1's demonstration: three servers, and clients that go on
// calling while one comes and one goes.
func TestServersComeAndGo(t *testing.T) {
	registry := registrytest.ZooKeeper(t)
	for _, library := range []string{"grpc", "connect"} {
		flags := []string{"-library", library, "-address", "127.0.0.1:0", "-zookeeper", registry}
		first, second := start(t, nil, "subjects-server", flags...), start(t, nil, "subjects-server", flags...)
		lines := watching(t, library, "zookeeper://"+registry+"/rpc_calc")
		lines.awaitServers(t, first.address(), second.address())
		third := start(t, nil, "subjects-server", append(flags, "-processes", "2")...)
		lines.awaitServers(t, first.address(), second.address(), third.address())
		for _, server := range []*process{first, second, third} {
			server.leave(t)
			if server == first {
				lines.awaitGone(t, first.address())
				lines.awaitServers(t, second.address(), third.address())
			}
			if server == second && lines.failures() != "" {
				t.Errorf("%s: calls failed: %s", library, lines.failures())
			}
		}
		lines.end(t)
	}
}

// leave asks a server to stop. It is to serve for as long as clients take to hear of that.
func (p *process) leave(t *testing.T) {
	t.Helper()
	const settle = time.Second
	begin := time.Now()
	_ = p.command.Process.Signal(syscall.SIGTERM)
	for time.Since(begin) < settle/2 {
		_, stderr, ok := run("subjects-client", "-address", p.address())
		if !ok && time.Since(begin) < settle {
			t.Errorf("not served while it settles: %s", stderr)
		}
	}
	p.wantEnd(t, true)
}

// watched is a subjects-client that goes on calling.
type watched struct {
	command *exec.Cmd
	output  *bufio.Scanner
	stderr  *lockedText
	seen    map[string]bool
}

func watching(t *testing.T, library, target string) *watched {
	t.Helper()
	command := exec.Command(filepath.Join(programs, "subjects-client"),
		"-library", library, "-target", target, "-watch", "-interval", "10ms")
	made := &watched{command: command, stderr: new(lockedText), seen: map[string]bool{}}
	command.Stderr = made.stderr
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = command.Process.Kill() })
	made.output = bufio.NewScanner(stdout)
	return made
}

// awaitServers reads lines until all of these have served, and none but these.
func (w *watched) awaitServers(t *testing.T, wanted ...string) {
	t.Helper()
	eventually(t, "served by "+strings.Join(wanted, ", "), func() bool {
		if !w.output.Scan() {
			t.Fatalf("the client has ended: %s", w.failures())
		}
		server, names, _ := strings.Cut(w.output.Text(), " ")
		if names != chinese {
			t.Fatalf("printed %q", w.output.Text())
		}
		w.seen[server] = true
		for _, one := range wanted {
			if !w.seen[one] {
				return false
			}
		}
		if len(w.seen) > len(wanted) {
			t.Errorf("served by %v, want %v", w.seen, wanted)
		}
		return true
	})
}

// awaitGone reads lines until a server has served none of many, and forgets who served them.
func (w *watched) awaitGone(t *testing.T, server string) {
	t.Helper()
	others := 0
	eventually(t, server+" serves no more", func() bool {
		if !w.output.Scan() {
			t.Fatalf("the client has ended: %s", w.failures())
		}
		if others++; strings.HasPrefix(w.output.Text(), server+" ") {
			others = 0
		}
		return others == 50
	})
	w.seen = map[string]bool{}
}

func (w *watched) failures() string { return w.stderr.String() }

func (w *watched) end(t *testing.T) {
	t.Helper()
	_ = w.command.Process.Signal(syscall.SIGINT)
	for w.output.Scan() {
		continue
	}
	if err := w.command.Wait(); err != nil {
		t.Errorf("ended with %v", err)
	}
}

func TestEachServiceInConsul(t *testing.T) {
	registry := registrytest.Consul(t)
	key := "consul://" + registry + "/orders/greeting"
	for name, printed := range map[string]string{
		"users":    "Ada 36 ada@example.org\nBlaise 39 blaise@example.org\n",
		"subjects": strings.ReplaceAll(chinese, " ", "\n") + "\n",
		"orders":   `{"ret": "Guten Tag"}` + "\n",
	} {
		for _, library := range []string{"grpc", "connect"} {
			flags := []string{"-library", library, "-address", "127.0.0.1:0", "-consul", registry, "-weight", "3"}
			if name == "orders" {
				put(t, registry, "Guten Tag")
				flags = append(flags, "-settings", key)
			}
			server := start(t, nil, name+"-server", flags...)
			for _, other := range []string{"grpc", "connect"} {
				eventually(t, name+" is found", func() bool {
					stdout, _, _ := run(name+"-client", "-library", other,
						"-target", "consul://"+registry+"/"+name, "-policy", "weighted")
					return stdout == printed
				})
			}
			_ = server.command.Process.Signal(syscall.SIGTERM)
			server.wantEnd(t, true)
			eventually(t, name+" is no longer registered", func() bool { return registered(t, registry, name) == "[]" })
		}
	}
}

// registered is what Consul knows of a service's instances, healthy or not.
func registered(t *testing.T, registry, name string) string {
	t.Helper()
	answer, err := http.Get("http://" + registry + "/v1/health/service/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(text))
}

func put(t *testing.T, registry, text string) {
	t.Helper()
	request, err := http.NewRequest(http.MethodPut, "http://"+registry+"/v1/kv/orders/greeting", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatal(answer, err)
	}
	_ = answer.Body.Close()
}

func TestProgramsTakeNoStrangeFlags(t *testing.T) {
	for want, command := range map[string][]string{
		`no policy "best"`:               {"users-client", "-policy", "best"},
		"consul:///a/b":                  {"users-client", "-target", "consul:///a/b"},
		"127.0.0.1:1":                    {"users-server", "-address", "127.0.0.1:0", "-zookeeper", "127.0.0.1:1"},
		"zookeeper://nowhere/users":      {"users-server", "-address", "127.0.0.1:0", "-zookeeper", "nowhere"},
		"invalid value \"-1\" for flag":  {"users-server", "-weight", "-1"},
		"no interval":                    {"subjects-client", "-watch", "-interval", "0"},
		"key \"zookeeper://h:1/k\"":      {"orders-server", "-settings", "zookeeper://h:1/k"},
		"UNAVAILABLE: zookeeper://127.0": {"orders-client", "-target", "zookeeper://127.0.0.1:1/orders"},
	} {
		stdout, stderr, ok := run(command[0], command[1:]...)
		if ok || !strings.Contains(stderr, want) || stdout != "" {
			t.Errorf("%v: %q %q", command, stdout, stderr)
		}
	}
}
