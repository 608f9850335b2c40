package peer

import (
	"sync"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
)

// channels shares channels between the calls that want the same.
type channels struct {
	library Library
	mu      sync.Mutex
	shared  map[string]keyed
}

// keyed is a channel with the key by which it can be closed.
type keyed struct {
	Channel
	key string
}

func newChannels(library Library) *channels {
	return &channels{library: library, shared: map[string]keyed{}}
}

// get gives a channel and what the call does with it in the end.
func (c *channels) get(plan *peerv1.CallPlan) (Channel, func(), error) {
	if plan.GetChannel().GetFresh() {
		own, err := c.library.Dial(plan)
		if err != nil {
			return nil, nil, err
		}
		return own, own.Close, nil
	}
	shared, err := c.share(plan)
	return shared, func() {}, err
}

func (c *channels) share(plan *peerv1.CallPlan) (Channel, error) {
	key, err := channelKey(plan)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if found, known := c.shared[key]; known {
		return found.Channel, nil
	}
	made, err := c.library.Dial(plan)
	if err == nil {
		c.shared[key] = keyed{Channel: made, key: plan.GetChannel().GetKey()}
	}
	return made, err
}

// channelKey is all of a plan that a connection depends on.
func channelKey(plan *peerv1.CallPlan) (string, error) {
	encoded, err := deterministic.Marshal(&peerv1.CallPlan{
		Targets: plan.GetTargets(), Authority: plan.GetAuthority(), Tls: plan.GetTls(),
		Protocol: plan.GetProtocol(), Codec: plan.GetCodec(), Compression: plan.GetCompression(),
		Channel: plan.GetChannel(), HttpVersion: plan.GetHttpVersion(), HttpGet: plan.GetHttpGet(),
	})
	return string(encoded), err
}

func (c *channels) closeAll() { c.close(func(keyed) bool { return true }) }

func (c *channels) closeKey(key string) {
	c.close(func(channel keyed) bool { return channel.key == key })
}

func (c *channels) close(chosen func(keyed) bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for key, channel := range c.shared {
		if chosen(channel) {
			channel.Close()
			delete(c.shared, key)
		}
	}
}
