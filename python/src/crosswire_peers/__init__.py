"""The crosswire services, programs and peers in Python."""
