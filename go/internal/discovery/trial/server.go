package trial

import (
	"context"
	"net"
	"strconv"
	"sync/atomic"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/health"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"

	"github.com/crosswire-interop/crosswire/go/gen/users"
)

// Server answers User with its name. It is a real server of grpc-go.
type Server struct {
	users.UnimplementedMyServiceServer
	Name    string
	Address string
	Port    int
	State   *health.Server

	server      *grpc.Server
	slow        atomic.Pointer[Slow]
	connections atomic.Int32
}

// Serve starts one that ends with the test, on a port that another can have after it.
func Serve(t testing.TB, name string) *Server { return ServeOn(t, name, FreeAddress(t)) }

// ServeOn serves on an address.
func ServeOn(t testing.TB, name, address string) *Server {
	t.Helper()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	made := &Server{Name: name, State: health.NewServer(), server: grpc.NewServer()}
	made.Address = listener.Addr().String()
	_, port, _ := net.SplitHostPort(made.Address)
	made.Port, _ = strconv.Atoi(port)
	users.RegisterMyServiceServer(made.server, made)
	healthpb.RegisterHealthServer(made.server, made.State)
	go func() { _ = made.server.Serve(counting{listener, &made.connections}) }()
	t.Cleanup(made.server.Stop)
	return made
}

// User answers with the server's name.
func (s *Server) User(ctx context.Context, _ *users.UserReq) (*users.UserReply, error) {
	if slow := s.slow.Load(); slow != nil {
		slow.Entered <- struct{}{}
		select {
		case <-slow.left:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return &users.UserReply{Message: s.Name}, nil
}

// Connections is how many there have been.
func (s *Server) Connections() int { return int(s.connections.Load()) }

// Kill ends it at once.
func (s *Server) Kill() { s.server.Stop() }

// Drain tells clients to go away, and lets calls finish.
func (s *Server) Drain() { s.server.GracefulStop() }

// counting is a listener that counts.
type counting struct {
	net.Listener
	count *atomic.Int32
}

func (c counting) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	if err == nil {
		c.count.Add(1)
	}
	return conn, err
}

// Slow is a server whose calls wait.
type Slow struct {
	// Entered gets one for each.
	Entered chan struct{}
	// Leave lets them all go on, and the server be quick again.
	Leave func()
	left  chan struct{}
}

// Slow makes calls wait from now on.
func (s *Server) Slow() *Slow {
	made := &Slow{Entered: make(chan struct{}, 100), left: make(chan struct{})}
	made.Leave = func() {
		s.slow.Store(nil)
		close(made.left)
	}
	s.slow.Store(made)
	return made
}
