package discovery

import (
	"fmt"
	"net"
	"strconv"

	"github.com/crosswire-interop/crosswire/go/internal/discovery/entry"
)

func checkAddress(address string) error {
	host, port, err := net.SplitHostPort(address)
	if err != nil || host == "" {
		return fmt.Errorf("%s is not host:port", entry.Quote(address))
	}
	if number, err := strconv.ParseUint(port, 10, 16); err != nil || number == 0 {
		return fmt.Errorf("port %s is not in 1–65535", entry.Quote(port))
	}
	return nil
}
