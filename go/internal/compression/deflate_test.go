package compression_test

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"io"
	"strings"
	"testing"

	"google.golang.org/grpc/encoding"

	"github.com/crosswire-interop/crosswire/go/internal/compression"
	_ "github.com/crosswire-interop/crosswire/go/internal/compression/grpcdeflate"
)

func zlibbed(t *testing.T, text string) *bytes.Buffer {
	t.Helper()
	into := new(bytes.Buffer)
	writer := zlib.NewWriter(into)
	if _, err := io.WriteString(writer, text); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return into
}

func TestReaderTakesOneTextAfterTheOther(t *testing.T) {
	reader := new(compression.Reader)
	if _, err := reader.Read(nil); err == nil || reader.Close() != nil {
		t.Error("there was something to read")
	}
	for _, text := range []string{"one", "", strings.Repeat("two", 10_000)} {
		if err := reader.Reset(zlibbed(t, text)); err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(reader); err != nil || string(got) != text {
			t.Errorf("%d bytes, %v", len(got), err)
		}
		// As connect-go does between two messages.
		if err := reader.Close(); err != nil {
			t.Error(err)
		}
		_ = reader.Reset(new(bytes.Buffer))
	}
}

// Deflated data without zlib's header is what some take the name for.
func TestBareDeflateIsRefused(t *testing.T) {
	bare := new(bytes.Buffer)
	writer, err := flate.NewWriter(bare, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(writer, "text")
	_ = writer.Close()
	if err := new(compression.Reader).Reset(bare); err == nil {
		t.Error("taken")
	}
}

func TestRegisteredCompressor(t *testing.T) {
	registered := encoding.GetCompressor(compression.Deflate)
	for range 2 {
		into := new(bytes.Buffer)
		writer, err := registered.Compress(into)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(writer, "text")
		if err := writer.Close(); err != nil {
			t.Fatal(err)
		}
		reader, err := registered.Decompress(into)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(reader); err != nil || string(got) != "text" {
			t.Errorf("%q, %v", got, err)
		}
	}
}
