package peer

import (
	"errors"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
)

const contractVersion = "1"

func (p *Peer) describe() *peerv1.DescribeResponse {
	about := p.library.Describe()
	return &peerv1.DescribeResponse{
		ContractVersion: contractVersion,
		Peer:            p.id,
		Language:        "go",
		Runtime:         "Go " + strings.TrimPrefix(runtime.Version(), "go"),
		Libraries:       loaded(about.Modules),
		InstanceId:      p.instance,
		Capabilities:    about.Capabilities,
		UserAgent:       about.UserAgent,
	}
}

// ModuleVersion is a module's version as it was linked into this program, without the "v"; empty
// when it isn't in it.
func ModuleVersion(module string) string {
	build, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, dependency := range build.Deps {
		if dependency.Path == module {
			return strings.TrimPrefix(dependency.Version, "v")
		}
	}
	return ""
}

// loaded are the libraries of a peer, and protobuf, which every one leans on.
func loaded(modules []string) []*peerv1.Library {
	var libraries []*peerv1.Library
	for _, module := range append(slices.Clone(modules), "google.golang.org/protobuf") {
		libraries = append(libraries, &peerv1.Library{Name: module, Version: ModuleVersion(module)})
	}
	return libraries
}

// Can declares capabilities.
func Can(ids ...string) []*peerv1.Capability {
	var declared []*peerv1.Capability
	for _, id := range ids {
		declared = append(declared, &peerv1.Capability{Id: id, Supported: true})
	}
	return declared
}

// Limited declares a capability that comes with a reservation.
func Limited(id, reservation string) *peerv1.Capability {
	return &peerv1.Capability{Id: id, Supported: true, Reason: reservation}
}

// Cannot declares what the library lacks, and why.
func Cannot(id, reason string) *peerv1.Capability {
	return &peerv1.Capability{Id: id, Reason: reason}
}

func refusedListen(err error) (*peerv1.ListenResponse, error) {
	var unsupported *UnsupportedError
	if !errors.As(err, &unsupported) {
		return nil, err
	}
	return &peerv1.ListenResponse{Result: &peerv1.ListenResponse_Unsupported{
		Unsupported: &peerv1.UnsupportedField{Field: unsupported.Field, Reason: unsupported.Reason},
	}}, nil
}
