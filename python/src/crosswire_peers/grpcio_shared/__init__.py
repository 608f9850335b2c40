"""What the two APIs of grpcio have in common: methods, options, metadata, capabilities."""
