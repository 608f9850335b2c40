// Package connectdeflate gives connect-go deflate.
package connectdeflate

import (
	"compress/zlib"
	"io"

	"connectrpc.com/connect"

	"github.com/crosswire-interop/crosswire/go/internal/compression"
)

func reader() connect.Decompressor { return new(compression.Reader) }

func writer() connect.Compressor { return zlib.NewWriter(io.Discard) }

// Accept lets a client take answers in deflate.
func Accept() connect.ClientOption {
	return connect.WithAcceptCompression(compression.Deflate, reader, writer)
}

// Handle lets a handler take requests and give answers in deflate.
func Handle() connect.HandlerOption {
	return connect.WithCompression(compression.Deflate, reader, writer)
}
