package cmd_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

const patience = time.Minute

// eventually waits until something holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !holds(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("not in %v: %s", patience, what)
		}
	}
}

// children are the process ids of a process's children.
func children(pid int) []int {
	var found []int
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, stat := range stats {
		// A process may have gone meanwhile.
		text, _ := os.ReadFile(stat)
		_, rest, _ := strings.Cut(string(text), ") ")
		if fields := strings.Fields(rest); len(fields) > 1 && fields[1] == strconv.Itoa(pid) {
			child, _ := strconv.Atoi(filepath.Base(filepath.Dir(stat)))
			found = append(found, child)
		}
	}
	return found
}

// gone tells whether a process has ended, be it that nobody has asked how.
func gone(pid int) bool {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err != nil || strings.Contains(string(text), ") Z ")
}

func (p *process) wantWorkers(t *testing.T, count int) []int {
	t.Helper()
	workers := children(p.command.Process.Pid)
	if len(workers) != count {
		t.Fatalf("workers %v, want %d", workers, count)
	}
	return workers
}

func listenWith(t *testing.T, url, id string) string {
	t.Helper()
	answer, err := post(t, url+"Listen", fmt.Sprintf(
		`{"id":%q,"transport":"TRANSPORT_H2C","bind":"127.0.0.1:0","processes":3}`, id))
	var listening struct{ Address string }
	if err != nil || json.Unmarshal([]byte(answer), &listening) != nil || listening.Address == "" {
		t.Fatalf("%s %v", answer, err)
	}
	return listening.Address
}

// servedBy makes a call on a connection of its own and gives the worker's process id.
func servedBy(t *testing.T, url, address, plan string) int {
	t.Helper()
	answer, err := post(t, url+"Call", fmt.Sprintf(
		`{"calls":[{"callId":"c","targets":[%q],"channel":{"fresh":true},%s}]}`, address, plan))
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Outcome struct {
			Trailers []struct{ Name, Value string }
		}
	}
	if err := json.Unmarshal([]byte(answer), &got); err != nil {
		t.Fatal(err)
	}
	for _, trailer := range got.Outcome.Trailers {
		if trailer.Name == "crosswire-process" {
			value, _ := base64.StdEncoding.DecodeString(trailer.Value)
			pid, _ := strconv.Atoi(string(value))
			return pid
		}
	}
	t.Fatalf("no crosswire-process in %s", answer)
	return 0
}

func TestPeersListenWithSeveralProcesses(t *testing.T) {
	for _, id := range []string{"go-grpc", "go-connect"} {
		p, url := control(t, id)
		address := listenWith(t, url, "first")
		workers := p.wantWorkers(t, 3)
		for _, plan := range []string{
			`"method":"/MyService/User"`,
			`"method":"/SimpleRpcServer/GetSubjectQuestionTypes"`,
			`"method":"/crosswire.probe.v1.Probe/BidiStream"`,
			`"method":"/crosswire.probe.v1.Probe/Unary","serverPlan":{"status":{"code":9}}`,
		} {
			if pid := servedBy(t, url, address, plan); !slices.Contains(workers, pid) {
				t.Errorf("%s: served by %d, not one of %v", id, pid, workers)
			}
		}
		seen := map[int]bool{}
		eventually(t, "each worker serves", func() bool {
			seen[servedBy(t, url, address, `"method":"/MyService/Health"`)] = true
			return len(seen) == 3
		})
		endsWithListener(t, p, url)
		endsWithPeer(t, p, url)
	}
}

func endsWithListener(t *testing.T, p *process, url string) {
	t.Helper()
	for _, mode := range []string{"MODE_DRAIN", "MODE_ABRUPT"} {
		listenWith(t, url, mode)
		if answer, err := post(t, url+"Close", fmt.Sprintf(`{"listener":%q,"mode":%q,"grace":"5s"}`, mode, mode)); err != nil {
			t.Fatal(answer, err)
		}
		p.wantWorkers(t, 3)
	}
}

func endsWithPeer(t *testing.T, p *process, url string) {
	t.Helper()
	workers := p.wantWorkers(t, 3)
	_ = p.command.Process.Kill()
	eventually(t, "the workers end", func() bool { return !slices.ContainsFunc(workers, func(pid int) bool { return !gone(pid) }) })
}

func TestServersWithSeveralProcesses(t *testing.T) {
	for _, library := range []string{"grpc", "connect"} {
		server := start(t, nil, "users-server", "-library", library, "-address", "127.0.0.1:0", "-processes", "3")
		workers := server.wantWorkers(t, 3)
		_ = syscall.Kill(workers[0], syscall.SIGKILL)
		eventually(t, "one worker ends", func() bool { return gone(workers[0]) })
		for range 10 {
			if stdout, stderr, ok := run("users-client", "-address", server.address()); !ok {
				t.Errorf("%q %q", stdout, stderr)
			}
		}
		_ = server.command.Process.Signal(syscall.SIGTERM)
		server.wantEnd(t, true)
		killed := start(t, nil, "users-server", "-library", library, "-address", "127.0.0.1:0", "-processes", "2")
		workers = killed.wantWorkers(t, 2)
		_ = killed.command.Process.Kill()
		eventually(t, "the workers end", func() bool { return gone(workers[0]) && gone(workers[1]) })
	}
}

func TestServersNeedAProcess(t *testing.T) {
	if _, stderr, ok := run("users-server", "-processes", "0"); ok || !strings.Contains(stderr, "0 processes") {
		t.Errorf("got %q", stderr)
	}
}
