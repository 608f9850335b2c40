package program

import (
	"context"
	"net"
	"net/http"
	"time"

	"google.golang.org/grpc"

	"github.com/crosswire-interop/crosswire/go/internal/services/overconnect"
	"github.com/crosswire-interop/crosswire/go/internal/services/overgrpc"
)

func (s Server) serveGRPC(socket net.Listener) *running {
	server := grpc.NewServer()
	s.Register(server)
	overgrpc.RegisterHealth(server)
	return &running{
		address: socket.Addr().String(),
		ended:   inBackground(func() error { return server.Serve(socket) }),
		drain: func() {
			defer time.AfterFunc(drainTime, server.Stop).Stop()
			server.GracefulStop()
		},
	}
}

// serveConnect speaks HTTP/2 without TLS, which gRPC needs, and HTTP/1.1 for the Connect protocol.
func (s Server) serveConnect(socket net.Listener) *running {
	mux := http.NewServeMux()
	s.Mount(mux)
	overconnect.MountHealth(mux, []string{s.Service})
	server := &http.Server{Handler: mux, Protocols: new(http.Protocols)}
	server.Protocols.SetHTTP1(true)
	server.Protocols.SetUnencryptedHTTP2(true)
	return &running{
		address: socket.Addr().String(),
		ended:   inBackground(func() error { return server.Serve(socket) }),
		drain: func() {
			grace, cancel := context.WithTimeout(context.Background(), drainTime)
			defer cancel()
			if server.Shutdown(grace) != nil {
				_ = server.Close()
			}
		},
	}
}

// inBackground gives how something ends that goes on until then.
func inBackground(run func() error) <-chan error {
	ended := make(chan error, 1)
	go func() { ended <- run() }()
	return ended
}
