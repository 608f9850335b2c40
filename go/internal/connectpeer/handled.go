package connectpeer

import (
	"context"
	"io"
	"maps"

	"connectrpc.com/connect"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	probev1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/probe/v1"
	"github.com/crosswire-interop/crosswire/go/internal/peer"
)

// handled is a call as its handler has it.
type handled struct {
	ctx  context.Context
	info connect.CallInfo
	recv func() (*probev1.ProbeRequest, error)
	// send is nil where there is a single response.
	send func(*probev1.ProbeResponse) error
}

// newHandled starts with the single request, if there is one.
func newHandled(ctx context.Context, single *probev1.ProbeRequest) *handled {
	info, _ := connect.CallInfoForHandlerContext(ctx)
	taken := false
	return &handled{ctx: ctx, info: info, recv: func() (*probev1.ProbeRequest, error) {
		if taken {
			return nil, io.EOF
		}
		taken = true
		return single, nil
	}}
}

func nextRequest(stream *connect.ClientStream[probev1.ProbeRequest]) (*probev1.ProbeRequest, error) {
	if stream.Receive() {
		return stream.Msg(), nil
	}
	if err := stream.Err(); err != nil {
		return nil, err
	}
	return nil, io.EOF
}

func (h *handled) Context() context.Context { return h.ctx }

func (h *handled) Recv() (*probev1.ProbeRequest, error) { return h.recv() }

func (h *handled) Send(response *probev1.ProbeResponse) error { return h.send(response) }

// SendHeaders sends them at once on a stream of responses, by sending no message. A single
// response takes them along.
func (h *handled) SendHeaders(headers []*peerv1.Metadatum) error {
	maps.Copy(h.info.ResponseHeader(), toHeader(headers))
	if h.send == nil {
		return nil
	}
	return h.send(nil)
}

// Compress can't change what has been chosen. A client that accepts nothing gets plain messages.
func (h *handled) Compress(wanted peerv1.Compression) error {
	chosen := answerEncoding(h.info.Peer().Protocol, h.info.RequestHeader())
	if chosen == encodings[wanted] || chosen == identity {
		return nil
	}
	return peer.Unsupported("serverPlan.compression", "the library has chosen "+chosen+" by the client's headers")
}
