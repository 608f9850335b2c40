package peer

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
)

const (
	// maxJSONMessage is the length up to which a message is also shown as ProtoJSON.
	maxJSONMessage = 16 << 10
	// firstBytes is how much of a message is shown as it is.
	firstBytes = 64
)

// deterministic makes the digest of a message with a map repeatable.
var deterministic = proto.MarshalOptions{Deterministic: true}

// digestOf describes a message after the library decoded it, encoded again.
func digestOf(message proto.Message) *peerv1.ReceivedMessage {
	encoded, err := deterministic.Marshal(message)
	if err != nil {
		return &peerv1.ReceivedMessage{Json: "can't be encoded again: " + err.Error()}
	}
	sum := sha256.Sum256(encoded)
	digest := &peerv1.ReceivedMessage{
		Length:     uint64(len(encoded)),
		Sha256:     hex.EncodeToString(sum[:]),
		FirstBytes: bytes.Clone(encoded[:min(len(encoded), firstBytes)]),
	}
	if len(encoded) <= maxJSONMessage {
		digest.Json = jsonOf(message)
	}
	return digest
}

// jsonOf is the library's own ProtoJSON; empty for what has none: an Any of an unknown type, a
// Value that is NaN.
func jsonOf(message proto.Message) string {
	text, err := protojson.Marshal(message)
	if err != nil {
		return ""
	}
	return string(text)
}
