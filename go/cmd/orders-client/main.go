// Command orders-client books an order and prints the JSON text that comes back.
package main

import (
	"context"
	"flag"
	"fmt"
	"time"

	"connectrpc.com/connect"

	"github.com/crosswire-interop/crosswire/go/gen/order"
	"github.com/crosswire-interop/crosswire/go/gen/order/orderconnect"
	"github.com/crosswire-interop/crosswire/go/internal/program"
)

// callTimeout is the deadline of the call.
const callTimeout = 5 * time.Second

func main() {
	flags := program.DefineClientFlags("localhost:12006", "round_robin")
	phone := flag.String("phone", "12990", "the caller's phone number")
	price := flag.String("price", "50", "the price")
	flags.Parse()
	book := overGRPC
	if flags.Library == program.Connect {
		book = overConnect
	}
	ctx, cancel := context.WithTimeout(context.Background(), callTimeout)
	defer cancel()
	reply, err := book(ctx, flags, &order.OrderRequest{Phone: *phone, Price: *price})
	if err == nil {
		fmt.Println(reply.GetRstString())
	}
	program.Exit(program.Explain(err, flags.Server()))
}

func overGRPC(ctx context.Context, flags *program.ClientFlags, request *order.OrderRequest) (*order.JSONResponse, error) {
	conn, err := program.Dial(flags)
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close() }()
	return order.NewOrderHandlerClient(conn).CreateOrder(ctx, request)
}

func overConnect(ctx context.Context, flags *program.ClientFlags, request *order.OrderRequest) (*order.JSONResponse, error) {
	endpoint, err := program.NewEndpoint(flags)
	if err != nil {
		return nil, err
	}
	defer endpoint.Close()
	client := orderconnect.NewOrderHandlerClient(endpoint, endpoint.URL, connect.WithGRPC())
	response, err := client.CreateOrder(ctx, connect.NewRequest(request))
	if err != nil {
		return nil, err
	}
	return response.Msg, nil
}
