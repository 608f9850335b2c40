package grpcpeer

import (
	"context"
	"io"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	grpcpeer "google.golang.org/grpc/peer"
	"google.golang.org/protobuf/proto"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	"github.com/crosswire-interop/crosswire/go/internal/peer"
)

// channel is a ClientConn.
type channel struct{ conn *grpc.ClientConn }

func (c *channel) Close() { _ = c.conn.Close() }

// Call opens the RPC if its requests are a stream; a single request opens it when it is sent.
func (c *channel) Call(
	ctx context.Context, plan *peerv1.CallPlan, method *peer.Method, headers []*peerv1.Metadatum,
) (peer.ClientCall, error) {
	stub, err := stubOf(method, plan.GetWay())
	if err != nil {
		return nil, err
	}
	sent := metadata.NewOutgoingContext(ctx, toMD(headers))
	made := &call{ctx: sent, conn: c.conn, stub: stub, options: callOptions(plan), ready: make(chan struct{})}
	if method.Shape.ManyRequests {
		made.open(nil)
	}
	return made, nil
}

func callOptions(plan *peerv1.CallPlan) []grpc.CallOption {
	var options []grpc.CallOption
	if plan.GetChannel().GetWaitForReady() {
		options = append(options, grpc.WaitForReady(true))
	}
	if name := compressors[plan.GetCompression()]; name != "" {
		options = append(options, grpc.UseCompressor(name))
	}
	return options
}

// call is one RPC. The fields after ready belong to the stub until ready is closed.
type call struct {
	ctx     context.Context
	conn    *grpc.ClientConn
	stub    stub
	options []grpc.CallOption

	ready           chan struct{}
	opened          opened
	err             error
	header, trailer metadata.MD
	remote          grpcpeer.Peer
	taken           bool
}

// open runs the stub. Header, Trailer and Peer are for unary stubs; a stream shows them itself.
func (c *call) open(request proto.Message) {
	defer close(c.ready)
	options := c.options
	if request != nil {
		options = append(options, grpc.Header(&c.header), grpc.Trailer(&c.trailer), grpc.Peer(&c.remote))
	}
	c.opened, c.err = c.stub(c.ctx, c.conn, request, options)
}

// Send doesn't wait for a stub with a single request: a unary one returns when the call is over,
// and a server-streaming one when there is a connection.
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
	return c.opened.stream.SendMsg(message)
}

func (c *call) CloseSend() error {
	<-c.ready
	if c.err != nil {
		return c.err
	}
	return c.opened.stream.CloseSend()
}

func (c *call) Recv() (proto.Message, error) {
	<-c.ready
	switch {
	case c.err != nil:
		return nil, c.err
	case c.opened.stream != nil:
		return c.opened.recv()
	case c.taken:
		return nil, io.EOF
	}
	c.taken = true
	return c.opened.single, nil
}

func (c *call) WaitHeaders() bool {
	<-c.ready
	if c.opened.stream == nil {
		return c.header != nil
	}
	header, err := c.opened.stream.Header()
	return err == nil && header != nil
}
