// Command subjects-server serves SimpleRpcServer, the question types of school subjects.
package main

import (
	"flag"
	"fmt"

	"github.com/crosswire-interop/crosswire/go/gen/subjects/subjectsconnect"
	"github.com/crosswire-interop/crosswire/go/internal/program"
	"github.com/crosswire-interop/crosswire/go/internal/services/overconnect"
	"github.com/crosswire-interop/crosswire/go/internal/services/overgrpc"
)

func main() {
	flags := program.DefineServerFlags("")
	port := flag.Int("port", 8003, "port on all addresses, unless -address is given; 8003, 8005 and 8009 are usual")
	flags.Parse()
	if flags.Address == "" {
		flags.Address = fmt.Sprintf("[::]:%d", *port)
	}
	server := program.Server{
		Title: "subjects", Service: subjectsconnect.SimpleRpcServerName, Path: "/rpc_calc", Name: "subjects",
		Register: overgrpc.RegisterSubjects, Mount: overconnect.MountSubjects,
	}
	program.Exit(server.Run(flags))
}
