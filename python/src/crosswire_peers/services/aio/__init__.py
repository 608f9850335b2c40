"""The services on an event loop: coroutines and asynchronous generators."""
