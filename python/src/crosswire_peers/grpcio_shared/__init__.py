"""What the two APIs of grpcio have in common: all that neither blocks nor awaits."""
