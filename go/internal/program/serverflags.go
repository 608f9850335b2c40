package program

import (
	"flag"
	"strconv"
)

// ServerFlags are the flags that all servers have.
type ServerFlags struct {
	Library string
	// Address is where to serve, "host:port".
	Address string
	// ZooKeeper and Consul are registries, "host:port"; empty for none.
	ZooKeeper, Consul string
	// Host is what the registries say of where to find this server.
	Host string
	// Weight is this server's share; nil for none of its own.
	Weight *int
	// Processes share the port.
	Processes int
}

// DefineServerFlags defines the flags of a server with its usual address.
func DefineServerFlags(address string) *ServerFlags {
	flags := new(ServerFlags)
	libraryFlag(&flags.Library)
	flag.StringVar(&flags.Address, "address", address, "host:port to serve on")
	flag.StringVar(&flags.ZooKeeper, "zookeeper", "", "register in the ZooKeeper at this host:port")
	flag.StringVar(&flags.Consul, "consul", "", "register with the Consul agent at this host:port")
	flag.StringVar(&flags.Host, "host", "127.0.0.1", "the host that registries tell clients")
	flag.Func("weight", "the share for clients with the weighted policy, 1 unless given", flags.setWeight)
	flag.IntVar(&flags.Processes, "processes", 1, "how many processes share the port")
	return flags
}

func (f *ServerFlags) setWeight(text string) error {
	weight, err := strconv.ParseUint(text, 10, 16)
	value := int(weight)
	f.Weight = &value
	return err
}

// Parse reads the command line.
func (f *ServerFlags) Parse() {
	parse(&f.Library)
	if f.Processes < 1 {
		usage("%d processes can't serve", f.Processes)
	}
}
