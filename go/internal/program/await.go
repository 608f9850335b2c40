package program

import (
	"context"
	"fmt"
	"net"
	"time"
)

// dialPause is how long awaitListening waits between two tries.
const dialPause = 100 * time.Millisecond

// awaitListening waits until something listens at an address or the context is done: net/http has
// no connection that could be waited for.
func awaitListening(ctx context.Context, address string) error {
	for {
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", address)
		if err == nil {
			return conn.Close()
		}
		select {
		case <-time.After(dialPause):
		case <-ctx.Done():
			return fmt.Errorf("%w: %v", ErrNoConnection, err)
		}
	}
}
