// Command users-server serves MyService, the directory of users.
package main

import (
	"github.com/crosswire-interop/crosswire/go/gen/users/usersconnect"
	"github.com/crosswire-interop/crosswire/go/internal/program"
	"github.com/crosswire-interop/crosswire/go/internal/services/overconnect"
	"github.com/crosswire-interop/crosswire/go/internal/services/overgrpc"
)

func main() {
	flags := program.DefineServerFlags("[::]:50051")
	flags.Parse()
	server := program.Server{
		Title: "users", Service: usersconnect.MyServiceName, Path: "/users", Name: "users",
		Register: overgrpc.RegisterUsers, Mount: overconnect.MountUsers,
	}
	program.Exit(server.Run(flags))
}
