package program

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"

	"github.com/crosswire-interop/crosswire/go/internal/processes"
)

// addressVariable tells a worker where to listen. Its presence makes the program one.
const addressVariable = "CROSSWIRE_WORKER_ADDRESS"

func assigned() (address string, isWorker bool) { return os.LookupEnv(addressVariable) }

// stdinClosed is closed when the standard input is.
func stdinClosed() <-chan struct{} {
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		_, _ = io.Copy(io.Discard, os.Stdin)
	}()
	return closed
}

// startWorkers starts processes that share a port; with port 0, the one that the first got.
func startWorkers(flags *ServerFlags) (*running, error) {
	var workers []*processes.Worker
	var draining atomic.Bool
	drain := func() {
		draining.Store(true)
		endAll(workers)
	}
	address := flags.Address
	for range flags.Processes {
		worker, err := processes.Start(addressVariable + "=" + address)
		if err != nil {
			drain()
			return nil, err
		}
		workers = append(workers, worker)
		if address, err = processes.WithPort(address, worker.Ready); err != nil {
			drain()
			return nil, err
		}
	}
	ended := inBackground(func() error { return awaitAll(workers, &draining) })
	return &running{address: workers[0].Ready, ended: ended, drain: drain}, nil
}

// awaitAll says when one has ended that wasn't told to, and fails when all have.
func awaitAll(workers []*processes.Worker, draining *atomic.Bool) error {
	var all sync.WaitGroup
	for _, worker := range workers {
		all.Go(func() {
			<-worker.Ended()
			if !draining.Load() {
				fmt.Fprintf(os.Stderr, "worker %d has ended\n", worker.PID())
			}
		})
	}
	all.Wait()
	return errors.New("no worker is left")
}

// endAll lets all of them drain at once.
func endAll(workers []*processes.Worker) {
	var all sync.WaitGroup
	for _, worker := range workers {
		all.Go(func() { worker.End(2 * drainTime) })
	}
	all.Wait()
}
