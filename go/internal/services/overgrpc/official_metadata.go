package overgrpc

import (
	"context"

	"google.golang.org/grpc"
	"google.golang.org/grpc/encoding"
	"google.golang.org/grpc/encoding/gzip"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/stats"

	"github.com/crosswire-interop/crosswire/go/gen/official/testing"
	"github.com/crosswire-interop/crosswire/go/internal/services"
)

// echoMetadata sends back what is to be sent back. Headers and trailers can be set for as long as
// no headers have gone out, which is so when a handler begins.
func echoMetadata(ctx context.Context) {
	received, _ := metadata.FromIncomingContext(ctx)
	if values := received.Get(services.EchoInitial); len(values) > 0 {
		_ = grpc.SetHeader(ctx, metadata.MD{services.EchoInitial: values})
	}
	if values := received.Get(services.EchoTrailing); len(values) > 0 {
		_ = grpc.SetTrailer(ctx, metadata.MD{services.EchoTrailing: values})
	}
}

// compressAnswer chooses gzip or none for the whole answer. A client that doesn't accept gzip gets
// plain messages.
func compressAnswer(ctx context.Context, wanted bool) {
	name := encoding.Identity
	if wanted {
		name = gzip.Name
	}
	_ = grpc.SetSendCompressor(ctx, name)
}

// WatchCompression lets handlers know whether the request that they had last was compressed:
// grpc-go shows that to stats handlers alone.
func WatchCompression() grpc.ServerOption { return grpc.StatsHandler(compressionWatch{}) }

type compressionKey struct{}

type compressionWatch struct{}

func (compressionWatch) TagRPC(ctx context.Context, _ *stats.RPCTagInfo) context.Context {
	return context.WithValue(ctx, compressionKey{}, new(bool))
}

// HandleRPC is called before the message is handed on, by the same goroutine. The lengths are the
// only sign: a message that gzip leaves as long as it is passes for a plain one.
func (compressionWatch) HandleRPC(ctx context.Context, about stats.RPCStats) {
	came, isMessage := about.(*stats.InPayload)
	if last, ok := ctx.Value(compressionKey{}).(*bool); ok && isMessage {
		*last = came.CompressedLength != came.Length
	}
}

func (compressionWatch) TagConn(ctx context.Context, _ *stats.ConnTagInfo) context.Context {
	return ctx
}

func (compressionWatch) HandleConn(context.Context, stats.ConnStats) {}

// checkCompressed lets pass what can't be told.
func checkCompressed(ctx context.Context, expected *testing.BoolValue) error {
	last, watched := ctx.Value(compressionKey{}).(*bool)
	if !watched {
		return nil
	}
	return services.CheckCompressed(expected, *last)
}
