// Command users-client asks MyService whether it is healthy and who users 1 and 2 are.
package main

import (
	"context"
	"flag"
	"fmt"
	"time"

	"github.com/crosswire-interop/crosswire/go/gen/users"
	"github.com/crosswire-interop/crosswire/go/internal/program"
)

// callTimeout is the deadline of each call.
const callTimeout = time.Second

var wanted = &users.UserReq{UserIDs: []int32{1, 2}}

func main() {
	flags := program.DefineClientFlags("localhost:50051", "round_robin")
	patience := flag.Duration("connect-timeout", 5*time.Second, "how long to wait for the connection")
	flags.Parse()
	ask := overGRPC
	if flags.Library == program.Connect {
		ask = overConnect
	}
	reply, err := ask(context.Background(), flags, *patience)
	if err == nil {
		show(reply)
	}
	program.Exit(program.Explain(err, flags.Server()))
}

func show(reply *users.UserReply) {
	for _, user := range reply.GetData() {
		fmt.Println(user.GetName(), user.GetAge(), user.GetEmail())
	}
}
