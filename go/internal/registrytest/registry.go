// Package registrytest starts real registries for tests, on loopback, by scripts/registry.sh.
package registrytest

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
)

// startLimit is how long a registry may take to be ready on a machine that has other things to do.
const startLimit = 60 * time.Second

// askLimit is how long one question whether it is may take.
const askLimit = time.Second

// ZooKeeper starts one that ends with the test, and gives its "host:port".
func ZooKeeper(t testing.TB) string { return start(t, "zookeeper", imOK) }

// Consul starts an agent that ends with the test, and gives the "host:port" of its HTTP API.
func Consul(t testing.TB) string { return start(t, "consul", hasLeader) }

func start(t testing.TB, kind string, ready func(address string) error) string {
	t.Helper()
	port := FreePort(t)
	command := exec.Command(Script(t), kind, port, t.TempDir())
	var output strings.Builder
	command.Stdout, command.Stderr = &output, &output
	if err := StartWithUs(command); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { defer close(ended); _ = command.Wait() }()
	end := func() {
		_ = command.Process.Kill()
		<-ended
	}
	t.Cleanup(end)
	address := net.JoinHostPort("127.0.0.1", port)
	if err := await(func() error { return ready(address) }, ended); err != nil {
		end()
		t.Fatalf("%s: %v\n%s", kind, err, output.String())
	}
	return address
}

// StartWithUs starts scripts/registry.sh as what ends with this process, whatever ends that.
func StartWithUs(command *exec.Cmd) error {
	command.Env = append(command.Environ(), "CROSSWIRE_STDIN=watch")
	if _, err := command.StdinPipe(); err != nil {
		return err
	}
	return command.Start()
}

// Script is scripts/registry.sh, beside the module that the test is in: a test runs in its package's
// folder, and the paths that it was built with need not be those of this machine.
func Script(t testing.TB) string {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; folder != filepath.Dir(folder); folder = filepath.Dir(folder) {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return filepath.Join(folder, "../scripts/registry.sh")
		}
	}
	t.Fatal("no go.mod above the test's folder")
	return ""
}

func await(ready func() error, ended <-chan struct{}) error {
	deadline := time.Now().Add(startLimit)
	for {
		err := ready()
		if err == nil || time.Now().After(deadline) {
			return err
		}
		select {
		case <-ended:
			return fmt.Errorf("ended before it was ready: %w", err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// imOK asks ZooKeeper whether it serves. One that is starting has been seen to read the question and
// never answer (3.8.0, under load); asked on another connection, it does.
func imOK(address string) error {
	conn, err := net.DialTimeout("tcp", address, askLimit)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	if err := conn.SetDeadline(time.Now().Add(askLimit)); err != nil {
		return err
	}
	if _, err := io.WriteString(conn, "ruok"); err != nil {
		return err
	}
	answer, err := io.ReadAll(conn)
	if string(answer) != "imok" {
		return fmt.Errorf("answered %q, %v", answer, err)
	}
	return nil
}

func hasLeader(address string) error {
	client := http.Client{Timeout: askLimit}
	answer, err := client.Get("http://" + address + "/v1/status/leader")
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	leader, err := io.ReadAll(answer.Body)
	if err != nil || len(strings.Trim(string(leader), `"`)) == 0 {
		return fmt.Errorf("no leader: %q, %v", leader, err)
	}
	return nil
}
