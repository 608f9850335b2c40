package program

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os/signal"
	"syscall"
	"time"

	"connectrpc.com/connect"
	"google.golang.org/grpc"

	"github.com/crosswire-interop/crosswire/go/internal/processes"
)

const (
	// settleTime is how long a server takes calls after its entries have been taken back, so that
	// clients hear of that before the port closes.
	settleTime = time.Second
	// drainTime is how long open calls may go on after that.
	drainTime = 5 * time.Second
)

// Server is a program that serves one service, with either library, and grpc.health.v1 with it.
type Server struct {
	// Title opens the line that says the server is ready.
	Title string
	// Service is the full name, for the health checks.
	Service string
	// Path is where servers of this service are in ZooKeeper.
	Path string
	// Name is the service's in Consul.
	Name     string
	Register func(grpc.ServiceRegistrar)
	Mount    func(*http.ServeMux, ...connect.HandlerOption)
}

// running is a server that runs, in this process or in several.
type running struct {
	address string
	// ended gets how it ended by itself.
	ended <-chan error
	drain func()
}

// Run serves until SIGINT or SIGTERM, then leaves the registries and lets open calls end.
func (s Server) Run(flags *ServerFlags) error {
	if address, isWorker := assigned(); isWorker {
		return s.work(flags.Library, address)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	server, err := s.start(flags)
	if err != nil {
		return err
	}
	leave, err := s.announce(ctx, flags, server.address)
	if err != nil {
		server.drain()
		return err
	}
	fmt.Printf("%s server (%s) on %s\n", s.Title, flags.Library, server.address)
	select {
	case err := <-server.ended:
		_ = leave()
		return err
	case <-ctx.Done():
	}
	// A second signal ends the program at once.
	stop()
	err = leave()
	server.drain()
	return err
}

func (s Server) start(flags *ServerFlags) (*running, error) {
	if flags.Processes > 1 {
		return startWorkers(flags)
	}
	socket, err := net.Listen("tcp", flags.Address)
	if err != nil {
		return nil, err
	}
	return s.serve(flags.Library, socket), nil
}

// work serves as one of several processes, until the one that started it wants no more, or is gone.
func (s Server) work(library, address string) error {
	// A terminal sends its signals to all processes: when to stop is the first one's to say.
	signal.Ignore(syscall.SIGINT, syscall.SIGTERM)
	socket, err := processes.Listen(address)
	if err != nil {
		return err
	}
	server := s.serve(library, socket)
	fmt.Println(server.address)
	select {
	case err := <-server.ended:
		return err
	case <-stdinClosed():
		server.drain()
		return nil
	}
}

func (s Server) serve(library string, socket net.Listener) *running {
	if library == Connect {
		return s.serveConnect(socket)
	}
	return s.serveGRPC(socket)
}
