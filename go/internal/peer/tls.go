package peer

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
)

// http2Protocol is HTTP/2's name in ALPN (RFC 9113, section 3.2).
const http2Protocol = "h2"

var tlsVersions = map[peerv1.TlsVersion]uint16{
	peerv1.TlsVersion_TLS_VERSION_1_2: tls.VersionTLS12,
	peerv1.TlsVersion_TLS_VERSION_1_3: tls.VersionTLS13,
}

// ServerTLS is a listener's side of the handshake; nil for a transport without TLS.
func ServerTLS(req *peerv1.ListenRequest) (*tls.Config, error) {
	switch req.GetTransport() {
	case peerv1.Transport_TRANSPORT_TLS, peerv1.Transport_TRANSPORT_MTLS:
	default:
		return nil, nil
	}
	wanted := req.GetTls()
	pair, err := tls.X509KeyPair([]byte(wanted.GetCertPem()), []byte(wanted.GetKeyPem()))
	if err != nil {
		return nil, fmt.Errorf("tls: %w", err)
	}
	config := baseTLS(wanted.GetMinVersion(), wanted.GetMaxVersion(), wanted.GetAlpn())
	config.Certificates = []tls.Certificate{pair}
	if wanted.GetClientCaPem() != "" {
		config.ClientAuth = tls.RequireAndVerifyClientCert
		config.ClientCAs, err = pool(wanted.GetClientCaPem())
	}
	return config, err
}

// ClientTLS is a client's side of the handshake.
func ClientTLS(wanted *peerv1.ClientTls) (*tls.Config, error) {
	if err := CheckALPN(wanted.GetAlpn()); err != nil {
		return nil, err
	}
	config := baseTLS(wanted.GetMinVersion(), wanted.GetMaxVersion(), wanted.GetAlpn())
	config.ServerName = wanted.GetServerName()
	if wanted.GetServerCaPem() != "" {
		var err error
		if config.RootCAs, err = pool(wanted.GetServerCaPem()); err != nil {
			return nil, err
		}
	}
	if wanted.GetCertPem() != "" {
		pair, err := tls.X509KeyPair([]byte(wanted.GetCertPem()), []byte(wanted.GetKeyPem()))
		if err != nil {
			return nil, BadPlan("tls: %v", err)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return config, nil
}

// CheckALPN refuses a list without h2, for a library that adds it by itself.
func CheckALPN(alpn []string) error {
	if len(alpn) > 0 && !slices.Contains(alpn, http2Protocol) {
		return Unsupported("tls.alpn", "the library always offers h2")
	}
	return nil
}

// Offered are the protocols of a list, in which one empty name stands for none at all: a protocol's
// name has at least one byte (RFC 7301, section 3.1).
func Offered(alpn []string) []string {
	return slices.DeleteFunc(slices.Clone(alpn), func(name string) bool { return name == "" })
}

func baseTLS(lowest, highest peerv1.TlsVersion, alpn []string) *tls.Config {
	return &tls.Config{
		MinVersion: tlsVersions[lowest], MaxVersion: tlsVersions[highest], NextProtos: slices.Clone(alpn),
	}
}

func pool(pem string) (*x509.CertPool, error) {
	certificates := x509.NewCertPool()
	if !certificates.AppendCertsFromPEM([]byte(pem)) {
		return nil, errors.New("tls: no certificate in the CA's PEM text")
	}
	return certificates, nil
}
