// Package program is what the runnable programs share: flags, waiting for signals, and what is
// printed when a call fails.
package program

import (
	"errors"
	"flag"
	"fmt"
	"os"
)

// Libraries that a program can be run with.
const (
	GRPC    = "grpc"
	Connect = "connect"
)

// Library defines the flag that chooses one.
func Library() *string {
	return flag.String("library", GRPC, "the library to use: grpc or connect")
}

// Address defines the flag for where to serve or to call.
func Address(standard string) *string {
	return flag.String("address", standard, "host:port")
}

// Parse reads the command line. An unknown library or an argument too many ends the program with
// code 2, as flag does for an unknown flag.
func Parse(library *string) {
	flag.Parse()
	if *library != GRPC && *library != Connect {
		fmt.Fprintf(os.Stderr, "no library %q: grpc or connect\n", *library)
		os.Exit(2)
	}
	if flag.NArg() > 0 {
		fmt.Fprintf(os.Stderr, "unexpected argument %q\n", flag.Arg(0))
		os.Exit(2)
	}
}

// Exit ends the program: with code 1 and a line on stderr if something failed.
func Exit(err error) {
	if err == nil {
		return
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// ErrNoConnection is a connection that didn't come about in time.
var ErrNoConnection = errors.New("no connection")
