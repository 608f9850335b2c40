// Command subjects-client lists the question types of a school subject, as they come.
package main

import (
	"context"
	"flag"
	"time"

	"github.com/crosswire-interop/crosswire/go/internal/program"
)

// callTimeout is the deadline of the call.
const callTimeout = 5 * time.Second

func main() {
	library, address := program.Library(), program.Address("localhost:8003")
	subject := flag.String("subject", "Chinese", "the school subject, by its English name")
	program.Parse(library)
	list := overGRPC
	if *library == program.Connect {
		list = overConnect
	}
	ctx, cancel := context.WithTimeout(context.Background(), callTimeout)
	defer cancel()
	program.Exit(program.Explain(list(ctx, *address, *subject), *address))
}
