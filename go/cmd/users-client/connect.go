package main

import (
	"context"
	"time"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/crosswire-interop/crosswire/go/gen/users"
	"github.com/crosswire-interop/crosswire/go/gen/users/usersconnect"
	"github.com/crosswire-interop/crosswire/go/internal/program"
)

func overConnect(ctx context.Context, flags *program.ClientFlags, patience time.Duration) (*users.UserReply, error) {
	endpoint, err := program.NewEndpoint(flags)
	if err != nil {
		return nil, err
	}
	defer endpoint.Close()
	waiting, stop := context.WithTimeout(ctx, patience)
	defer stop()
	if err := endpoint.AwaitListening(waiting); err != nil {
		return nil, err
	}
	client := usersconnect.NewMyServiceClient(endpoint, endpoint.URL, connect.WithGRPC())
	if err := checkHealthConnect(ctx, client); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	response, err := client.User(ctx, connect.NewRequest(wanted))
	if err != nil {
		return nil, err
	}
	return response.Msg, nil
}

func checkHealthConnect(ctx context.Context, client usersconnect.MyServiceClient) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	_, err := client.Health(ctx, connect.NewRequest(&emptypb.Empty{}))
	return err
}
