package main

import (
	"context"
	"errors"
	"io"

	"google.golang.org/grpc"
	"google.golang.org/grpc/peer"

	"github.com/crosswire-interop/crosswire/go/gen/subjects"
	"github.com/crosswire-interop/crosswire/go/internal/program"
)

type grpcLister struct{ conn *grpc.ClientConn }

func newGRPCLister(flags *program.ClientFlags) (*grpcLister, error) {
	conn, err := program.Dial(flags)
	return &grpcLister{conn: conn}, err
}

func (l *grpcLister) close() { _ = l.conn.Close() }

func (l *grpcLister) list(ctx context.Context, subject string, each func(string)) (string, error) {
	var server peer.Peer
	client := subjects.NewSimpleRpcServerClient(l.conn)
	stream, err := client.GetSubjectQuestionTypes(ctx, &subjects.Subject{Name: subject}, grpc.Peer(&server))
	if err != nil {
		return "", err
	}
	for {
		question, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return server.Addr.String(), nil
		}
		if err != nil {
			return "", err
		}
		each(question.GetName())
	}
}
