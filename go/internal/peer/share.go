package peer

import (
	"errors"
	"log"
	"sync"
	"sync/atomic"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/durationpb"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	"github.com/crosswire-interop/crosswire/go/internal/processes"
)

// workerPatience is how long a worker may take to end when it has nothing more to do.
const workerPatience = 2 * time.Second

// sharedListener is a port that several worker processes serve.
type sharedListener struct {
	id, address string
	workers     []*worker
	closing     atomic.Bool
}

// share starts workers. With port 0 the first one's port is that of the others.
func (p *Peer) share(req *peerv1.ListenRequest) (Listener, error) {
	if req.GetTransport() == peerv1.Transport_TRANSPORT_UDS {
		return nil, Unsupported("processes", "several sockets can't have one path")
	}
	own := proto.CloneOf(req)
	own.Processes, own.ReusePort = 0, true
	shared := &sharedListener{id: req.GetId()}
	for range req.GetProcesses() {
		if err := shared.add(p.id, own); err != nil {
			shared.Abort()
			return nil, err
		}
	}
	for _, one := range shared.workers {
		go shared.watch(one)
	}
	return shared, nil
}

func (s *sharedListener) add(peer string, req *peerv1.ListenRequest) error {
	made, err := startWorker(peer)
	if err != nil {
		return err
	}
	s.workers = append(s.workers, made)
	answer := &peerv1.ListenResponse{}
	if err := made.ask(askLimit, "Listen", req, answer); err != nil {
		return err
	}
	if refused := answer.GetUnsupported(); refused != nil {
		return Unsupported(refused.GetField(), refused.GetReason())
	}
	s.address = answer.GetAddress()
	req.Bind, err = processes.WithPort(req.GetBind(), s.address)
	return err
}

// watch says so when a worker goes without having been told to; the others serve on.
func (s *sharedListener) watch(one *worker) {
	<-one.Ended()
	if !s.closing.Load() {
		log.Printf("listener on %s: worker %d has ended", s.address, one.PID())
	}
}

func (s *sharedListener) Address() string { return s.address }

// each does something to all workers at once.
func (s *sharedListener) each(do func(*worker) error) error {
	failed := make([]error, len(s.workers))
	var all sync.WaitGroup
	for i, one := range s.workers {
		all.Go(func() { failed[i] = do(one) })
	}
	all.Wait()
	return errors.Join(failed...)
}

// SetServing changes what each worker says of its health.
func (s *sharedListener) SetServing(serving bool) error {
	request := &peerv1.SetHealthRequest{Listener: s.id, Serving: serving}
	return s.each(func(one *worker) error { return one.setServing(request) })
}

// Drain lets each worker drain, then ends it.
func (s *sharedListener) Drain(grace time.Duration) {
	s.closing.Store(true)
	err := s.each(func(one *worker) error {
		defer one.End(workerPatience)
		return one.ask(grace+askLimit, "Close", &peerv1.CloseRequest{
			Mode: peerv1.CloseRequest_MODE_DRAIN, Grace: durationpb.New(grace),
		}, &peerv1.CloseResponse{})
	})
	if err != nil {
		log.Printf("listener on %s: %s", s.address, oneLine(err))
	}
}

// Abort kills the workers.
func (s *sharedListener) Abort() {
	s.closing.Store(true)
	_ = s.each(func(one *worker) error { one.Kill(); return nil })
}
