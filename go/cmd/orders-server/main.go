// Command orders-server serves OrderHandler, which takes orders.
package main

import (
	"github.com/crosswire-interop/crosswire/go/gen/order/orderconnect"
	"github.com/crosswire-interop/crosswire/go/internal/program"
	"github.com/crosswire-interop/crosswire/go/internal/services/overconnect"
	"github.com/crosswire-interop/crosswire/go/internal/services/overgrpc"
)

func main() {
	library, address := program.Library(), program.Address("[::]:12006")
	program.Parse(library)
	server := program.Server{
		Title: "orders", Service: orderconnect.OrderHandlerName,
		Register: overgrpc.RegisterOrders, Mount: overconnect.MountOrders,
	}
	program.Exit(server.Run(*library, *address))
}
