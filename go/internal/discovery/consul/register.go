package consul

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"
)

// answerLimit is for answers that have little to say.
const answerLimit = 1 << 20

// Server is what is registered. A nil Weight writes none.
type Server struct {
	Host          string
	Port          int
	Weight        *int
	CheckInterval time.Duration
	// CheckAddress is asked for grpc.health.v1. Empty means what is published.
	CheckAddress string
}

// Registration is a service instance at an agent, kept there until it is withdrawn.
type Registration struct {
	agent   *agent
	service string
	id      string
	end     context.CancelFunc
	kept    sync.WaitGroup
	once    sync.Once

	mu     sync.Mutex // held while the agent is told, so that what it was told last is what holds
	server Server
}

// Register makes the instance known as one that passes: it is served already, and the agent's first check
// comes only after its interval.
func Register(ctx context.Context, address, service string, server Server) (*Registration, error) {
	made := &Registration{
		agent: open(address), service: service, server: server,
		id: fmt.Sprintf("%s-%s-%d", service, server.Host, server.Port),
	}
	if err := made.tell(ctx); err != nil {
		made.agent.close()
		return nil, err
	}
	var keeping context.Context
	keeping, made.end = context.WithCancel(context.Background())
	made.kept.Go(func() { made.keep(keeping) })
	return made, nil
}

// Entry is the service id.
func (r *Registration) Entry() string { return r.id }

// SetWeight registers the instance again, with its new weight.
func (r *Registration) SetWeight(ctx context.Context, weight int) error {
	r.mu.Lock()
	r.server.Weight = &weight
	r.mu.Unlock()
	return r.tell(ctx)
}

// Withdraw takes the instance back.
func (r *Registration) Withdraw(ctx context.Context) (err error) {
	r.once.Do(func() {
		r.end()
		r.kept.Wait()
		err = r.put(ctx, "/v1/agent/service/deregister/"+url.PathEscape(r.id), nil)
		r.agent.close()
	})
	return err
}

// keep registers again when the agent has forgotten the instance, for which it waits in blocking queries.
func (r *Registration) keep(ctx context.Context) {
	asked := &query{
		agent: r.agent, path: "/v1/agent/service/" + url.PathEscape(r.id), limit: answerLimit,
		alsoFine: http.StatusNotFound, byHash: true,
	}
	asked.follow(ctx, func(got *answer) error {
		if got.status != http.StatusNotFound {
			return nil
		}
		return r.tell(ctx)
	}, func(error) {})
}

func (r *Registration) tell(ctx context.Context) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	data, err := json.Marshal(r.definition())
	if err != nil {
		return err
	}
	return r.put(ctx, "/v1/agent/service/register?replace-existing-checks=true", data)
}

// definition is the instance as /v1/agent/service/register takes it.
func (r *Registration) definition() map[string]any {
	published := net.JoinHostPort(r.server.Host, strconv.Itoa(r.server.Port))
	definition := map[string]any{
		"ID": r.id, "Name": r.service, "Address": r.server.Host, "Port": r.server.Port,
		"Check": map[string]any{
			"CheckID": "service:" + r.id,
			"GRPC":    cmp.Or(r.server.CheckAddress, published), "Interval": r.server.CheckInterval.String(),
			"Status": "passing",
		},
	}
	if r.server.Weight != nil {
		definition["Weights"] = map[string]int{"Passing": *r.server.Weight, "Warning": *r.server.Weight}
	}
	return definition
}

// put tells the agent something. What it doesn't know it can't forget, so that 404 is fine.
func (r *Registration) put(ctx context.Context, path string, body []byte) error {
	got, err := r.agent.do(ctx, http.MethodPut, path, bytes.NewReader(body), answerLimit)
	if err == nil && got.status != http.StatusOK && got.status != http.StatusNotFound {
		err = r.agent.refusal(got)
	}
	return err
}
