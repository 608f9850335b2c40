package registrytest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"sync"
	"syscall"
	"testing"
)

// Where ports come from: below those that systems give to outgoing connections, and for port 0.
const firstPort, pastPorts = 20_000, 32_000

// marks keep ports that were given out. Who chooses one, in tests of any language, holds the UDP port of its number
// on 127.0.0.2 until the process ends: nobody else chooses it before it is bound, or while its server is away.
var marks struct {
	sync.Mutex
	held []net.PacketConn
}

// FreePort is one of 127.0.0.1 that is free, and stays so.
func FreePort(t testing.TB) string {
	t.Helper()
	for range 1000 {
		port := firstPort + rand.IntN(pastPorts-firstPort)
		if isFree(port) && mark(port) {
			return fmt.Sprint(port)
		}
	}
	t.Fatal("no port is free")
	return ""
}

func isFree(port int) bool {
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err == nil {
		_ = listener.Close()
	}
	return err == nil
}

// mark tells whether nobody else has. Not every system has the address for it.
func mark(port int) bool {
	held, err := net.ListenPacket("udp", fmt.Sprintf("127.0.0.2:%d", port))
	if err != nil {
		return !errors.Is(err, syscall.EADDRINUSE)
	}
	marks.Lock()
	defer marks.Unlock()
	marks.held = append(marks.held, held)
	return true
}
