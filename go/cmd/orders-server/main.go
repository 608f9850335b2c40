// Command orders-server serves OrderHandler, which takes orders.
package main

import (
	"flag"
	"net/http"

	"connectrpc.com/connect"
	"google.golang.org/grpc"

	"github.com/crosswire-interop/crosswire/go/gen/order/orderconnect"
	"github.com/crosswire-interop/crosswire/go/internal/discovery"
	"github.com/crosswire-interop/crosswire/go/internal/program"
	"github.com/crosswire-interop/crosswire/go/internal/services"
	"github.com/crosswire-interop/crosswire/go/internal/services/overconnect"
	"github.com/crosswire-interop/crosswire/go/internal/services/overgrpc"
)

func main() {
	flags := program.DefineServerFlags("[::]:12006")
	settings := flag.String("settings", "", "take the reply's text from Consul while running: consul://host:port/key")
	flags.Parse()
	program.Exit(run(flags, *settings))
}

func run(flags *program.ServerFlags, settings string) error {
	orders := new(services.Orders)
	if settings != "" {
		stop, err := discovery.FollowKey(settings, orders.Greet)
		if err != nil {
			return err
		}
		defer stop()
	}
	server := program.Server{
		Title: "orders", Service: orderconnect.OrderHandlerName, Path: "/orders", Name: "orders",
		Register: func(server grpc.ServiceRegistrar) { overgrpc.RegisterOrders(server, orders) },
		Mount: func(mux *http.ServeMux, options ...connect.HandlerOption) {
			overconnect.MountOrders(mux, orders, options...)
		},
	}
	return server.Run(flags)
}
