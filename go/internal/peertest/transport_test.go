package peertest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"testing"
	"time"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
)

// selfSigned makes a certificate that is its own CA, for server and client alike.
func selfSigned(t *testing.T) (certificate, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})),
		string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: encoded}))
}

func TestTLSAndMutualTLS(t *testing.T) {
	certificate, key := selfSigned(t)
	withEach(t, func(s *subject) {
		for _, transport := range []peerv1.Transport{peerv1.Transport_TRANSPORT_TLS, peerv1.Transport_TRANSPORT_MTLS} {
			server := &peerv1.ServerTls{CertPem: certificate, KeyPem: key}
			if transport == peerv1.Transport_TRANSPORT_MTLS {
				server.ClientCaPem = certificate
			}
			target := s.listen(&peerv1.ListenRequest{
				Id: transport.String(), Transport: transport, Bind: "127.0.0.1:0", Tls: server,
			}).GetAddress()
			known := &peerv1.CallPlan{
				Targets: []string{target}, Method: bidiStream, Steps: steps(send(3, 1)),
				Tls: &peerv1.ClientTls{ServerCaPem: certificate, CertPem: certificate, KeyPem: key},
			}
			s.wantCode(s.outcome(known), 0, "")
			if transport == peerv1.Transport_TRANSPORT_MTLS {
				unknown := &peerv1.CallPlan{
					Targets: []string{target}, Method: unary, Tls: &peerv1.ClientTls{ServerCaPem: certificate},
				}
				s.wantRefused(s.outcome(unknown))
			}
		}
	})
}

// wantRefused: TLS 1.3 lets a client finish its handshake before the server has asked for more. The
// refusal then meets connect-go while it writes, and it takes a broken pipe for a cancellation.
func (s *subject) wantRefused(got *peerv1.Outcome) {
	s.Helper()
	canceledByPipe := s.id == "go-connect" && got.GetCode() == 1
	if got.GetCode() != 14 && !canceledByPipe {
		s.Errorf("got %d %q, want 14", got.GetCode(), got.GetMessage())
	}
}

func TestOtherProtocolsOfConnect(t *testing.T) {
	withEach(t, func(s *subject) {
		for _, protocol := range []peerv1.Protocol{peerv1.Protocol_PROTOCOL_CONNECT, peerv1.Protocol_PROTOCOL_GRPC_WEB} {
			plan := &peerv1.CallPlan{
				Method: serverStream, Protocol: protocol, Codec: peerv1.Codec_CODEC_JSON, Steps: steps(send(3, 1)),
			}
			answer := s.calls(plan)[plan.GetCallId()]
			if s.id == "go-grpc" {
				if answer.GetUnsupportedStep().GetField() != "protocol" {
					s.Errorf("%v: %v", protocol, answer)
				}
				continue
			}
			s.wantCode(answer.GetOutcome(), 0, "")
			s.wantJSON(answer.GetOutcome().GetMessages(), body)
		}
	})
}

func TestSeveralTargets(t *testing.T) {
	withEach(t, func(s *subject) {
		plan := &peerv1.CallPlan{Method: unary, Targets: []string{s.target, s.target}}
		answer := s.calls(plan)[plan.GetCallId()]
		if s.id == "go-connect" {
			if answer.GetUnsupportedStep().GetField() != "targets" {
				s.Errorf("got %v", answer)
			}
			return
		}
		s.wantCode(answer.GetOutcome(), 0, "")
	})
}

func TestCompressedRequests(t *testing.T) {
	withEach(t, func(s *subject) {
		got := s.outcome(&peerv1.CallPlan{
			CallId: "gzip", Method: unary, Compression: peerv1.Compression_COMPRESSION_GZIP, Steps: steps(send(3, 1)),
			ServerPlan: &peerv1.ServerPlan{Steps: steps(send(3, 1)), Compression: peerv1.Compression_COMPRESSION_GZIP},
		})
		s.wantJSON(got.GetMessages(), body)
	})
}

func TestLimitsOfTheClient(t *testing.T) {
	withEach(t, func(s *subject) {
		small := &peerv1.Channel{Key: "small", Limits: &peerv1.Limits{MaxReceiveMessageBytes: 10, MaxSendMessageBytes: 1000}}
		s.wantCode(s.outcome(&peerv1.CallPlan{Method: unary, Channel: small, Steps: steps(send(2000, 1))}), 8, "")
		s.wantCode(s.outcome(&peerv1.CallPlan{Method: bidiStream, Channel: small, Steps: steps(send(2000, 1))}), 8, "")
		s.wantCode(s.outcome(&peerv1.CallPlan{Method: bidiStream, Channel: small, Steps: steps(send(500, 1))}), 8, "")
	})
}
