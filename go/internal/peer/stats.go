package peer

import (
	"fmt"
	"os"
	"strings"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
)

// stats reads what this process holds from /proc, so it needs Linux.
func (p *Peer) stats() (*peerv1.StatsResponse, error) {
	descriptors, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return nil, err
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return nil, err
	}
	return &peerv1.StatsResponse{
		RssBytes:    statusField(string(status), "VmRSS:") << 10,
		Descriptors: uint32(len(descriptors)),
		Threads:     uint32(statusField(string(status), "Threads:")),
		OpenCalls:   uint32(p.store.openCalls()) + uint32(p.client.open.Load()),
	}, nil
}

// statusField is a number of /proc/self/status; VmRSS there is in KiB (proc(5)).
func statusField(status, name string) uint64 {
	for line := range strings.Lines(status) {
		if rest, found := strings.CutPrefix(line, name); found {
			var value uint64
			// A field without a number counts as 0.
			_, _ = fmt.Sscan(rest, &value)
			return value
		}
	}
	return 0
}
