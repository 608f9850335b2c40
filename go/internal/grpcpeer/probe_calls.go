package grpcpeer

import (
	"context"
	"io"

	"google.golang.org/grpc"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	probev1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/probe/v1"
)

// unaryCall is a handler's call whose single request has come with it.
type unaryCall struct {
	ctx     context.Context
	request *probev1.ProbeRequest
	taken   bool
}

func (c *unaryCall) Context() context.Context { return c.ctx }

func (c *unaryCall) Recv() (*probev1.ProbeRequest, error) {
	if c.taken {
		return nil, io.EOF
	}
	c.taken = true
	return c.request, nil
}

// Send is never asked for: the one response is returned.
func (c *unaryCall) Send(*probev1.ProbeResponse) error { return io.ErrClosedPipe }

func (c *unaryCall) SendHeaders(headers []*peerv1.Metadatum) error {
	return grpc.SendHeader(c.ctx, toMD(headers))
}

func (c *unaryCall) Compress(wanted peerv1.Compression) error { return compress(c.ctx, wanted) }

// streamCall is a handler's call on a stream.
type streamCall struct {
	grpc.ServerStream
	recv func() (*probev1.ProbeRequest, error)
	send func(*probev1.ProbeResponse) error
}

func (c *streamCall) Recv() (*probev1.ProbeRequest, error)       { return c.recv() }
func (c *streamCall) Send(response *probev1.ProbeResponse) error { return c.send(response) }
func (c *streamCall) Compress(wanted peerv1.Compression) error   { return compress(c.Context(), wanted) }
func (c *streamCall) SendHeaders(headers []*peerv1.Metadatum) error {
	return c.SendHeader(toMD(headers))
}

// compress fails where the client doesn't accept the encoding.
func compress(ctx context.Context, wanted peerv1.Compression) error {
	return grpc.SetSendCompressor(ctx, compressors[wanted])
}
