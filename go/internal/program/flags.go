// Package program is what the runnable programs share: flags, registries, waiting for signals, and
// what is printed when a call fails.
package program

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
)

// Libraries that a program can be run with.
const (
	GRPC    = "grpc"
	Connect = "connect"
)

// libraryFlag defines the flag that chooses one.
func libraryFlag(into *string) {
	flag.StringVar(into, "library", GRPC, "the library to use: grpc or connect")
}

// parse reads the command line. An unknown library or an argument too many ends the program with
// code 2, as flag does for an unknown flag.
func parse(library *string) {
	flag.Parse()
	if *library != GRPC && *library != Connect {
		usage("no library %q: grpc or connect", *library)
	}
	if flag.NArg() > 0 {
		usage("unexpected argument %q", flag.Arg(0))
	}
}

// usage ends a program that was not started as it can be.
func usage(format string, args ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
	os.Exit(2)
}

// Exit ends the program: with code 1 and a line on stderr if something failed.
func Exit(err error) {
	if err == nil {
		return
	}
	fmt.Fprintln(os.Stderr, strings.ReplaceAll(err.Error(), "\n", "; "))
	os.Exit(1)
}

// ErrNoConnection is a connection that didn't come about in time.
var ErrNoConnection = errors.New("no connection")
