package program

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os/signal"
	"syscall"
	"time"

	"connectrpc.com/connect"
	"google.golang.org/grpc"

	"github.com/crosswire-interop/crosswire/go/internal/services/overconnect"
	"github.com/crosswire-interop/crosswire/go/internal/services/overgrpc"
)

// drainTime is how long open calls may go on when the program is asked to stop.
const drainTime = 5 * time.Second

// Server is a program that serves one service, with either library, and grpc.health.v1 with it.
type Server struct {
	// Title opens the line that says the server is ready.
	Title string
	// Service is the full name, for the health checks.
	Service  string
	Register func(grpc.ServiceRegistrar)
	Mount    func(*http.ServeMux, ...connect.HandlerOption)
}

// Run serves until SIGINT or SIGTERM, then lets open calls end.
func (s Server) Run(library, address string) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	socket, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	fmt.Printf("%s server (%s) on %v\n", s.Title, library, socket.Addr())
	if library == Connect {
		return s.serveConnect(ctx, socket)
	}
	return s.serveGRPC(ctx, socket)
}

func (s Server) serveGRPC(ctx context.Context, socket net.Listener) error {
	server := grpc.NewServer()
	s.Register(server)
	overgrpc.RegisterHealth(server)
	stopped := make(chan struct{})
	context.AfterFunc(ctx, func() {
		defer close(stopped)
		defer time.AfterFunc(drainTime, server.Stop).Stop()
		server.GracefulStop()
	})
	if err := server.Serve(socket); err != nil {
		return err
	}
	<-stopped
	return nil
}

// serveConnect speaks HTTP/2 without TLS, which gRPC needs, and HTTP/1.1 for the Connect protocol.
func (s Server) serveConnect(ctx context.Context, socket net.Listener) error {
	mux := http.NewServeMux()
	s.Mount(mux)
	overconnect.MountHealth(mux, []string{s.Service})
	server := &http.Server{Handler: mux, Protocols: new(http.Protocols)}
	server.Protocols.SetHTTP1(true)
	server.Protocols.SetUnencryptedHTTP2(true)
	stopped := make(chan error, 1)
	context.AfterFunc(ctx, func() {
		grace, cancel := context.WithTimeout(context.Background(), drainTime)
		defer cancel()
		stopped <- server.Shutdown(grace)
	})
	if err := server.Serve(socket); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}
