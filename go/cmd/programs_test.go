// Package cmd_test runs the programs as a user does: built, as processes, over real sockets.
package cmd_test

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// programs is where TestMain puts what it builds.
var programs string

func TestMain(m *testing.M) {
	os.Exit(withPrograms(m))
}

func withPrograms(m *testing.M) int {
	folder, err := os.MkdirTemp("", "programs")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(folder) }()
	programs = folder
	build := exec.Command("go", "build", "-trimpath", "-o", folder+"/", "./...")
	build.Env, build.Stderr = append(os.Environ(), "CGO_ENABLED=0"), os.Stderr
	if err := build.Run(); err != nil {
		return 1
	}
	return m.Run()
}

// process is a program that has been started and has said that it is ready.
type process struct {
	command *exec.Cmd
	stdin   io.WriteCloser
	ready   string
	end     chan error
}

func start(t *testing.T, environment []string, name string, flags ...string) *process {
	t.Helper()
	command := exec.Command(filepath.Join(programs, name), flags...)
	command.Env = append(os.Environ(), environment...)
	stdin, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = command.Process.Kill() })
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatalf("%s said nothing: %v", name, err)
	}
	p := &process{command: command, stdin: stdin, ready: strings.TrimSpace(line), end: make(chan error, 1)}
	go func() { p.end <- command.Wait() }()
	return p
}

// wantEnd waits for the end, which has to be clean unless it may not.
func (p *process) wantEnd(t *testing.T, clean bool) {
	t.Helper()
	select {
	case err := <-p.end:
		if (err == nil) != clean {
			t.Errorf("ended with %v, clean is to be %v", err, clean)
		}
	case <-time.After(patience):
		t.Error("still running")
	}
}

func (p *process) address() string { return p.ready[strings.LastIndexByte(p.ready, ' ')+1:] }

// run runs a client and gives stdout, stderr and whether it ended with code 0.
func run(name string, flags ...string) (string, string, bool) {
	var stdout, stderr strings.Builder
	command := exec.Command(filepath.Join(programs, name), flags...)
	command.Stdout, command.Stderr = &stdout, &stderr
	err := command.Run()
	return stdout.String(), stderr.String(), err == nil
}

func TestEachClientWithEachServer(t *testing.T) {
	want := map[string]string{
		"users":    "Ada 36 ada@example.org\nBlaise 39 blaise@example.org\n",
		"subjects": "单选\n多选\n填空\n解答\n问答\n作文\n",
		"orders":   `{"ret": "Hi gRPC"}` + "\n",
	}
	for name, printed := range want {
		for _, library := range []string{"grpc", "connect"} {
			server := start(t, nil, name+"-server", "-library", library, "-address", "127.0.0.1:0")
			if opening := fmt.Sprintf("%s server (%s) on 127.0.0.1:", name, library); !strings.HasPrefix(server.ready, opening) {
				t.Errorf("said %q, want %q", server.ready, opening)
			}
			for _, other := range []string{"grpc", "connect"} {
				stdout, stderr, ok := run(name+"-client", "--library", other, "--address", server.address())
				if stdout != printed || !ok {
					t.Errorf("%s %s → %s: %q %q", name, other, library, stdout, stderr)
				}
			}
			_ = server.command.Process.Signal(syscall.SIGTERM)
			server.wantEnd(t, true)
		}
	}
}

func TestClientsTellErrorsApart(t *testing.T) {
	server := start(t, nil, "subjects-server", "-address", "127.0.0.1:0")
	for _, library := range []string{"grpc", "connect"} {
		for want, client := range map[string][]string{
			"RPC failed: NOT_FOUND unknown subject: Art\n": {"subjects-client", "-subject", "Art", "-address", server.address()},
			"UNAVAILABLE: 127.0.0.1:1 can't be reached":    {"orders-client", "-address", "127.0.0.1:1"},
			"UNAVAILABLE: 127.0.0.1:2 can't be reached":    {"users-client", "-address", "127.0.0.1:2", "-connect-timeout", "200ms"},
		} {
			stdout, stderr, ok := run(client[0], append(client[1:], "-library", library)...)
			if !strings.HasPrefix(stderr, want) || strings.Count(stderr, "\n") != 1 || stdout != "" || ok {
				t.Errorf("%v: %q %q", client, stdout, stderr)
			}
		}
	}
}

func TestServersTakeNoUnknownLibrary(t *testing.T) {
	if _, stderr, ok := run("users-server", "-library", "soap"); ok || !strings.Contains(stderr, `no library "soap"`) {
		t.Errorf("got %q", stderr)
	}
}

// lockedText keeps what a process writes while a test reads it.
type lockedText struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *lockedText) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lockedText) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
