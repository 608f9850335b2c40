"""Discovery by Consul, over its HTTP API."""
