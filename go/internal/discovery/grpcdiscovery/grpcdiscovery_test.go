package grpcdiscovery_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"

	"github.com/crosswire-interop/crosswire/go/gen/users"
	"github.com/crosswire-interop/crosswire/go/internal/discovery/grpcdiscovery"
	"github.com/crosswire-interop/crosswire/go/internal/discovery/trial"
)

// dial names the policy as any user of grpc-go would.
func dial(t *testing.T, uri, policy string) (*grpc.ClientConn, trial.Caller) {
	t.Helper()
	options := []grpc.DialOption{grpc.WithTransportCredentials(insecure.NewCredentials())}
	if policy != "" {
		config := fmt.Sprintf(`{"loadBalancingConfig":[{%q:{}}]}`, policy)
		options = append(options, grpc.WithDefaultServiceConfig(config))
	}
	conn, err := grpcdiscovery.NewClient(uri, options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	client := users.NewMyServiceClient(conn)
	return conn, func(ctx context.Context) (string, error) {
		reply, err := client.User(ctx, &users.UserReq{})
		return reply.GetMessage(), err
	}
}

func open(t *testing.T, uri, policy string) (trial.Caller, func()) {
	conn, call := dial(t, uri, policy)
	return call, func() { _ = conn.Close() }
}

func TestPolicies(t *testing.T) { trial.Policies(t, open) }

func TestLeaving(t *testing.T) { trial.Leaving(t, open) }

func TestARegistryThatIsNotThere(t *testing.T) {
	registry := trial.New(t, "zookeeper")
	conn, call := dial(t, "zookeeper://"+registry.Address+"/rpc_calc", "")
	for range 2 {
		_, err := call(t.Context())
		if status.Code(err) != codes.Unavailable || !strings.Contains(err.Error(), registry.Address) {
			t.Errorf("%v", err)
		}
	}
	waited := make(chan error, 1)
	go func() {
		_, err := users.NewMyServiceClient(conn).User(t.Context(), &users.UserReq{}, grpc.WaitForReady(true))
		waited <- err
	}()
	registry.Start()
	server := trial.Serve(t, "a")
	trial.Register(t, "zookeeper://"+registry.Address+"/rpc_calc", server, 1)
	if err := <-waited; err != nil {
		t.Error(err)
	}
}

func TestATargetThatIsWrong(t *testing.T) {
	if _, err := grpcdiscovery.NewClient("consul:///orders?color=red"); err == nil || !strings.Contains(err.Error(), "color") {
		t.Error(err)
	}
	// The library itself says so with each call.
	conn, err := grpc.NewClient("consul:///orders?color=red", grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if _, err := users.NewMyServiceClient(conn).User(ctx, &users.UserReq{}); status.Code(err) != codes.Unavailable {
		t.Error(err)
	}
}
