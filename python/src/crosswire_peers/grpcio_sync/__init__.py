"""The peer python-grpcio: grpcio on threads."""
