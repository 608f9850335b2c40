package peer

import (
	"fmt"
	"net"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	"github.com/crosswire-interop/crosswire/go/internal/processes"
)

// Bind opens the socket that a listener asks for: a path for UDS, else host:port.
func Bind(req *peerv1.ListenRequest) (net.Listener, error) {
	switch {
	case req.GetTransport() == peerv1.Transport_TRANSPORT_UDS:
		return net.Listen("unix", req.GetBind())
	case req.GetReusePort():
		return processes.Listen(req.GetBind())
	}
	return net.Listen("tcp", req.GetBind())
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
