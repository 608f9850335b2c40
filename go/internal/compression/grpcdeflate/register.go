// Package grpcdeflate makes deflate known to grpc-go, by being imported.
package grpcdeflate

import (
	"compress/zlib"
	"io"
	"sync"

	"google.golang.org/grpc/encoding"

	"github.com/crosswire-interop/crosswire/go/internal/compression"
)

func init() {
	encoding.RegisterCompressor(&compressor{
		writers: sync.Pool{New: func() any { return zlib.NewWriter(io.Discard) }},
	})
}

// compressor keeps writers, which are large, for the next message.
type compressor struct{ writers sync.Pool }

func (*compressor) Name() string { return compression.Deflate }

func (c *compressor) Compress(into io.Writer) (io.WriteCloser, error) {
	taken := c.writers.Get().(*zlib.Writer)
	taken.Reset(into)
	return &writer{Writer: taken, back: &c.writers}, nil
}

func (*compressor) Decompress(text io.Reader) (io.Reader, error) {
	reader := new(compression.Reader)
	return reader, reader.Reset(text)
}

// writer goes back when it is closed.
type writer struct {
	*zlib.Writer
	back *sync.Pool
}

func (w *writer) Close() error {
	defer w.back.Put(w.Writer)
	return w.Writer.Close()
}
