package program

import (
	"context"
	"fmt"

	"google.golang.org/grpc"
	"google.golang.org/grpc/connectivity"
	"google.golang.org/grpc/credentials/insecure"

	"github.com/crosswire-interop/crosswire/go/internal/discovery"
	// Makes zookeeper:/// and consul:/// targets like any other, and the policies known.
	_ "github.com/crosswire-interop/crosswire/go/internal/discovery/grpcdiscovery"
)

// Dial makes a connection without TLS for grpc-go, or one to each server that a registry names; it
// connects at the first call.
func Dial(flags *ClientFlags) (*grpc.ClientConn, error) {
	options := []grpc.DialOption{grpc.WithTransportCredentials(insecure.NewCredentials())}
	if discovery.IsRegistryTarget(flags.Server()) {
		options = append(options, grpc.WithDefaultServiceConfig(flags.serviceConfig()))
	}
	return grpc.NewClient(flags.Server(), options...)
}

// AwaitReady connects, and waits until that is done or the context is.
func AwaitReady(ctx context.Context, conn *grpc.ClientConn) error {
	conn.Connect()
	for state := conn.GetState(); state != connectivity.Ready; state = conn.GetState() {
		if !conn.WaitForStateChange(ctx, state) {
			return fmt.Errorf("%w: %v", ErrNoConnection, context.Cause(ctx))
		}
	}
	return nil
}
