package grpcpeer

import (
	"log"
	"net"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/keepalive"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	probev1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/probe/v1"
	"github.com/crosswire-interop/crosswire/go/internal/peer"
	"github.com/crosswire-interop/crosswire/go/internal/services/overgrpc"
)

// Listen starts a grpc.Server with all services.
func (Library) Listen(serving peer.Serving) (peer.Listener, error) {
	req := serving.Request
	if err := checkListen(req); err != nil {
		return nil, err
	}
	options, err := serverOptions(req)
	if err != nil {
		return nil, err
	}
	watch := newObserver(serving)
	options = append(options, overgrpc.WatchCompression(),
		grpc.UnaryInterceptor(watch.unary), grpc.StreamInterceptor(watch.stream))
	server := grpc.NewServer(options...)
	overgrpc.RegisterUsers(server)
	overgrpc.RegisterSubjects(server)
	overgrpc.RegisterOrders(server, serving.Orders)
	overgrpc.RegisterPayloads(server)
	overgrpc.RegisterOfficial(server)
	probev1.RegisterProbeServer(server, probe{host: serving.Host})
	checks := overgrpc.RegisterHealth(server)
	overgrpc.RegisterReflection(server)
	socket, err := peer.Bind(req)
	if err != nil {
		return nil, err
	}
	go serve(server, socket)
	return &listener{server: server, health: checks, address: peer.Dialable(socket.Addr())}, nil
}

func serve(server *grpc.Server, socket net.Listener) {
	if err := server.Serve(socket); err != nil {
		log.Printf("listener on %v: %v", socket.Addr(), err)
	}
}

func checkListen(req *peerv1.ListenRequest) error {
	switch req.GetTransport() {
	case peerv1.Transport_TRANSPORT_HTTP1:
		return peer.Unsupported("transport", "the library speaks HTTP/2 only")
	case peerv1.Transport_TRANSPORT_UNSPECIFIED:
		return peer.Unsupported("transport", "none named")
	}
	if req.GetThreads() > 0 {
		return peer.Unsupported("threads", "a handler runs in a goroutine of its own")
	}
	return nil
}

func serverOptions(req *peerv1.ListenRequest) ([]grpc.ServerOption, error) {
	var options []grpc.ServerOption
	if err := peer.CheckALPN(req.GetTls().GetAlpn()); err != nil {
		return nil, err
	}
	secured, err := peer.ServerTLS(req)
	if err != nil {
		return nil, err
	}
	if secured != nil {
		options = append(options, grpc.Creds(credentials.NewTLS(secured)))
	}
	if most := req.GetMaxConcurrentStreams(); most > 0 {
		options = append(options, grpc.MaxConcurrentStreams(most))
	}
	options = append(options, limitOptionsOfServer(req.GetLimits())...)
	return append(options, keepaliveOptions(req.GetKeepalive())...), nil
}

func limitOptionsOfServer(limits *peerv1.Limits) []grpc.ServerOption {
	var options []grpc.ServerOption
	if size := limits.GetMaxReceiveMessageBytes(); size > 0 {
		options = append(options, grpc.MaxRecvMsgSize(int(size)))
	}
	if size := limits.GetMaxSendMessageBytes(); size > 0 {
		options = append(options, grpc.MaxSendMsgSize(int(size)))
	}
	if size := limits.GetMaxMetadataBytes(); size > 0 {
		options = append(options, grpc.MaxHeaderListSize(size))
	}
	return options
}

// keepaliveOptions let clients send PINGs as often as the server does.
func keepaliveOptions(alive *peerv1.Keepalive) []grpc.ServerOption {
	if alive == nil {
		return nil
	}
	return []grpc.ServerOption{
		grpc.KeepaliveParams(keepalive.ServerParameters{
			Time: alive.GetTime().AsDuration(), Timeout: alive.GetTimeout().AsDuration(),
		}),
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{
			MinTime: alive.GetTime().AsDuration(), PermitWithoutStream: alive.GetPermitWithoutCalls(),
		}),
	}
}

// listener is a grpc.Server on one socket.
type listener struct {
	server  *grpc.Server
	health  *health.Server
	address string
}

func (l *listener) Address() string { return l.address }

func (l *listener) SetServing(serving bool) error {
	if serving {
		l.health.Resume()
	} else {
		l.health.Shutdown()
	}
	return nil
}

func (l *listener) Drain(grace time.Duration) {
	defer time.AfterFunc(grace, l.server.Stop).Stop()
	l.server.GracefulStop()
}

func (l *listener) Abort() { l.server.Stop() }
