"""The flags that the programs share."""

from __future__ import annotations

import argparse

LIBRARIES = ("grpcio", "grpcio-aio")


def parser(description: str, address: str) -> argparse.ArgumentParser:
    """A parser with --library and --address."""
    flags = argparse.ArgumentParser(description=description)
    flags.add_argument("--library", choices=LIBRARIES, default="grpcio", help="API of grpcio")
    flags.add_argument("--address", default=address, help=f"host:port, by default {address}")
    return flags
