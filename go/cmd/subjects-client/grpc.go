package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/crosswire-interop/crosswire/go/gen/subjects"
	"github.com/crosswire-interop/crosswire/go/internal/program"
)

func overGRPC(ctx context.Context, address, subject string) error {
	conn, err := program.Dial(address)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	stream, err := subjects.NewSimpleRpcServerClient(conn).GetSubjectQuestionTypes(ctx, &subjects.Subject{Name: subject})
	if err != nil {
		return err
	}
	for {
		question, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		fmt.Println(question.GetName())
	}
}
