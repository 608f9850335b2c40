package grpcpeer

import (
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/resolver"
	"google.golang.org/grpc/resolver/manual"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	"github.com/crosswire-interop/crosswire/go/internal/discovery"
	"github.com/crosswire-interop/crosswire/go/internal/peer"
)

// listScheme is the resolver for a plan with several targets.
const listScheme = "crosswire-list"

// Dial makes a ClientConn, which connects at the first call.
func (Library) Dial(plan *peerv1.CallPlan) (peer.Channel, error) {
	if err := checkPlan(plan); err != nil {
		return nil, err
	}
	target, config := plan.GetTargets()[0], plan.GetChannel().GetServiceConfig()
	if discovery.IsRegistryTarget(target) {
		var err error
		if config, err = registryConfig(target, config); err != nil {
			return nil, err
		}
	}
	options, err := dialOptions(plan, config)
	if err != nil {
		return nil, err
	}
	if len(plan.GetTargets()) > 1 {
		target = listScheme + ":///" + target
		options = append(options, grpc.WithResolvers(listOf(plan.GetTargets())))
	}
	conn, err := grpc.NewClient(target, options...)
	if err != nil {
		return nil, err
	}
	return &channel{conn: conn}, nil
}

func checkPlan(plan *peerv1.CallPlan) error {
	if plan.GetProtocol() > peerv1.Protocol_PROTOCOL_GRPC {
		return peer.Unsupported("protocol", "the library speaks gRPC only")
	}
	if plan.GetCodec() > peerv1.Codec_CODEC_PROTO {
		return peer.Unsupported("codec", "the library has no JSON codec")
	}
	if plan.GetHttpVersion() == peerv1.HttpVersion_HTTP_VERSION_1_1 {
		return peer.Unsupported("httpVersion", "the library speaks HTTP/2 only")
	}
	if plan.GetHttpGet() {
		return peer.Unsupported("httpGet", "gRPC has no GET")
	}
	return nil
}

func listOf(targets []string) resolver.Builder {
	list := manual.NewBuilderWithScheme(listScheme)
	var state resolver.State
	for _, target := range targets {
		state.Endpoints = append(state.Endpoints, resolver.Endpoint{Addresses: []resolver.Address{{Addr: target}}})
	}
	list.InitialState(state)
	return list
}

func dialOptions(plan *peerv1.CallPlan, config string) ([]grpc.DialOption, error) {
	secured, err := transportCredentials(plan.GetTls())
	if err != nil {
		return nil, err
	}
	options := []grpc.DialOption{grpc.WithTransportCredentials(secured)}
	if plan.GetAuthority() != "" {
		options = append(options, grpc.WithAuthority(plan.GetAuthority()))
	}
	if config != "" {
		options = append(options, grpc.WithDefaultServiceConfig(config))
	}
	if alive := plan.GetChannel().GetKeepalive(); alive != nil {
		options = append(options, grpc.WithKeepaliveParams(keepalive.ClientParameters{
			Time: alive.GetTime().AsDuration(), Timeout: alive.GetTimeout().AsDuration(),
			PermitWithoutStream: alive.GetPermitWithoutCalls(),
		}))
	}
	return append(options, limitOptions(plan.GetChannel().GetLimits())...), nil
}

func transportCredentials(wanted *peerv1.ClientTls) (credentials.TransportCredentials, error) {
	if wanted == nil {
		return insecure.NewCredentials(), nil
	}
	config, err := peer.ClientTLS(wanted)
	return credentials.NewTLS(config), err
}

func limitOptions(limits *peerv1.Limits) []grpc.DialOption {
	var options []grpc.DialOption
	if size := limits.GetMaxReceiveMessageBytes(); size > 0 {
		options = append(options, grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(int(size))))
	}
	if size := limits.GetMaxSendMessageBytes(); size > 0 {
		options = append(options, grpc.WithDefaultCallOptions(grpc.MaxCallSendMsgSize(int(size))))
	}
	if size := limits.GetMaxMetadataBytes(); size > 0 {
		options = append(options, grpc.WithMaxHeaderListSize(size))
	}
	return options
}
