// Package compression has the encoding of gRPC that neither library brings along.
package compression

import (
	"compress/zlib"
	"errors"
	"io"
)

// Deflate is the encoding's name. It is zlib's format (RFC 1950) around deflated data (RFC 1951), as
// HTTP's coding of this name (RFC 9110, section 8.4.1.2), and not the bare data.
const Deflate = "deflate"

// errNotReset is what reading says before there is something to read.
var errNotReset = errors.New("deflate: nothing to read")

// Reader inflates, one text after the other. Its zero value is ready for Reset.
type Reader struct{ from io.ReadCloser }

// Reset begins the next text.
func (r *Reader) Reset(text io.Reader) error {
	if again, ok := r.from.(zlib.Resetter); ok {
		return again.Reset(text, nil)
	}
	made, err := zlib.NewReader(text)
	if err != nil {
		return err
	}
	r.from = made
	return nil
}

// Read reads what was compressed.
func (r *Reader) Read(into []byte) (int, error) {
	if r.from == nil {
		return 0, errNotReset
	}
	return r.from.Read(into)
}

// Close ends a text, after which comes the next.
func (r *Reader) Close() error {
	if r.from == nil {
		return nil
	}
	return r.from.Close()
}
