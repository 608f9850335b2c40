package connectpeer

import (
	"context"
	"errors"
	"maps"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/types/known/anypb"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	probev1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/probe/v1"
	"github.com/crosswire-interop/crosswire/go/internal/peer"
)

// probe is the scripted service.
type probe struct{ host peer.Host }

func (p probe) Unary(
	ctx context.Context, request *connect.Request[probev1.ProbeRequest],
) (*connect.Response[probev1.ProbeResponse], error) {
	handled := newHandled(ctx, request.Msg)
	return handled.single(p.host.RunScript(handled, peer.Shape{}))
}

func (p probe) ServerStream(
	ctx context.Context, request *connect.Request[probev1.ProbeRequest],
	stream *connect.ServerStream[probev1.ProbeResponse],
) error {
	handled := newHandled(ctx, request.Msg)
	handled.send = stream.Send
	return handled.conclude(p.host.RunScript(handled, peer.Shape{ManyResponses: true}))
}

func (p probe) ClientStream(
	ctx context.Context, stream *connect.ClientStream[probev1.ProbeRequest],
) (*connect.Response[probev1.ProbeResponse], error) {
	handled := newHandled(ctx, nil)
	handled.recv = func() (*probev1.ProbeRequest, error) { return nextRequest(stream) }
	return handled.single(p.host.RunScript(handled, peer.Shape{ManyRequests: true}))
}

func (p probe) BidiStream(
	ctx context.Context, stream *connect.BidiStream[probev1.ProbeRequest, probev1.ProbeResponse],
) error {
	handled := newHandled(ctx, nil)
	handled.recv, handled.send = stream.Receive, stream.Send
	shape := peer.Shape{ManyRequests: true, ManyResponses: true}
	return handled.conclude(p.host.RunScript(handled, shape))
}

// single ends a handler with a single response, and returns both where the ending has both.
func (h *handled) single(ending peer.Ending) (*connect.Response[probev1.ProbeResponse], error) {
	err := h.conclude(ending)
	if ending.Response == nil {
		return nil, err
	}
	return connect.NewResponse(ending.Response), err
}

// conclude puts an ending into connect-go's idiom. An error's own metadata would be trailers of gRPC,
// but headers of a single response of Connect.
func (h *handled) conclude(ending peer.Ending) error {
	if ending.Panic != nil {
		panic(*ending.Panic)
	}
	if ending.Err != nil {
		return ending.Err
	}
	maps.Copy(h.info.ResponseTrailer(), toHeader(ending.Status.GetTrailers()))
	if ending.Status.GetCode() == 0 {
		return nil
	}
	return statusError(ending.Status)
}

func statusError(status *peerv1.ServerStatus) *connect.Error {
	failure := connect.NewError(connect.Code(status.GetCode()), errors.New(status.GetMessage()))
	for _, detail := range status.GetDetails() {
		// A ready-made Any is taken as it is, without an error.
		added, _ := connect.NewErrorDetail(&anypb.Any{TypeUrl: detail.GetTypeUrl(), Value: detail.GetValue()})
		failure.AddDetail(added)
	}
	return failure
}
