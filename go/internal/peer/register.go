package peer

import (
	"context"
	"errors"
	"log"
	"net"
	"strconv"
	"strings"
	"sync"
	"time"

	"google.golang.org/protobuf/proto"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	"github.com/crosswire-interop/crosswire/go/internal/discovery"
)

// withdrawTime is how long a registry may take to forget an entry.
const withdrawTime = 5 * time.Second

// entries are what registries know of one listener, by registry.
type entries struct {
	mu   sync.Mutex
	made map[string]*entry
	// over is that the listener goes, and takes no more entries.
	over bool
}

// entry is one of them, and all of the request that asked for it but the weight.
type entry struct {
	discovery.Registration
	asked *peerv1.RegisterRequest
}

// register answers a registry's refusal, and fails for a request that makes no sense.
func (p *Peer) register(ctx context.Context, req *peerv1.RegisterRequest) (*peerv1.RegisterResponse, error) {
	listener, err := p.find(req.GetListener())
	if err != nil {
		return nil, err
	}
	target, err := discovery.ParseTarget(req.GetRegistry())
	if err != nil {
		return nil, err
	}
	options, err := optionsOf(req, listener.Address())
	if err != nil {
		return nil, err
	}
	name, err := listener.entries.bring(ctx, target, options, req)
	if err != nil {
		return &peerv1.RegisterResponse{Result: &peerv1.RegisterResponse_Error{Error: oneLine(err)}}, nil
	}
	return &peerv1.RegisterResponse{Result: &peerv1.RegisterResponse_Entry{Entry: name}}, nil
}

func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }

func optionsOf(req *peerv1.RegisterRequest, address string) (discovery.Options, error) {
	options := discovery.Options{
		Host: req.GetHost(), Port: int(req.GetPort()), CheckAddress: req.GetCheckAddress(),
		SessionTimeout: req.GetSessionTimeout().AsDuration(), CheckInterval: req.GetCheckInterval().AsDuration(),
	}
	if options.Host == "" {
		return options, errors.New("no host to publish")
	}
	if weight := int(req.GetWeight()); weight > 0 {
		options.Weight = &weight
	}
	if options.Port > 0 {
		return options, nil
	}
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return options, err
	}
	options.Port, err = strconv.Atoi(port)
	return options, err
}

// bring brings a registry up to date, and gives the entry's name.
func (e *entries) bring(
	ctx context.Context, target discovery.Target, options discovery.Options, req *peerv1.RegisterRequest,
) (string, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.over {
		return "", errors.New("the listener is being closed")
	}
	asked := proto.CloneOf(req)
	asked.Weight = 0
	if old := e.made[req.GetRegistry()]; old != nil {
		if proto.Equal(old.asked, asked) {
			return old.Entry(), old.SetWeight(ctx, int(max(req.GetWeight(), 1)))
		}
		if err := old.Withdraw(ctx); err != nil {
			return "", err
		}
		delete(e.made, req.GetRegistry())
	}
	return e.add(ctx, target, options, asked)
}

func (e *entries) add(
	ctx context.Context, target discovery.Target, options discovery.Options, asked *peerv1.RegisterRequest,
) (string, error) {
	made, err := discovery.Register(ctx, target, options)
	if err != nil {
		return "", err
	}
	if e.made == nil {
		e.made = map[string]*entry{}
	}
	e.made[asked.GetRegistry()] = &entry{Registration: made, asked: asked}
	return made.Entry(), nil
}

// withdraw takes all entries back, for good, and tells whether there were any. A registry that
// doesn't answer doesn't keep the listener from closing.
func (e *entries) withdraw() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.over = true
	ctx, cancel := context.WithTimeout(context.Background(), withdrawTime)
	defer cancel()
	var all sync.WaitGroup
	for registry, made := range e.made {
		all.Go(func() {
			if err := made.Withdraw(ctx); err != nil {
				log.Printf("%s: %s stays: %s", registry, made.Entry(), oneLine(err))
			}
		})
	}
	all.Wait()
	return len(e.made) > 0
}
