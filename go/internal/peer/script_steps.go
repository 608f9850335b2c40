package peer

import (
	"errors"
	"io"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	probev1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/probe/v1"
)

func (s *script) at(step int32) {
	s.record.writing.Store(step)
	if s.drained == nil {
		s.record.reading.Store(step)
	}
}

func (s *script) step(i int32, step *peerv1.Step) error {
	s.at(i)
	switch action := step.GetAction().(type) {
	case *peerv1.Step_Send:
		return s.send(i, action.Send)
	case *peerv1.Step_Receive:
		return s.receive(repeats(action.Receive.GetCount()))
	case *peerv1.Step_Sleep:
		return sleep(s.done(), action.Sleep.GetDuration().AsDuration())
	case *peerv1.Step_PauseReading:
		return sleep(s.done(), action.PauseReading.GetDuration().AsDuration())
	case *peerv1.Step_AwaitSignal:
		return s.awaitSignal(i, action.AwaitSignal.GetName())
	case *peerv1.Step_Drain:
		return s.drain(action.Drain.GetBackground())
	case *peerv1.Step_SendHeaders:
		return s.sendHeaders(i, action.SendHeaders.GetMetadata())
	}
	return BadPlan("server step %d isn't a server's", i)
}

func (s *script) send(i int32, send *peerv1.Send) error {
	if err := checkCompression(int(i), &peerv1.Step{Action: &peerv1.Step_Send{Send: send}}); err != nil {
		return err
	}
	response, err := responseOf(send.GetPayload())
	if err != nil {
		return err
	}
	for range repeats(send.GetCount()) {
		if err := s.give(response); err != nil {
			return err
		}
	}
	return nil
}

// receive reads requests, the one with the plan first. The half-close is an end like any other.
func (s *script) receive(n int) error {
	if s.drained != nil {
		return BadPlan("receive while a drain is going on in the background")
	}
	for range n {
		if _, err := s.next(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
	return nil
}

func (s *script) next() (*probev1.ProbeRequest, error) {
	if carrier := s.pending; carrier != nil {
		s.pending = nil
		return carrier, nil
	}
	request, err := s.call.Recv()
	if errors.Is(err, io.EOF) && s.shape.ManyRequests && s.record != nil {
		s.record.halfClose()
	}
	return request, err
}

// drain reads to the half-close, or waits for the background that does.
func (s *script) drain(background bool) error {
	if s.drained == nil && !background {
		return s.readAll()
	}
	if s.drained == nil {
		s.drained = make(chan error, 1)
		go func() { s.drained <- s.readAll() }()
	}
	if background {
		return nil
	}
	err := <-s.drained
	s.drained <- err
	return err
}

func (s *script) readAll() error {
	for {
		if _, err := s.next(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func (s *script) awaitSignal(i int32, name string) error {
	if err := s.signals.await(s.done(), s.record.callID, name); err != nil {
		return err
	}
	s.record.note(i, peerv1.EventKind_EVENT_KIND_SIGNALLED)
	return nil
}

func (s *script) sendHeaders(i int32, headers []*peerv1.Metadatum) error {
	if err := s.call.SendHeaders(headers); err != nil {
		return err
	}
	s.record.note(i, peerv1.EventKind_EVENT_KIND_HEADERS)
	return nil
}
