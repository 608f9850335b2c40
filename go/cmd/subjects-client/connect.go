package main

import (
	"context"
	"net/http/httptrace"

	"connectrpc.com/connect"

	"github.com/crosswire-interop/crosswire/go/gen/subjects"
	"github.com/crosswire-interop/crosswire/go/gen/subjects/subjectsconnect"
	"github.com/crosswire-interop/crosswire/go/internal/program"
)

type connectLister struct {
	endpoint *program.Endpoint
	client   subjectsconnect.SimpleRpcServerClient
}

func newConnectLister(flags *program.ClientFlags) (*connectLister, error) {
	endpoint, err := program.NewEndpoint(flags)
	if err != nil {
		return nil, err
	}
	client := subjectsconnect.NewSimpleRpcServerClient(endpoint, endpoint.URL, connect.WithGRPC())
	return &connectLister{endpoint: endpoint, client: client}, nil
}

func (l *connectLister) close() { l.endpoint.Close() }

func (l *connectLister) list(ctx context.Context, subject string, each func(string)) (string, error) {
	var server string
	// connect-go knows the URL only; which connection took the request is net/http's to say.
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(info httptrace.GotConnInfo) { server = info.Conn.RemoteAddr().String() },
	})
	stream, err := l.client.GetSubjectQuestionTypes(ctx, connect.NewRequest(&subjects.Subject{Name: subject}))
	if err != nil {
		return "", err
	}
	for stream.Receive() {
		each(stream.Msg().GetName())
	}
	if err := stream.Err(); err != nil {
		return "", err
	}
	return server, stream.Close()
}
