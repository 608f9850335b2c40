// Command subjects-client lists the question types of a school subject, as they come; or goes on
// asking, and says which server answered.
package main

import (
	"context"
	"flag"
	"fmt"
	"time"

	"github.com/crosswire-interop/crosswire/go/internal/program"
)

// callTimeout is the deadline of each call.
const callTimeout = 5 * time.Second

// lister asks for a subject's question types, and says which server gave them.
type lister interface {
	list(ctx context.Context, subject string, each func(name string)) (server string, err error)
	close()
}

func main() {
	flags := program.DefineClientFlags("localhost:8003", "random")
	subject := flag.String("subject", "Chinese", "the school subject, by its English name")
	goOn := flag.Bool("watch", false, "go on calling until Ctrl-C, a line for each call")
	interval := flag.Duration("interval", time.Second, "between two calls of -watch")
	flags.Parse()
	program.Exit(run(flags, *subject, *goOn, *interval))
}

func run(flags *program.ClientFlags, subject string, goOn bool, interval time.Duration) error {
	client, err := newLister(flags)
	if err != nil {
		return err
	}
	defer client.close()
	if !goOn {
		err := once(client, subject, func(name string) { fmt.Println(name) })
		return program.Explain(err, flags.Server())
	}
	if interval <= 0 {
		return fmt.Errorf("no interval: %v", interval)
	}
	watch(client, flags, subject, interval)
	return nil
}

func newLister(flags *program.ClientFlags) (lister, error) {
	if flags.Library == program.Connect {
		return newConnectLister(flags)
	}
	return newGRPCLister(flags)
}

func once(client lister, subject string, each func(string)) error {
	ctx, cancel := context.WithTimeout(context.Background(), callTimeout)
	defer cancel()
	_, err := client.list(ctx, subject, each)
	return err
}
