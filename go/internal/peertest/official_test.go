package peertest

import (
	"testing"
	"time"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	official "github.com/crosswire-interop/crosswire/go/gen/official/testing"
)

const testService = "/grpc.testing.TestService/"

func output(sizes ...int32) *official.StreamingOutputCallRequest {
	request := &official.StreamingOutputCallRequest{}
	for _, size := range sizes {
		request.ResponseParameters = append(request.ResponseParameters, &official.ResponseParameters{Size: size})
	}
	return request
}

func input(size int) *official.StreamingInputCallRequest {
	return &official.StreamingInputCallRequest{Payload: &official.Payload{Body: make([]byte, size)}}
}

// wantLengths checks the messages' lengths: the body's, and what encodes it.
func (s *subject) wantLengths(got *peerv1.Outcome, want ...uint64) {
	s.Helper()
	s.wantCode(got, 0, "")
	var lengths []uint64
	for _, message := range got.GetMessages() {
		lengths = append(lengths, message.GetLength())
	}
	if len(lengths) != len(want) {
		s.Fatalf("got %v, want %v", lengths, want)
	}
	for i := range want {
		if lengths[i] < want[i] || lengths[i] > want[i]+10 {
			s.Errorf("got %v, want %v and a few bytes more", lengths, want)
		}
	}
}

func TestOfficialService(t *testing.T) {
	withEach(t, func(s *subject) {
		for _, method := range []string{"UnaryCall", "CacheableUnaryCall"} {
			s.wantLengths(s.outcome(&peerv1.CallPlan{Method: testService + method, Steps: steps(sendMessage(
				&official.SimpleRequest{ResponseSize: 314159, Payload: &official.Payload{Body: make([]byte, 271828)}},
			))}), 314159)
		}
		s.wantLengths(s.outcome(&peerv1.CallPlan{Method: testService + "EmptyCall"}), 0)
		s.wantLengths(s.outcome(&peerv1.CallPlan{
			Method: testService + "StreamingOutputCall", Steps: steps(sendMessage(output(31415, 9, 2653, 58979))),
		}), 31415, 9, 2653, 58979)
		got := s.outcome(&peerv1.CallPlan{Method: testService + "StreamingInputCall", Steps: steps(
			sendMessage(input(27182)), sendMessage(input(8)), sendMessage(input(1828)), sendMessage(input(45904)),
		)})
		s.wantJSON(got.GetMessages(), `{"aggregatedPayloadSize":74922}`)
		s.wantLengths(s.outcome(&peerv1.CallPlan{Method: testService + "FullDuplexCall", Steps: steps(
			sendMessage(output(31415)), receive(1), sendMessage(output(9)), receive(1),
		)}), 31415, 9)
		s.wantLengths(s.outcome(&peerv1.CallPlan{Method: testService + "HalfDuplexCall", Steps: steps(
			sendMessage(output(31415)), sendMessage(output(9)),
		)}), 31415, 9)
		s.wantLengths(s.outcome(&peerv1.CallPlan{Method: testService + "FullDuplexCall", Steps: steps(halfClose)}))
	})
}

func TestOfficialMetadataComesBack(t *testing.T) {
	sent := []*peerv1.Metadatum{
		{Name: "x-grpc-test-echo-initial", Value: []byte("test_initial_metadata_value")},
		{Name: "x-grpc-test-echo-trailing-bin", Value: []byte{0xab, 0xab, 0xab}},
	}
	withEach(t, func(s *subject) {
		for method, step := range map[string]*peerv1.Step{
			"UnaryCall": sendMessage(&official.SimpleRequest{}), "FullDuplexCall": sendMessage(output(1)),
		} {
			got := s.outcome(&peerv1.CallPlan{Method: testService + method, Metadata: sent, Steps: steps(step)})
			s.wantCode(got, 0, "")
			if valueOf(got.GetHeaders(), sent[0].Name) != string(sent[0].Value) {
				s.Errorf("%s: headers %v", method, got.GetHeaders())
			}
			if valueOf(got.GetTrailers(), sent[1].Name) != string(sent[1].Value) {
				s.Errorf("%s: trailers %v", method, got.GetTrailers())
			}
		}
	})
}

func TestOfficialStatus(t *testing.T) {
	status := &official.EchoStatus{Code: 2, Message: "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n"}
	withEach(t, func(s *subject) {
		for method, step := range map[string]*peerv1.Step{
			"UnaryCall":           sendMessage(&official.SimpleRequest{ResponseStatus: status}),
			"FullDuplexCall":      sendMessage(&official.StreamingOutputCallRequest{ResponseStatus: status}),
			"StreamingOutputCall": sendMessage(&official.StreamingOutputCallRequest{ResponseStatus: status}),
		} {
			got := s.outcome(&peerv1.CallPlan{Method: testService + method, Steps: steps(step)})
			if got.GetCode() != 2 || got.GetMessage() != status.GetMessage() {
				s.Errorf("%s: %d %q", method, got.GetCode(), got.GetMessage())
			}
		}
		for _, method := range []string{testService + "UnimplementedCall", "/grpc.testing.UnimplementedService/UnimplementedCall"} {
			s.wantCode(s.outcome(&peerv1.CallPlan{Method: method}), 12, "")
		}
		tooMuch := &official.SimpleRequest{ResponseSize: 1 << 30}
		s.wantCode(s.outcome(&peerv1.CallPlan{Method: testService + "UnaryCall", Steps: steps(sendMessage(tooMuch))}), 3, "")
	})
}

func TestOfficialIntervals(t *testing.T) {
	request := output(1, 1)
	request.ResponseParameters[1].IntervalUs = 50_000
	withEach(t, func(s *subject) {
		got := s.outcome(&peerv1.CallPlan{
			Method: testService + "StreamingOutputCall", Steps: steps(sendMessage(request)),
		})
		events := got.GetEvents()
		if last := time.Duration(events[len(events)-1].GetNs()); last < 50*time.Millisecond {
			s.Errorf("over after %v", last)
		}
	})
}

// Only grpc-go shows whether a request was compressed.
func TestOfficialCompressedRequests(t *testing.T) {
	withEach(t, func(s *subject) {
		ask := func(expected bool, compression peerv1.Compression) int32 {
			return s.outcome(&peerv1.CallPlan{
				Method: testService + "UnaryCall", Compression: compression,
				Steps: steps(sendMessage(&official.SimpleRequest{
					ExpectCompressed: &official.BoolValue{Value: expected}, Payload: &official.Payload{Body: make([]byte, 1000)},
				})),
			}).GetCode()
		}
		refused := map[string]int32{"go-grpc": 3}[s.id]
		for _, one := range []struct {
			expected    bool
			compression peerv1.Compression
			code        int32
		}{
			{true, peerv1.Compression_COMPRESSION_GZIP, 0}, {false, peerv1.Compression_COMPRESSION_IDENTITY, 0},
			{true, peerv1.Compression_COMPRESSION_IDENTITY, refused}, {false, peerv1.Compression_COMPRESSION_GZIP, refused},
		} {
			if code := ask(one.expected, one.compression); code != one.code {
				s.Errorf("%v: %d", one, code)
			}
		}
	})
}
