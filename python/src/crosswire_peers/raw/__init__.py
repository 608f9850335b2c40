"""The raw peer: frames and bytes as a script has them, and a record of what came back. No gRPC."""
