"""Addresses as the harness writes them: "host:port", IPv6 in brackets."""

from __future__ import annotations

# What a client on the same host dials, where a listener is bound to all addresses.
DIALLED = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}


class AddressError(ValueError):
    """A text that is no "host:port"."""


def host_and_port(text: str) -> tuple[str, int]:
    """The two parts. Raises AddressError."""
    host, _, port = text.rpartition(":")
    if not host or "/" in host or not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise AddressError(f"{text!r} is no host:port")
    return host.removeprefix("[").removesuffix("]"), int(port)
