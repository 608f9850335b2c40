package discovery

import (
	"context"
	"errors"
	"time"

	"github.com/crosswire-interop/crosswire/go/internal/discovery/consul"
	"github.com/crosswire-interop/crosswire/go/internal/discovery/zookeeper"
)

const (
	// usualInterval is of sessions and of checks where none is given.
	usualInterval = 10 * time.Second
	// registerLimit is how long the registry has for the first entry.
	registerLimit = 5 * time.Second
)

// Register makes a server known under a target without parameters, and keeps it so until it is withdrawn.
// It fails when the registry can't be reached within 5 s, or refuses.
func Register(ctx context.Context, target Target, options Options) (Registration, error) {
	if err := options.check(target); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, registerLimit)
	defer cancel()
	if target.Scheme == ZooKeeper {
		return fromZooKeeper(zookeeper.Register(ctx, target.Authority, target.Name, zookeeper.Server{
			Host: options.Host, Port: options.Port, Weight: options.Weight, SessionTimeout: options.SessionTimeout,
		}))
	}
	return fromConsul(consul.Register(ctx, target.Authority, target.Name, consul.Server{
		Host: options.Host, Port: options.Port, Weight: options.Weight,
		CheckInterval: options.CheckInterval, CheckAddress: options.CheckAddress,
	}))
}

func (o *Options) check(target Target) error {
	switch {
	case o.Host == "":
		return errors.New("registration: no host")
	case o.Port < 1 || o.Port > 65535:
		return errors.New("registration: the port is not in 1–65535")
	case o.Weight != nil && (*o.Weight < 0 || *o.Weight > 65535):
		return errors.New("registration: the weight is not in 0–65535")
	case target.DC != "" || target.Failover != "":
		return errors.New("registration: a target with parameters is for clients")
	}
	if o.SessionTimeout <= 0 {
		o.SessionTimeout = usualInterval
	}
	if o.CheckInterval <= 0 {
		o.CheckInterval = usualInterval
	}
	return nil
}

// fromZooKeeper makes a nil pointer a nil interface, as fromConsul does.
func fromZooKeeper(made *zookeeper.Registration, err error) (Registration, error) {
	if err != nil {
		return nil, err
	}
	return made, nil
}

func fromConsul(made *consul.Registration, err error) (Registration, error) {
	if err != nil {
		return nil, err
	}
	return made, nil
}
