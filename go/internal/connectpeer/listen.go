package connectpeer

import (
	"context"
	"crypto/tls"
	"errors"
	"log"
	"math"
	"net"
	"net/http"
	"time"

	"connectrpc.com/connect"
	"connectrpc.com/grpchealth"

	"github.com/crosswire-interop/crosswire/go/gen/crosswire/payload/v1/payloadv1connect"
	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	"github.com/crosswire-interop/crosswire/go/gen/crosswire/probe/v1/probev1connect"
	"github.com/crosswire-interop/crosswire/go/gen/official/testing/testingconnect"
	"github.com/crosswire-interop/crosswire/go/gen/order/orderconnect"
	"github.com/crosswire-interop/crosswire/go/gen/subjects/subjectsconnect"
	"github.com/crosswire-interop/crosswire/go/gen/users/usersconnect"
	"github.com/crosswire-interop/crosswire/go/internal/compression/connectdeflate"
	"github.com/crosswire-interop/crosswire/go/internal/peer"
	"github.com/crosswire-interop/crosswire/go/internal/services/overconnect"
)

// Listen starts an http.Server with all services.
func (Library) Listen(serving peer.Serving) (peer.Listener, error) {
	req := serving.Request
	if err := checkListen(req); err != nil {
		return nil, err
	}
	secured, err := peer.ServerTLS(req)
	if err != nil {
		return nil, err
	}
	server := newServer(req, secured)
	mux, checks := services(serving)
	server.Handler = preferring(req.GetCompression(), mux)
	socket, err := peer.Bind(req)
	if err != nil {
		return nil, err
	}
	go serve(server, socket)
	return &listener{server: server, health: checks, address: peer.Dialable(socket.Addr())}, nil
}

// served are the services of every listener, but for health and reflection.
var served = []string{
	usersconnect.MyServiceName, subjectsconnect.SimpleRpcServerName, orderconnect.OrderHandlerName,
	payloadv1connect.PayloadsName, testingconnect.TestServiceName, probev1connect.ProbeName,
}

func services(serving peer.Serving) (*http.ServeMux, *overconnect.Health) {
	options := handlerOptions(serving.Request)
	options = append(options, connect.WithInterceptors(observer{
		host: serving.Host, listener: serving.Request.GetId(), process: serving.Process,
	}))
	mux := http.NewServeMux()
	overconnect.MountUsers(mux, options...)
	overconnect.MountSubjects(mux, options...)
	overconnect.MountOrders(mux, serving.Orders, options...)
	overconnect.MountPayloads(mux, options...)
	overconnect.MountOfficial(mux, options...)
	mux.Handle(probev1connect.NewProbeHandler(probe{host: serving.Host}, options...))
	overconnect.MountReflection(mux, append([]string{grpchealth.HealthV1ServiceName}, served...), options...)
	return mux, overconnect.MountHealth(mux, served, options...)
}

func newServer(req *peerv1.ListenRequest, secured *tls.Config) *http.Server {
	server := &http.Server{
		Protocols: new(http.Protocols), TLSConfig: secured,
		MaxHeaderBytes: headerBytes(req.GetLimits().GetMaxMetadataBytes()),
		HTTP2: &http.HTTP2Config{
			MaxConcurrentStreams: int(req.GetMaxConcurrentStreams()),
			SendPingTimeout:      req.GetKeepalive().GetTime().AsDuration(),
			PingTimeout:          req.GetKeepalive().GetTimeout().AsDuration(),
		},
	}
	switch {
	case req.GetTransport() == peerv1.Transport_TRANSPORT_HTTP1:
		server.Protocols.SetHTTP1(true)
	case secured != nil:
		server.Protocols.SetHTTP2(true)
	default:
		server.Protocols.SetUnencryptedHTTP2(true)
	}
	return server
}

func serve(server *http.Server, socket net.Listener) {
	if err := run(server, socket); !errors.Is(err, http.ErrServerClosed) {
		log.Printf("listener on %v: %v", socket.Addr(), err)
	}
}

// run leaves a list of protocols as it is: ServeTLS would add h2 to it.
func run(server *http.Server, socket net.Listener) error {
	switch {
	case server.TLSConfig == nil:
		return server.Serve(socket)
	case len(server.TLSConfig.NextProtos) == 0:
		return server.ServeTLS(socket, "", "")
	}
	config := server.TLSConfig.Clone()
	config.NextProtos = peer.Offered(config.NextProtos)
	return server.Serve(tls.NewListener(socket, config))
}

func checkListen(req *peerv1.ListenRequest) error {
	switch {
	case req.GetTransport() == peerv1.Transport_TRANSPORT_UNSPECIFIED:
		return peer.Unsupported("transport", "none named")
	case req.GetThreads() > 0:
		return peer.Unsupported("threads", "a handler runs in a goroutine of its own")
	}
	return nil
}

// handlerOptions: a handler compresses with gzip by itself wherever the client accepts it.
func handlerOptions(req *peerv1.ListenRequest) []connect.HandlerOption {
	options := []connect.HandlerOption{connectdeflate.Handle()}
	if req.GetCompression() == peerv1.Compression_COMPRESSION_IDENTITY {
		options = append(options, connect.WithCompressMinBytes(math.MaxInt))
	}
	if size := req.GetLimits().GetMaxReceiveMessageBytes(); size > 0 {
		options = append(options, connect.WithReadMaxBytes(int(size)))
	}
	if size := req.GetLimits().GetMaxSendMessageBytes(); size > 0 {
		options = append(options, connect.WithSendMaxBytes(int(size)))
	}
	return options
}

// listener is an http.Server on one socket.
type listener struct {
	server  *http.Server
	health  *overconnect.Health
	address string
}

func (l *listener) Address() string { return l.address }

func (l *listener) SetServing(serving bool) error {
	l.health.SetServing(serving)
	return nil
}

func (l *listener) Drain(grace time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	if err := l.server.Shutdown(ctx); err != nil {
		l.Abort()
	}
}

func (l *listener) Abort() { _ = l.server.Close() }
