package peertest

import (
	"testing"

	payloadv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/payload/v1"
	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
)

const (
	peek = "/crosswire.payload.v1.Payloads/Peek"

	grpcProtocol = peerv1.Protocol_PROTOCOL_GRPC
	webProtocol  = peerv1.Protocol_PROTOCOL_GRPC_WEB
	connProtocol = peerv1.Protocol_PROTOCOL_CONNECT

	protoCodec = peerv1.Codec_CODEC_PROTO
	jsonCodec  = peerv1.Codec_CODEC_JSON
	overHTTP1  = peerv1.HttpVersion_HTTP_VERSION_1_1
	overHTTP2  = peerv1.HttpVersion_HTTP_VERSION_2
)

// carried makes calls of three kinds, and of the fourth where the HTTP can carry it.
func (s *subject) carried(target string, like *peerv1.CallPlan) {
	s.Helper()
	like.Targets, like.Steps = []string{target}, steps(send(3, 1))
	like.ServerPlan = withStatus(&peerv1.ServerStatus{
		Code: 9, Message: "é\n%", Trailers: []*peerv1.Metadatum{{Name: "x-end", Value: []byte("yes")}},
	})
	for _, kind := range allKinds {
		if kind == bidiStream && like.GetHttpVersion() == overHTTP1 {
			continue
		}
		like.Method = kind
		got := s.outcome(like)
		s.wantCode(got, 9, "é\n%")
		if valueOf(got.GetTrailers(), "x-end") != "yes" {
			s.Errorf("%v %s: trailers %v", like.GetProtocol(), kind, got.GetTrailers())
		}
	}
	like.ServerPlan, like.Method = nil, clientStream
	s.wantJSON(s.outcome(like).GetMessages(), body)
}

func TestOneListenerAnswersAllProtocols(t *testing.T) {
	s := newSubject(t, "go-connect")
	for _, protocol := range []peerv1.Protocol{grpcProtocol, webProtocol, connProtocol} {
		for _, codec := range []peerv1.Codec{protoCodec, jsonCodec} {
			s.carried(s.target, &peerv1.CallPlan{Protocol: protocol, Codec: codec, HttpVersion: overHTTP2})
		}
	}
}

func TestHTTP1(t *testing.T) {
	s := newSubject(t, "go-connect")
	target := s.listen(&peerv1.ListenRequest{
		Id: "http1", Transport: peerv1.Transport_TRANSPORT_HTTP1, Bind: "127.0.0.1:0",
	}).GetAddress()
	for _, protocol := range []peerv1.Protocol{webProtocol, connProtocol} {
		for _, codec := range []peerv1.Codec{protoCodec, jsonCodec} {
			s.carried(target, &peerv1.CallPlan{Protocol: protocol, Codec: codec, HttpVersion: overHTTP1})
		}
	}
	bidi := &peerv1.CallPlan{
		Targets: []string{target}, Method: bidiStream, Protocol: connProtocol, HttpVersion: overHTTP1, Steps: steps(send(3, 1)),
	}
	if got := s.outcome(bidi); got.GetCode() == 0 {
		s.Errorf("a bidirectional stream on HTTP/1.1: %v", got)
	}
	wrong := &peerv1.CallPlan{Targets: []string{target}, Method: unary, Protocol: connProtocol, HttpVersion: overHTTP2}
	if got := s.outcome(wrong); got.GetCode() == 0 {
		s.Errorf("HTTP/2 to a listener of HTTP/1.1: %v", got)
	}
}

func TestHTTPVersionsThatAreNotThere(t *testing.T) {
	s := newSubject(t, "go-grpc")
	plan := &peerv1.CallPlan{Method: unary, HttpVersion: overHTTP1}
	if got := s.calls(plan)[plan.GetCallId()].GetUnsupportedStep().GetField(); got != "httpVersion" {
		s.Errorf("got %q", got)
	}
	s.wantCode(s.outcome(&peerv1.CallPlan{Method: unary, HttpVersion: overHTTP2}), 0, "")
}

// A GET has no body, and so no type of one.
func TestHTTPGet(t *testing.T) {
	s := newSubject(t, "go-connect")
	for _, way := range s.waysOf() {
		for _, codec := range []peerv1.Codec{protoCodec, jsonCodec} {
			for _, get := range []bool{false, true} {
				plan := &peerv1.CallPlan{
					CallId: way + codec.String(), Method: peek, Protocol: connProtocol, Codec: codec, HttpGet: get, Way: way,
					Steps: steps(sendMessage(&payloadv1.Everything{Int32Value: -7})),
				}
				if get {
					plan.CallId += "get"
				}
				s.wantJSON(s.outcome(plan).GetMessages(), `{"int32Value":-7}`)
				kind := valueOf(s.settled(plan.GetCallId()).GetMetadata(), "content-type")
				if (kind == "") != get {
					s.Errorf("%s: get %v, content type %q", way, get, kind)
				}
			}
		}
	}
}

func TestPayloadsComeBack(t *testing.T) {
	withEach(t, func(s *subject) {
		for _, method := range []string{"/crosswire.payload.v1.Payloads/Echo", peek} {
			got := s.outcome(&peerv1.CallPlan{Method: method, Steps: steps(sendMessage(&payloadv1.Everything{
				Uint64Value: 1<<64 - 1, TextByText: map[string]string{"a": "b"}, Colour: 77,
			}))})
			s.wantJSON(got.GetMessages(), `{"uint64Value":"18446744073709551615","colour":77,"textByText":{"a":"b"}}`)
		}
	})
}
