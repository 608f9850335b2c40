package main

import (
	"context"
	"time"

	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/crosswire-interop/crosswire/go/gen/users"
	"github.com/crosswire-interop/crosswire/go/internal/program"
)

func overGRPC(ctx context.Context, flags *program.ClientFlags, patience time.Duration) (*users.UserReply, error) {
	conn, err := program.Dial(flags)
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close() }()
	waiting, stop := context.WithTimeout(ctx, patience)
	defer stop()
	if err := program.AwaitReady(waiting, conn); err != nil {
		return nil, err
	}
	client := users.NewMyServiceClient(conn)
	if err := checkHealth(ctx, client); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	return client.User(ctx, wanted)
}

func checkHealth(ctx context.Context, client users.MyServiceClient) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	_, err := client.Health(ctx, &emptypb.Empty{})
	return err
}
