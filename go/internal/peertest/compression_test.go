package peertest

import (
	"testing"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
)

const (
	plain   = peerv1.Compression_COMPRESSION_IDENTITY
	gzip    = peerv1.Compression_COMPRESSION_GZIP
	deflate = peerv1.Compression_COMPRESSION_DEFLATE
)

var names = map[peerv1.Compression]string{plain: "", gzip: "gzip", deflate: "deflate"}

// connect-go shows the headers about compression, as a server those of requests, as a client those
// of answers; grpc-go keeps them to itself.
func TestEncodingOfRequests(t *testing.T) {
	server := newSubject(t, "go-connect")
	withEach(t, func(s *subject) {
		for compression, name := range names {
			for _, kind := range allKinds {
				plan := &peerv1.CallPlan{
					CallId: s.id + name + short(kind), Targets: []string{server.target}, Method: kind,
					Compression: compression, Steps: steps(send(2000, 1)),
				}
				s.wantCode(s.outcome(plan), 0, "")
				seen := server.settled(plan.GetCallId())
				if got := valueOf(seen.GetMetadata(), "grpc-encoding"); got != name && (name != "" || got != "identity") {
					s.Errorf("%s: encoding %q, want %q", kind, got, name)
				}
				if len(seen.GetMessages()) != 1 || seen.GetMessages()[0].GetLength() < 2000 {
					s.Errorf("%s: %v", kind, seen.GetMessages())
				}
			}
		}
	})
}

func TestEncodingOfAnswers(t *testing.T) {
	client := newSubject(t, "go-connect")
	withEach(t, func(s *subject) {
		for compression, name := range names {
			request := h2c("sends " + name)
			request.Compression = compression
			target := s.listen(request).GetAddress()
			for _, kind := range allKinds {
				got := client.outcome(&peerv1.CallPlan{
					CallId: s.id + name + short(kind), Targets: []string{target}, Method: kind, Steps: steps(send(2000, 1)),
				})
				s.wantCode(got, 0, "")
				encoding := valueOf(got.GetHeaders(), "grpc-encoding")
				// connect-go, told not to compress, still says that it could.
				if encoding != name && (name != "" || s.id == "go-grpc" && encoding != "identity") {
					s.Errorf("%s: encoding %q, want %q", kind, encoding, name)
				}
				if len(got.GetMessages()) != 1 || got.GetMessages()[0].GetLength() < 2000 {
					s.Errorf("%s: %v", kind, got.GetMessages())
				}
			}
		}
	})
}

func TestEncodingThatAPlanChooses(t *testing.T) {
	client := newSubject(t, "go-connect")
	withEach(t, func(s *subject) {
		for _, compression := range []peerv1.Compression{gzip, deflate} {
			got := client.outcome(&peerv1.CallPlan{
				CallId: s.id + names[compression], Targets: []string{s.target}, Method: bidiStream, Steps: steps(send(3, 1)),
				Compression: compression,
				ServerPlan:  &peerv1.ServerPlan{Compression: compression, Steps: steps(send(2000, 2))},
			})
			s.wantCode(got, 0, "")
			if encoding := valueOf(got.GetHeaders(), "grpc-encoding"); encoding != names[compression] {
				s.Errorf("encoding %q, want %q", encoding, names[compression])
			}
		}
	})
}
