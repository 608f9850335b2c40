package peer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
)

// Serve runs the control port at address until SIGTERM, SIGINT or, if that is watched, the end of
// standard input. It prints the address really bound when it is ready.
func (p *Peer) Serve(address string, watchStdin bool) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	if watchStdin {
		go func() { defer stop(); _, _ = io.Copy(io.Discard, os.Stdin) }()
	}
	server := &http.Server{Handler: p.Handler()}
	defer context.AfterFunc(ctx, func() { _ = server.Close() })()
	if err := announce(listener.Addr()); err != nil {
		return err
	}
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func announce(address net.Addr) error {
	line, err := json.Marshal(map[string]string{"control": address.String()})
	if err != nil {
		return err
	}
	_, err = fmt.Println(string(line))
	return err
}
