package grpcpeer

import (
	"context"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	grpcpeer "google.golang.org/grpc/peer"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	"github.com/crosswire-interop/crosswire/go/internal/peer"
)

// observer is the interceptors that see every call on a listener.
type observer struct {
	host        peer.Host
	listener    string
	compression peerv1.Compression
	// trailer goes with every response.
	trailer metadata.MD
}

func newObserver(serving peer.Serving) observer {
	req := serving.Request
	made := observer{host: serving.Host, listener: req.GetId(), compression: req.GetCompression()}
	if serving.Process != "" {
		made.trailer = metadata.Pairs(peer.ProcessTrailer, serving.Process)
	}
	return made
}

func (o observer) enter(ctx context.Context, method string) *peer.Record {
	md, _ := metadata.FromIncomingContext(ctx)
	arrival := peer.Arrival{Context: ctx, Listener: o.listener, Method: method, Metadata: fromMD(md)}
	if remote, ok := grpcpeer.FromContext(ctx); ok {
		arrival.PeerAddress = remote.Addr.String()
	}
	if name := compressors[o.compression]; name != "" {
		// A client that doesn't accept it gets plain messages.
		_ = grpc.SetSendCompressor(ctx, name)
	}
	// Trailers can be set for as long as the handler runs.
	_ = grpc.SetTrailer(ctx, o.trailer)
	return o.host.Enter(arrival)
}

func (o observer) unary(
	ctx context.Context, request any, info *grpc.UnaryServerInfo, handler grpc.UnaryHandler,
) (any, error) {
	record := o.enter(ctx, info.FullMethod)
	defer record.Settle()
	record.Received(request)
	response, err := handler(peer.WithRecord(ctx, record), request)
	if err == nil {
		record.Sent()
	}
	return response, err
}

func (o observer) stream(
	server any, stream grpc.ServerStream, info *grpc.StreamServerInfo, handler grpc.StreamHandler,
) error {
	record := o.enter(stream.Context(), info.FullMethod)
	defer record.Settle()
	return handler(server, &observedStream{
		ServerStream: stream, ctx: peer.WithRecord(stream.Context(), record), record: record,
	})
}

// observedStream records what passes.
type observedStream struct {
	grpc.ServerStream
	ctx    context.Context
	record *peer.Record
}

func (s *observedStream) Context() context.Context { return s.ctx }

func (s *observedStream) RecvMsg(message any) error {
	err := s.ServerStream.RecvMsg(message)
	if err == nil {
		s.record.Received(message)
	}
	return err
}

func (s *observedStream) SendMsg(message any) error {
	err := s.ServerStream.SendMsg(message)
	if err == nil {
		s.record.Sent()
	}
	return err
}
