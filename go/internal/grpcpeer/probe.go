package grpcpeer

import (
	"context"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/anypb"

	spb "google.golang.org/genproto/googleapis/rpc/status"

	probev1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/probe/v1"
	"github.com/crosswire-interop/crosswire/go/internal/peer"
)

// probe is the scripted service.
type probe struct {
	probev1.UnimplementedProbeServer
	host peer.Host
}

func (p probe) Unary(ctx context.Context, request *probev1.ProbeRequest) (*probev1.ProbeResponse, error) {
	ending := p.host.RunScript(&unaryCall{ctx: ctx, request: request}, peer.Shape{})
	err := conclude(ending, func(trailer metadata.MD) { _ = grpc.SetTrailer(ctx, trailer) })
	return ending.Response, err
}

func (p probe) ServerStream(
	request *probev1.ProbeRequest, stream grpc.ServerStreamingServer[probev1.ProbeResponse],
) error {
	single := &unaryCall{ctx: stream.Context(), request: request}
	call := &streamCall{ServerStream: stream, recv: single.Recv, send: stream.Send}
	return conclude(p.host.RunScript(call, peer.Shape{ManyResponses: true}), stream.SetTrailer)
}

// ClientStream sends a response where there is one, whatever the status: a handler may well do so.
func (p probe) ClientStream(
	stream grpc.ClientStreamingServer[probev1.ProbeRequest, probev1.ProbeResponse],
) error {
	call := &streamCall{ServerStream: stream, recv: stream.Recv}
	ending := p.host.RunScript(call, peer.Shape{ManyRequests: true})
	if ending.Response != nil {
		if err := stream.SendAndClose(ending.Response); err != nil {
			return err
		}
	}
	return conclude(ending, stream.SetTrailer)
}

func (p probe) BidiStream(
	stream grpc.BidiStreamingServer[probev1.ProbeRequest, probev1.ProbeResponse],
) error {
	call := &streamCall{ServerStream: stream, recv: stream.Recv, send: stream.Send}
	shape := peer.Shape{ManyRequests: true, ManyResponses: true}
	return conclude(p.host.RunScript(call, shape), stream.SetTrailer)
}

// conclude puts an ending into grpc-go's idiom.
func conclude(ending peer.Ending, setTrailer func(metadata.MD)) error {
	if ending.Panic != nil {
		panic(*ending.Panic)
	}
	if ending.Err != nil {
		return ending.Err
	}
	end := ending.Status
	if len(end.GetTrailers()) > 0 {
		setTrailer(toMD(end.GetTrailers()))
	}
	shown := &spb.Status{Code: end.GetCode(), Message: end.GetMessage()}
	for _, detail := range end.GetDetails() {
		shown.Details = append(shown.Details, &anypb.Any{TypeUrl: detail.GetTypeUrl(), Value: detail.GetValue()})
	}
	return status.FromProto(shown).Err()
}
