package peer

import (
	"context"
	"fmt"
	"net"
	"syscall"

	"golang.org/x/sys/unix"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
)

// Bind opens the socket that a listener asks for: a path for UDS, else host:port.
func Bind(req *peerv1.ListenRequest) (net.Listener, error) {
	var config net.ListenConfig
	if req.GetReusePort() {
		config.Control = reusePort
	}
	network := "tcp"
	if req.GetTransport() == peerv1.Transport_TRANSPORT_UDS {
		network = "unix"
	}
	return config.Listen(context.Background(), network, req.GetBind())
}

func reusePort(_, _ string, conn syscall.RawConn) error {
	var failed error
	err := conn.Control(func(fd uintptr) {
		failed = unix.SetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_REUSEPORT, 1)
	})
	if err != nil {
		return err
	}
	return failed
}

// Dialable is what a client on the same host dials to reach a socket.
func Dialable(address net.Addr) string {
	tcp, ok := address.(*net.TCPAddr)
	if !ok {
		return "unix:" + address.String()
	}
	if tcp.IP.IsUnspecified() {
		return fmt.Sprintf("127.0.0.1:%d", tcp.Port)
	}
	return tcp.String()
}

// PortOf is the port of a TCP address, and 0 for any other.
func PortOf(address net.Addr) uint32 {
	if tcp, ok := address.(*net.TCPAddr); ok {
		return uint32(tcp.Port)
	}
	return 0
}
