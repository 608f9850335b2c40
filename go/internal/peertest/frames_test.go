package peertest

import (
	"io"
	"net"
	"testing"
	"time"

	"golang.org/x/net/http2"
	"google.golang.org/protobuf/types/known/durationpb"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
)

// greet dials a server of HTTP/2 as a client that only begins.
func (s *subject) greet(target string) *http2.Framer {
	s.Helper()
	conn, err := net.Dial("tcp", target)
	if err != nil {
		s.Fatal(err)
	}
	s.Cleanup(func() { _ = conn.Close() })
	if _, err := io.WriteString(conn, http2.ClientPreface); err != nil {
		s.Fatal(err)
	}
	return s.framer(conn)
}

// framer reads and writes frames for a while; its side has said what its settings are.
func (s *subject) framer(conn net.Conn) *http2.Framer {
	s.Helper()
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	framer := http2.NewFramer(conn, conn)
	if err := framer.WriteSettings(); err != nil {
		s.Fatal(err)
	}
	return framer
}

// await reads until a frame is what is wanted.
func (s *subject) await(framer *http2.Framer, what string, is func(http2.Frame) bool) {
	s.Helper()
	for {
		frame, err := framer.ReadFrame()
		if err != nil {
			s.Fatalf("no %s: %v", what, err)
		}
		if is(frame) {
			return
		}
	}
}

func isPing(frame http2.Frame) bool {
	ping, is := frame.(*http2.PingFrame)
	return is && !ping.IsAck()
}

func TestServerSaysItsLimits(t *testing.T) {
	withEach(t, func(s *subject) {
		request := h2c("limited")
		request.MaxConcurrentStreams, request.Limits = 7, &peerv1.Limits{MaxMetadataBytes: 5000}
		framer := s.greet(s.listen(request).GetAddress())
		s.await(framer, "SETTINGS", func(frame http2.Frame) bool {
			settings, is := frame.(*http2.SettingsFrame)
			if !is {
				return false
			}
			streams, _ := settings.Value(http2.SettingMaxConcurrentStreams)
			list, _ := settings.Value(http2.SettingMaxHeaderListSize)
			if streams != 7 || list != 5000 {
				s.Errorf("%d streams, %d bytes of fields", streams, list)
			}
			return true
		})
	})
}

func TestServerSendsPings(t *testing.T) {
	withEach(t, func(s *subject) {
		request := h2c("alive")
		request.Keepalive = &peerv1.Keepalive{Time: durationpb.New(time.Second), Timeout: durationpb.New(time.Second)}
		framer := s.greet(s.listen(request).GetAddress())
		s.await(framer, "PING", isPing)
		for {
			if _, err := framer.ReadFrame(); err != nil {
				return // A PING that is not acknowledged ends the connection.
			}
		}
	})
}

// grpc-go's clients wait for ten seconds at least.
func TestClientSendsPings(t *testing.T) {
	s := newSubject(t, "go-connect")
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = socket.Close() })
	ended := make(chan *peerv1.Outcome, 1)
	go func() {
		ended <- s.outcome(&peerv1.CallPlan{
			Targets: []string{socket.Addr().String()}, Method: unary,
			Channel: &peerv1.Channel{Fresh: true, Keepalive: &peerv1.Keepalive{
				Time: durationpb.New(100 * time.Millisecond), Timeout: durationpb.New(3 * time.Second),
			}},
		})
	}()
	conn, err := socket.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if _, err := io.ReadFull(conn, make([]byte, len(http2.ClientPreface))); err != nil {
		t.Fatal(err)
	}
	s.await(s.framer(conn), "PING", isPing)
	s.wantCode(<-ended, 14, "")
}
