package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/crosswire-interop/crosswire/go/internal/program"
)

// watch calls once every interval until SIGINT or SIGTERM, whatever becomes of the calls.
func watch(client lister, flags *program.ClientFlags, subject string, interval time.Duration) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	ticks := time.NewTicker(interval)
	defer ticks.Stop()
	for {
		report(ctx, client, flags, subject)
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
		}
	}
}

// report prints a line about one call, unless the program was ended meanwhile.
func report(ctx context.Context, client lister, flags *program.ClientFlags, subject string) {
	calling, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var names []string
	server, err := client.list(calling, subject, func(name string) { names = append(names, name) })
	switch {
	case err == nil:
		fmt.Println(server, strings.Join(names, " "))
	case ctx.Err() == nil:
		fmt.Fprintln(os.Stderr, program.Explain(err, flags.Server()))
	}
}
