package connectpeer

import (
	"context"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"

	"google.golang.org/protobuf/proto"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	"github.com/crosswire-interop/crosswire/go/internal/peer"
)

// Call opens the RPC if its requests are a stream; a single request opens it when it is sent.
func (c *channel) Call(
	ctx context.Context, plan *peerv1.CallPlan, method *peer.Method, headers []*peerv1.Metadatum,
) (peer.ClientCall, error) {
	if err := checkWay(plan); err != nil {
		return nil, err
	}
	made := &call{stub: c.stub(method.Path, plan.GetWay()), headers: toHeader(headers), ready: make(chan struct{})}
	if plan.GetAuthority() != "" {
		made.headers.Set("Host", plan.GetAuthority())
	}
	made.ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: made.gotConn})
	if method.Shape.ManyRequests {
		made.open(nil)
	}
	return made, nil
}

// call is one RPC. The fields after ready belong to the stub until ready is closed.
type call struct {
	ctx       context.Context
	stub      stub
	headers   http.Header
	localPort atomic.Uint32

	ready        chan struct{}
	conversation *conversation
	err          error
}

func (c *call) gotConn(info httptrace.GotConnInfo) {
	c.localPort.Store(peer.PortOf(info.Conn.LocalAddr()))
}

func (c *call) open(request proto.Message) {
	defer close(c.ready)
	c.conversation, c.err = c.stub(c.ctx, c.headers, request)
}

// Send doesn't wait for a stub with a single request: it returns when there is an answer.
func (c *call) Send(message proto.Message) error {
	select {
	case <-c.ready:
	default:
		go c.open(message)
		return nil
	}
	if c.err != nil {
		return c.err
	}
	return c.conversation.send(message)
}

func (c *call) CloseSend() error {
	<-c.ready
	if c.err != nil {
		return c.err
	}
	return c.conversation.closeSend()
}

func (c *call) Recv() (proto.Message, error) {
	<-c.ready
	if c.err != nil {
		return nil, c.err
	}
	return c.conversation.recv()
}

// WaitHeaders: connect-go shows a call without response headers as one with no headers at all.
func (c *call) WaitHeaders() bool {
	<-c.ready
	return c.conversation != nil && len(c.conversation.header()) > 0
}
