package peertest

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/durationpb"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
)

func TestTLSVersions(t *testing.T) {
	const v12, v13 = peerv1.TlsVersion_TLS_VERSION_1_2, peerv1.TlsVersion_TLS_VERSION_1_3
	certificate, key := selfSigned(t)
	withEach(t, func(s *subject) {
		for _, one := range []struct {
			server, client peerv1.TlsVersion
			code           int32
		}{{v12, v12, 0}, {v13, v13, 0}, {v12, v13, 14}, {v13, v12, 14}} {
			target := s.listen(&peerv1.ListenRequest{
				Id: one.server.String() + one.client.String(), Transport: peerv1.Transport_TRANSPORT_TLS, Bind: "127.0.0.1:0",
				Tls: &peerv1.ServerTls{CertPem: certificate, KeyPem: key, MinVersion: one.server, MaxVersion: one.server},
			}).GetAddress()
			s.wantCode(s.outcome(&peerv1.CallPlan{
				Targets: []string{target}, Method: unary,
				Tls: &peerv1.ClientTls{ServerCaPem: certificate, MinVersion: one.client, MaxVersion: one.client},
			}), one.code, "")
		}
	})
}

// Without h2 on the server's list there is no call. grpc-go puts it there by itself.
func TestProtocolsOfAServer(t *testing.T) {
	certificate, key := selfSigned(t)
	withEach(t, func(s *subject) {
		for _, list := range [][]string{{"other", "h2"}, {"http/1.1"}, {""}} {
			answer := s.listen(&peerv1.ListenRequest{
				Id: "alpn" + strings.Join(list, ","), Transport: peerv1.Transport_TRANSPORT_TLS, Bind: "127.0.0.1:0",
				Tls: &peerv1.ServerTls{CertPem: certificate, KeyPem: key, Alpn: list},
			})
			hasH2 := len(list) > 1
			if s.id == "go-grpc" && !hasH2 {
				if answer.GetUnsupported().GetField() != "tls.alpn" {
					s.Errorf("%q: %v", list, answer)
				}
				continue
			}
			got := s.outcome(&peerv1.CallPlan{
				Targets: []string{answer.GetAddress()}, Method: unary, Tls: &peerv1.ClientTls{ServerCaPem: certificate},
			})
			if (got.GetCode() == 0) != hasH2 {
				s.Errorf("%q: %d %s", list, got.GetCode(), got.GetMessage())
			}
		}
	})
}

func TestLoopbackOfIPv6(t *testing.T) {
	withEach(t, func(s *subject) {
		request := h2c("six")
		request.Bind = "[::1]:0"
		target := s.listen(request).GetAddress()
		if !strings.HasPrefix(target, "[::1]:") {
			s.Fatalf("address %q", target)
		}
		for _, kind := range allKinds {
			s.wantCode(s.outcome(&peerv1.CallPlan{Targets: []string{target}, Method: kind, Steps: steps(send(3, 1))}), 0, "")
		}
	})
}

// grpc-go shows its handlers the authority.
func TestAuthority(t *testing.T) {
	server := newSubject(t, "go-grpc")
	withEach(t, func(s *subject) {
		for _, kind := range allKinds {
			plan := &peerv1.CallPlan{
				CallId: s.id + short(kind), Targets: []string{server.target}, Method: kind, Authority: "other.test:1234",
			}
			s.wantCode(s.outcome(plan), 0, "")
			if got := valueOf(server.settled(plan.GetCallId()).GetMetadata(), ":authority"); got != "other.test:1234" {
				s.Errorf("%s: authority %q", kind, got)
			}
		}
	})
}

func TestWaitForReady(t *testing.T) {
	withEach(t, func(s *subject) {
		path := filepath.Join(s.TempDir(), "s")
		call := func(id string, wait bool) *peerv1.CallPlan {
			return &peerv1.CallPlan{
				CallId: id, Targets: []string{"unix:" + path}, Method: unary,
				Channel: &peerv1.Channel{Key: id, WaitForReady: wait}, Timeout: durationpb.New(20 * time.Second),
			}
		}
		s.wantCode(s.outcome(call("at once", false)), 14, "")
		if s.id == "go-connect" {
			if got := s.calls(call("waits", true))["waits"].GetUnsupportedStep().GetField(); got != "channel.waitForReady" {
				s.Errorf("got %q", got)
			}
			return
		}
		done := make(chan *peerv1.Outcome)
		go func() { done <- s.outcome(call("waits", true)) }()
		s.listen(&peerv1.ListenRequest{Id: "late", Transport: peerv1.Transport_TRANSPORT_UDS, Bind: path})
		s.wantCode(<-done, 0, "")
	})
}
