"""The wire program: it stands between a client and a server, records and changes what goes over."""
