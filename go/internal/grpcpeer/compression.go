package grpcpeer

import (
	"google.golang.org/grpc/encoding"
	"google.golang.org/grpc/encoding/gzip"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	"github.com/crosswire-interop/crosswire/go/internal/compression"
	// Makes deflate known to grpc-go.
	_ "github.com/crosswire-interop/crosswire/go/internal/compression/grpcdeflate"
)

// compressors are the names of the encodings; what is left to the library has none.
var compressors = map[peerv1.Compression]string{
	peerv1.Compression_COMPRESSION_IDENTITY: encoding.Identity,
	peerv1.Compression_COMPRESSION_GZIP:     gzip.Name,
	peerv1.Compression_COMPRESSION_DEFLATE:  compression.Deflate,
}
