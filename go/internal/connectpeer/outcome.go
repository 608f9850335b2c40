package connectpeer

import (
	"errors"
	"io"
	"net/http"

	"connectrpc.com/connect"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	"github.com/crosswire-interop/crosswire/go/internal/peer"
)

// End is what connect-go shows of a call that is over.
func (c *call) End(end error) *peerv1.Outcome {
	outcome := &peerv1.Outcome{LocalPort: c.localPort.Load()}
	if !errors.Is(end, io.EOF) {
		outcome.Code = int32(connect.CodeOf(end))
		outcome.Message, outcome.Details = shownError(end)
	}
	if c.conversation != nil {
		outcome.Headers = fromHeader(c.conversation.header())
		outcome.Trailers = fromHeader(c.conversation.trailer())
		c.close()
	}
	return outcome
}

// close frees the stream; what it says after the end is not part of the call.
func (c *call) close() {
	if c.conversation.closeReply != nil {
		_ = c.conversation.closeReply()
	}
}

// shownError is the error's message and details; an error that isn't connect's has its text.
func shownError(err error) (string, []*peerv1.StatusDetail) {
	var shown *connect.Error
	if !errors.As(err, &shown) {
		return err.Error(), nil
	}
	var details []*peerv1.StatusDetail
	for _, detail := range shown.Details() {
		details = append(details, &peerv1.StatusDetail{TypeUrl: detail.Type(), Value: detail.Bytes()})
	}
	return shown.Message(), details
}

func toHeader(entries []*peerv1.Metadatum) http.Header {
	header := http.Header{}
	for _, entry := range entries {
		value := string(entry.GetValue())
		if peer.IsBinary(entry.GetName()) {
			value = connect.EncodeBinaryHeader(entry.GetValue())
		}
		header.Add(entry.GetName(), value)
	}
	return header
}

// fromHeader decodes the values of "-bin" names, which connect-go leaves to its users. A value
// that isn't base64 is shown as it is.
func fromHeader(header http.Header) []*peerv1.Metadatum {
	return peer.Shown(header, func(name, value string) []byte {
		if peer.IsBinary(name) {
			if decoded, err := connect.DecodeBinaryHeader(value); err == nil {
				return decoded
			}
		}
		return []byte(value)
	})
}
