package connectdiscovery_test

import (
	"context"
	"testing"

	"connectrpc.com/connect"

	"github.com/crosswire-interop/crosswire/go/gen/users"
	"github.com/crosswire-interop/crosswire/go/gen/users/usersconnect"
	"github.com/crosswire-interop/crosswire/go/internal/discovery/connectdiscovery"
	"github.com/crosswire-interop/crosswire/go/internal/discovery/trial"
)

func dial(t *testing.T, uri string, options connectdiscovery.Options) (*connectdiscovery.Client, trial.Caller) {
	t.Helper()
	made, err := connectdiscovery.New(uri, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(made.Close)
	client := usersconnect.NewMyServiceClient(made, "http://rpc_calc.zookeeper", connect.WithGRPC())
	return made, func(ctx context.Context) (string, error) {
		reply, err := client.User(ctx, connect.NewRequest(&users.UserReq{}))
		if err != nil {
			return "", err
		}
		return reply.Msg.GetMessage(), nil
	}
}

func open(t *testing.T, uri, policy string) (trial.Caller, func()) {
	made, call := dial(t, uri, connectdiscovery.Options{Policy: policy})
	return call, made.Close
}

func TestPolicies(t *testing.T) { trial.Policies(t, open) }

func TestLeaving(t *testing.T) { trial.Leaving(t, open) }
