"""What every peer has, whatever its library: control port, observations, signals, payloads."""
