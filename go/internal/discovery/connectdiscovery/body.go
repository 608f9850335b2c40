package connectdiscovery

import (
	"io"
	"net/http"
	"sync"
)

// body is a request's body, which stays open until it is settled where the request goes. A transport closes
// that of a request which it couldn't send.
type body struct {
	renew func() (io.ReadCloser, error)

	mu      sync.Mutex
	content io.ReadCloser
	read    bool
	closed  bool
	settled bool
}

func keep(request *http.Request) *body {
	made := &body{content: request.Body, renew: request.GetBody}
	if made.content == nil {
		made.content = http.NoBody
	}
	return made
}

func (b *body) Read(buffer []byte) (int, error) {
	b.mu.Lock()
	b.read = true
	content := b.content
	b.mu.Unlock()
	return content.Read(buffer)
}

func (b *body) Close() error {
	b.mu.Lock()
	b.closed = true
	settled := b.settled
	b.mu.Unlock()
	if settled {
		return b.content.Close()
	}
	return nil
}

// begun tells whether some of the body may be on its way. Of a request without one nobody knows.
func (b *body) begun() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.read || b.content == http.NoBody
}

// again tells whether the body can be sent once more: nothing of it has been read, or it can be had anew.
func (b *body) again() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = false
	if !b.read {
		return true
	}
	if b.renew == nil {
		return false
	}
	content, err := b.renew()
	if err != nil {
		return false
	}
	b.content, b.read = content, false
	return true
}

// fail closes the body of a request that goes nowhere.
func (b *body) fail(err error) error {
	_ = b.Close()
	b.settle()
	return err
}

// settle lets the transport close the body, and closes it where that has been tried.
func (b *body) settle() {
	b.mu.Lock()
	b.settled = true
	closed := b.closed
	b.mu.Unlock()
	if closed {
		_ = b.content.Close()
	}
}
