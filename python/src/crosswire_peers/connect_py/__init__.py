"""The peer python-connect: connectrpc on an event loop, served by uvicorn."""
