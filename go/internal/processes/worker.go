// Package processes lets a program serve one port with several processes: it starts itself again,
// and the kernel spreads the connections over all that listen (SO_REUSEPORT, socket(7)). One Go
// process uses every processor already; what several add is that one can go without the others.
package processes

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// itself is this program also where its file has been replaced since it started.
const itself = "/proc/self/exe"

// Worker is one more process of this program. Its standard input stays open for as long as this
// process wants it, or lives: a worker ends when that closes.
type Worker struct {
	// Ready is the first line that it wrote to standard output.
	Ready   string
	command *exec.Cmd
	stdin   io.Closer
	ended   chan struct{}
}

// Start starts this program again with the same arguments and more variables in its environment,
// and waits until it says that it is ready. What it writes to standard error goes to this
// process's own.
func Start(environment ...string) (*Worker, error) {
	command := exec.Command(itself, os.Args[1:]...)
	command.Args[0] = os.Args[0]
	command.Env = append(os.Environ(), environment...)
	command.Stderr = os.Stderr
	stdin, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, err
	}
	made := &Worker{command: command, stdin: stdin, ended: make(chan struct{})}
	return made, made.awaitReady(stdout)
}

func (w *Worker) awaitReady(stdout io.Reader) error {
	output := bufio.NewReader(stdout)
	line, err := output.ReadString('\n')
	go w.wait(output)
	if err != nil {
		w.Kill()
		return fmt.Errorf("worker %d ended before it was ready", w.PID())
	}
	w.Ready = strings.TrimSpace(line)
	return nil
}

// wait takes what else a worker prints, so that it never waits for a reader, until it has ended.
func (w *Worker) wait(output io.Reader) {
	defer close(w.ended)
	_, _ = io.Copy(io.Discard, output)
	// How it ended is not asked: it was told to, or its own standard error says more.
	_ = w.command.Wait()
}

// PID is its process id.
func (w *Worker) PID() int { return w.command.Process.Pid }

// Ended is closed when the process is gone.
func (w *Worker) Ended() <-chan struct{} { return w.ended }

// End closes its standard input, and kills it if it is still there after a while.
func (w *Worker) End(patience time.Duration) {
	_ = w.stdin.Close()
	defer time.AfterFunc(patience, w.Kill).Stop()
	<-w.ended
}

// Kill ends it at once.
func (w *Worker) Kill() {
	// It may have ended by itself.
	_ = w.command.Process.Kill()
	<-w.ended
}
