package connectpeer

import (
	"net/http"
	"strings"
	"sync"
	"time"

	"connectrpc.com/connect"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	"github.com/crosswire-interop/crosswire/go/internal/discovery"
	"github.com/crosswire-interop/crosswire/go/internal/peer"
)

// unixScheme marks a target that is a socket's path.
const unixScheme = "unix:"

// lastWords is how long a closed channel's sockets stay open for what is still to be written.
const lastWords = 100 * time.Millisecond

// channel is an HTTP client of its own, and the generated clients on it.
type channel struct {
	client  connect.HTTPClient
	url     string
	options []connect.ClientOption
	bound   sync.Map
	close   func()
}

// Dial makes an http.Transport, which connects at the first call, or one for each of a registry's
// servers.
func (Library) Dial(plan *peerv1.CallPlan) (peer.Channel, error) {
	if discovery.IsRegistryTarget(plan.GetTargets()[0]) {
		return discover(plan)
	}
	if err := checkPlan(plan); err != nil {
		return nil, err
	}
	target, own := plan.GetTargets()[0], new(sockets)
	made := &channel{url: "http://" + target, options: clientOptions(plan)}
	if path, isPath := strings.CutPrefix(target, unixScheme); isPath {
		made.url, own.path = "http://localhost", path
	}
	transport := &http.Transport{Protocols: new(http.Protocols), DialContext: own.dial}
	made.client, made.close = &http.Client{Transport: transport}, func() {
		transport.CloseIdleConnections()
		time.AfterFunc(lastWords, own.closeAll)
	}
	configure(transport, plan.GetChannel())
	chooseHTTP(transport.Protocols, plan)
	return made, made.secure(transport, plan.GetTls())
}

// chooseHTTP leaves no choice: HTTP/2, also without TLS, unless HTTP/1.1 is asked for.
func chooseHTTP(protocols *http.Protocols, plan *peerv1.CallPlan) {
	switch {
	case plan.GetHttpVersion() == peerv1.HttpVersion_HTTP_VERSION_1_1:
		protocols.SetHTTP1(true)
	case plan.GetTls() == nil:
		protocols.SetUnencryptedHTTP2(true)
	default:
		protocols.SetHTTP2(true)
	}
}

func (c *channel) secure(transport *http.Transport, wanted *peerv1.ClientTls) error {
	if wanted == nil {
		return nil
	}
	config, err := peer.ClientTLS(wanted)
	if err != nil {
		return err
	}
	transport.TLSClientConfig = config
	c.url = "https" + strings.TrimPrefix(c.url, "http")
	return nil
}

// headerAllowance is what net/http adds to a limit of bytes in HTTP/1.1's way of counting, for HTTP/2.
const headerAllowance = 320

// headerBytes is what net/http is told so that its SETTINGS_MAX_HEADER_LIST_SIZE is the limit.
func headerBytes(limit uint32) int {
	if limit <= headerAllowance {
		return int(limit)
	}
	return int(limit) - headerAllowance
}

// configure sets what net/http has settings for.
func configure(transport *http.Transport, settings *peerv1.Channel) {
	if size := settings.GetLimits().GetMaxMetadataBytes(); size > 0 {
		transport.MaxResponseHeaderBytes = int64(headerBytes(size))
	}
	if alive := settings.GetKeepalive(); alive != nil {
		transport.HTTP2 = &http.HTTP2Config{
			SendPingTimeout: alive.GetTime().AsDuration(), PingTimeout: alive.GetTimeout().AsDuration(),
		}
	}
}

func checkPlan(plan *peerv1.CallPlan) error {
	settings := plan.GetChannel()
	switch {
	case len(plan.GetTargets()) > 1:
		return peer.Unsupported("targets", "a client has one URL")
	case plan.GetHttpGet() && plan.GetProtocol() != peerv1.Protocol_PROTOCOL_CONNECT:
		return peer.Unsupported("httpGet", "only the Connect protocol has GET")
	case settings.GetServiceConfig() != "":
		return peer.Unsupported("channel.serviceConfig", "the library has no service config")
	case settings.GetWaitForReady():
		return peer.Unsupported("channel.waitForReady", "the library fails a call that can't connect")
	}
	return nil
}

func clientOptions(plan *peerv1.CallPlan) []connect.ClientOption {
	var options []connect.ClientOption
	switch plan.GetProtocol() {
	case peerv1.Protocol_PROTOCOL_GRPC_WEB:
		options = append(options, connect.WithGRPCWeb())
	case peerv1.Protocol_PROTOCOL_CONNECT:
	default:
		options = append(options, connect.WithGRPC())
	}
	if plan.GetCodec() == peerv1.Codec_CODEC_JSON {
		options = append(options, connect.WithProtoJSON())
	}
	if plan.GetHttpGet() {
		options = append(options, connect.WithHTTPGet())
	}
	options = append(options, compressionOptions(plan.GetCompression())...)
	limits := plan.GetChannel().GetLimits()
	if size := limits.GetMaxReceiveMessageBytes(); size > 0 {
		options = append(options, connect.WithReadMaxBytes(int(size)))
	}
	if size := limits.GetMaxSendMessageBytes(); size > 0 {
		options = append(options, connect.WithSendMaxBytes(int(size)))
	}
	return options
}

// Close closes the connection: at once if no stream is open on it, else when a cancelled stream
// has had time to say so to the server.
func (c *channel) Close() { c.close() }

// stub is a method on this channel, made once for each way to call it.
func (c *channel) stub(path, way string) stub {
	key := path + " " + way
	if made, ok := c.bound.Load(key); ok {
		return made.(stub)
	}
	made, _ := c.bound.LoadOrStore(key, stubs[path](binding{
		client: c.client, url: c.url, path: path, options: c.options, way: way,
	}))
	return made.(stub)
}
