// Command peer plays one Go library for the harness: go-grpc or go-connect, as CROSSWIRE_PEER
// says. What else it needs is in docs/peer-contract.md.
package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/crosswire-interop/crosswire/go/internal/connectpeer"
	"github.com/crosswire-interop/crosswire/go/internal/grpcpeer"
	"github.com/crosswire-interop/crosswire/go/internal/peer"
)

func main() {
	if err := run(os.Getenv("CROSSWIRE_PEER")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(id string) error {
	library, err := libraryOf(id)
	if err != nil {
		return err
	}
	newPeer := peer.New
	if os.Getenv(peer.WorkerVariable) != "" {
		newPeer = peer.NewWorker
	}
	address := os.Getenv("CROSSWIRE_CONTROL")
	return newPeer(id, library).Serve(address, os.Getenv("CROSSWIRE_STDIN") == "watch")
}

// libraryOf chooses by the recipe's id; what follows an "@" is the version that it pins.
func libraryOf(id string) (peer.Library, error) {
	name, _, _ := strings.Cut(id, "@")
	switch name {
	case "go-grpc":
		return grpcpeer.Library{}, nil
	case "go-connect":
		return connectpeer.Library{}, nil
	}
	return nil, fmt.Errorf("CROSSWIRE_PEER is %q: go-grpc and go-connect are here", id)
}
