package program

import (
	"context"
	"errors"
	"net"
	"strconv"
	"time"

	"github.com/crosswire-interop/crosswire/go/internal/discovery"
)

// announce makes the server known where the flags say, and gives what takes that back and then
// waits until clients have heard of it.
func (s Server) announce(ctx context.Context, flags *ServerFlags, address string) (leave func() error, err error) {
	options, err := optionsOf(flags, address)
	if err != nil {
		return nil, err
	}
	targets, err := s.registries(flags)
	if err != nil {
		return nil, err
	}
	var made []discovery.Registration
	for _, target := range targets {
		registration, err := discovery.Register(ctx, target, options)
		if err != nil {
			return nil, errors.Join(err, withdraw(made))
		}
		made = append(made, registration)
	}
	return func() error {
		if len(made) == 0 {
			return nil
		}
		err := withdraw(made)
		time.Sleep(settleTime)
		return err
	}, nil
}

// registries are the flags' registries as clients name them.
func (s Server) registries(flags *ServerFlags) ([]discovery.Target, error) {
	var named []string
	if flags.ZooKeeper != "" {
		named = append(named, "zookeeper://"+flags.ZooKeeper+s.Path)
	}
	if flags.Consul != "" {
		named = append(named, "consul://"+flags.Consul+"/"+s.Name)
	}
	var targets []discovery.Target
	for _, uri := range named {
		target, err := discovery.ParseTarget(uri)
		if err != nil {
			return nil, err
		}
		targets = append(targets, target)
	}
	return targets, nil
}

func optionsOf(flags *ServerFlags, address string) (discovery.Options, error) {
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return discovery.Options{}, err
	}
	number, err := strconv.Atoi(port)
	return discovery.Options{Host: flags.Host, Port: number, Weight: flags.Weight}, err
}

// withdraw takes entries back. A registry that doesn't answer in time keeps them until it notices
// by itself that the server is gone.
func withdraw(entries []discovery.Registration) error {
	ctx, cancel := context.WithTimeout(context.Background(), drainTime)
	defer cancel()
	var failed error
	for _, entry := range entries {
		failed = errors.Join(failed, entry.Withdraw(ctx))
	}
	return failed
}
