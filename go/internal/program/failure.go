package program

import (
	"errors"
	"fmt"

	"connectrpc.com/connect"
	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/grpc/status"
)

// Explain says what a failed call means to a user. An address that can't be reached is a matter
// of the network, not of the call, and gets a line of its own.
func Explain(err error, address string) error {
	if err == nil {
		return nil
	}
	number, message := statusOf(err)
	if number == code.Code_UNAVAILABLE || errors.Is(err, ErrNoConnection) {
		return fmt.Errorf("UNAVAILABLE: %s can't be reached, check the network and the address: %s", address, message)
	}
	return fmt.Errorf("RPC failed: %v %s", number, message)
}

func statusOf(err error) (code.Code, string) {
	if shown := new(connect.Error); errors.As(err, &shown) {
		return code.Code(shown.Code()), shown.Message()
	}
	shown := status.Convert(err)
	return code.Code(shown.Code()), shown.Message()
}
