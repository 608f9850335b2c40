package connectpeer

import (
	"compress/gzip"
	"io"
	"net/http"
	"slices"
	"strings"

	"connectrpc.com/connect"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	"github.com/crosswire-interop/crosswire/go/internal/compression"
	"github.com/crosswire-interop/crosswire/go/internal/compression/connectdeflate"
)

const (
	identity    = "identity"
	gzipName    = "gzip"
	listOfNames = ", "
)

var encodings = map[peerv1.Compression]string{
	peerv1.Compression_COMPRESSION_IDENTITY: identity,
	peerv1.Compression_COMPRESSION_GZIP:     gzipName,
	peerv1.Compression_COMPRESSION_DEFLATE:  compression.Deflate,
}

// acceptHeaders list what a client accepts, in its order: in gRPC and gRPC-Web, in streams of
// Connect, in its single messages.
var acceptHeaders = []string{"Grpc-Accept-Encoding", "Connect-Accept-Encoding", "Accept-Encoding"}

// compressionOptions: a client asks for gzip first, as it does by itself, unless it sends deflate.
// The last one that it is told of comes first.
func compressionOptions(wanted peerv1.Compression) []connect.ClientOption {
	gzipped := connect.WithAcceptCompression(gzipName,
		func() connect.Decompressor { return new(gzip.Reader) },
		func() connect.Compressor { return gzip.NewWriter(io.Discard) })
	switch wanted {
	case peerv1.Compression_COMPRESSION_DEFLATE:
		return []connect.ClientOption{connectdeflate.Accept(), connect.WithSendCompression(compression.Deflate)}
	case peerv1.Compression_COMPRESSION_GZIP:
		return []connect.ClientOption{connectdeflate.Accept(), gzipped, connect.WithSendGzip()}
	}
	return []connect.ClientOption{connectdeflate.Accept(), gzipped}
}

// preferring lets connect-go, which takes the first encoding of the client's list that it has, find
// this one first: gzip, the only one that it has by itself, or what the listener is told to send.
func preferring(wanted peerv1.Compression, next http.Handler) http.Handler {
	first := gzipName
	if wanted == peerv1.Compression_COMPRESSION_DEFLATE {
		first = compression.Deflate
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, name := range acceptHeaders {
			if accepted := r.Header.Get(name); accepted != "" {
				r.Header.Set(name, ahead(accepted, first))
			}
		}
		next.ServeHTTP(w, r)
	})
}

// ahead puts a name at the head of a list, if it is in it.
func ahead(list, first string) string {
	names := namesIn(list)
	at := slices.Index(names, first)
	if at <= 0 {
		return list
	}
	return strings.Join(slices.Insert(slices.Delete(names, at, at+1), 0, first), listOfNames)
}

func namesIn(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' })
}

// answerEncoding is the one that connect-go has chosen for a call's answer, which it doesn't tell:
// the request's own, else the first of the client's that it has.
func answerEncoding(protocol string, header http.Header) string {
	sent, accepted := "Grpc-Encoding", acceptHeaders[0]
	switch {
	case protocol != connect.ProtocolConnect:
	case strings.HasPrefix(header.Get("Content-Type"), "application/connect+"):
		sent, accepted = "Connect-Content-Encoding", acceptHeaders[1]
	default:
		sent, accepted = "Content-Encoding", acceptHeaders[2]
	}
	if name := header.Get(sent); name != "" && name != identity {
		return name
	}
	for _, name := range namesIn(header.Get(accepted)) {
		if name == gzipName || name == compression.Deflate {
			return name
		}
	}
	return identity
}
