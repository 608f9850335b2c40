package peer

import (
	"maps"
	"slices"
	"strings"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
)

// binarySuffix ends the names whose values are bytes (gRPC over HTTP/2, Custom-Metadata).
const binarySuffix = "-bin"

// IsBinary tells whether a name's values are bytes.
func IsBinary(name string) bool {
	return strings.HasSuffix(strings.ToLower(name), binarySuffix)
}

// Shown puts metadata that a library shows as a map into the contract's form: names in lower case
// and in order, the status left out, values decoded by decode.
func Shown(from map[string][]string, decode func(name, value string) []byte) []*peerv1.Metadatum {
	var shown []*peerv1.Metadatum
	for _, name := range slices.Sorted(maps.Keys(from)) {
		lower := strings.ToLower(name)
		if lower == "grpc-status" || lower == "grpc-message" {
			continue
		}
		for _, value := range from[name] {
			shown = append(shown, &peerv1.Metadatum{Name: lower, Value: decode(lower, value)})
		}
	}
	return shown
}
