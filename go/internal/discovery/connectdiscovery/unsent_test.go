package connectdiscovery_test

import (
	"encoding/binary"
	"io"
	"net"
	"strconv"
	"sync/atomic"
	"testing"

	"connectrpc.com/connect"

	"github.com/crosswire-interop/crosswire/go/internal/discovery/connectdiscovery"
	"github.com/crosswire-interop/crosswire/go/internal/discovery/trial"
)

// The frames of HTTP/2 (RFC 9113, section 6) that a rude server has.
const (
	frameData     = 0
	frameHeaders  = 1
	frameReset    = 3
	frameSettings = 4
	frameGoAway   = 7

	flagEndStream = 1
)

func frame(kind byte, stream uint32, payload ...byte) []byte {
	header := []byte{0, 0, byte(len(payload)), kind, 0}
	return append(binary.BigEndian.AppendUint32(header, stream), payload...)
}

// rude speaks just enough HTTP/2 to answer the headers of a request with what react gives. If that is nothing it
// hangs up, once the request is there: a client that still writes would see how its socket broke.
func rude(t *testing.T, react func(stream uint32) []byte) (*trial.Server, *atomic.Int32) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	requests := new(atomic.Int32)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go converse(conn, requests, react)
		}
	}()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	number, _ := strconv.Atoi(port)
	return &trial.Server{Port: number}, requests
}

func converse(conn net.Conn, requests *atomic.Int32, react func(uint32) []byte) {
	defer func() { _ = conn.Close() }()
	_, _ = conn.Write(frame(frameSettings, 0))
	if _, err := io.CopyN(io.Discard, conn, int64(len("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))); err != nil {
		return
	}
	for header := make([]byte, 9); ; {
		if _, err := io.ReadFull(conn, header); err != nil {
			return
		}
		length := int64(header[0])<<16 | int64(header[1])<<8 | int64(header[2])
		if _, err := io.CopyN(io.Discard, conn, length); err != nil {
			return
		}
		kind, isLast := header[3], header[4]&flagEndStream != 0
		var answer []byte
		if kind == frameHeaders {
			requests.Add(1)
			answer = react(binary.BigEndian.Uint32(header[5:]))
		}
		if _, err := conn.Write(answer); err != nil {
			return
		}
		if answer == nil && isLast && (kind == frameHeaders || kind == frameData) {
			return
		}
	}
}

// TestRequestsThatWereNeverSent has a server that says it did nothing about a request, or that it goes away.
func TestRequestsThatWereNeverSent(t *testing.T) {
	for name, react := range map[string]func(uint32) []byte{
		"refused":   func(stream uint32) []byte { return frame(frameReset, stream, 0, 0, 0, 7) },
		"gone away": func(uint32) []byte { return frame(frameGoAway, 0, 0, 0, 0, 0, 0, 0, 0, 0) },
	} {
		t.Run(name, func(t *testing.T) {
			uri := "zookeeper://" + trial.ZooKeeper(t).Address + "/rpc_calc"
			bad, requests := rude(t, react)
			trial.Register(t, uri, bad, 1)
			trial.Register(t, uri, trial.Serve(t, "good"), 1)
			_, call := dial(t, uri, connectdiscovery.Options{})
			trial.Eventually(t, "the good one is there", func() bool {
				_, err := call(t.Context())
				return err == nil
			})
			before := requests.Load()
			trial.Eventually(t, "requests for the bad one", func() bool {
				if answered, err := call(t.Context()); err != nil || answered != "good" {
					t.Fatal(answered, err)
				}
				return requests.Load() > before+2
			})
		})
	}
}

// TestARequestThatWasSent has a server that hangs up on one: nobody knows what it did about it.
func TestARequestThatWasSent(t *testing.T) {
	uri := "zookeeper://" + trial.ZooKeeper(t).Address + "/rpc_calc"
	bad, requests := rude(t, func(uint32) []byte { return nil })
	trial.Register(t, uri, bad, 1)
	_, call := dial(t, uri, connectdiscovery.Options{})
	if _, err := call(t.Context()); connect.CodeOf(err) != connect.CodeUnavailable {
		t.Error(err)
	}
	if count := requests.Load(); count != 1 {
		t.Errorf("sent %d times", count)
	}
}
