package grpcpeer

import (
	"errors"
	"io"

	"google.golang.org/grpc/metadata"
	grpcpeer "google.golang.org/grpc/peer"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/anypb"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	"github.com/crosswire-interop/crosswire/go/internal/peer"
)

// End is what grpc-go shows of a call that is over.
func (c *call) End(end error) *peerv1.Outcome {
	if errors.Is(end, io.EOF) {
		end = nil
	}
	shown := status.Convert(end).Proto()
	outcome := &peerv1.Outcome{Code: shown.GetCode(), Message: shown.GetMessage(), Details: fromAnys(shown.GetDetails())}
	header, trailer, remote := c.surroundings()
	outcome.Headers, outcome.Trailers = fromMD(header), fromMD(trailer)
	if remote != nil && remote.LocalAddr != nil {
		outcome.LocalPort = peer.PortOf(remote.LocalAddr)
	}
	return outcome
}

// surroundings are headers, trailers and connection; a call that never got a stream has none.
func (c *call) surroundings() (metadata.MD, metadata.MD, *grpcpeer.Peer) {
	stream := c.opened.stream
	if stream == nil {
		return c.header, c.trailer, &c.remote
	}
	header, err := stream.Header()
	if err != nil {
		header = nil
	}
	remote, _ := grpcpeer.FromContext(stream.Context())
	return header, stream.Trailer(), remote
}

func fromAnys(details []*anypb.Any) []*peerv1.StatusDetail {
	var shown []*peerv1.StatusDetail
	for _, detail := range details {
		shown = append(shown, &peerv1.StatusDetail{TypeUrl: detail.GetTypeUrl(), Value: detail.GetValue()})
	}
	return shown
}

func toMD(entries []*peerv1.Metadatum) metadata.MD {
	md := metadata.MD{}
	for _, entry := range entries {
		md.Append(entry.GetName(), string(entry.GetValue()))
	}
	return md
}

// fromMD: grpc-go has decoded the values of "-bin" names already.
func fromMD(md metadata.MD) []*peerv1.Metadatum {
	return peer.Shown(md, func(_, value string) []byte { return []byte(value) })
}
