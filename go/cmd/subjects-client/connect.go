package main

import (
	"context"
	"fmt"

	"connectrpc.com/connect"

	"github.com/crosswire-interop/crosswire/go/gen/subjects"
	"github.com/crosswire-interop/crosswire/go/gen/subjects/subjectsconnect"
	"github.com/crosswire-interop/crosswire/go/internal/program"
)

func overConnect(ctx context.Context, address, subject string) error {
	client := subjectsconnect.NewSimpleRpcServerClient(program.HTTPClient(), "http://"+address, connect.WithGRPC())
	stream, err := client.GetSubjectQuestionTypes(ctx, connect.NewRequest(&subjects.Subject{Name: subject}))
	if err != nil {
		return err
	}
	for stream.Receive() {
		fmt.Println(stream.Msg().GetName())
	}
	if err := stream.Err(); err != nil {
		return err
	}
	return stream.Close()
}
