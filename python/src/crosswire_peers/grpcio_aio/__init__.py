"""The peer python-grpcio-aio: grpcio on an event loop."""
