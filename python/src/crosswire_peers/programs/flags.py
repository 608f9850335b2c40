"""The flags that the programs share."""

from __future__ import annotations

import argparse
import re
from typing import get_args

from crosswire_peers.discovery import PolicyName, is_registry_target, parse_target

LIBRARIES = ("grpcio", "grpcio-aio")
# Tells a worker the address that it shares with others.
WORKER = "--worker"


def server_parser(description: str, address: str) -> argparse.ArgumentParser:
    """A parser for a server, which may be known in registries and have workers."""
    flags = _parser(description, address)
    flags.add_argument("--zookeeper", metavar="HOST:PORT", help="register in this ZooKeeper")
    flags.add_argument("--consul", metavar="HOST:PORT", help="register with this agent of Consul")
    flags.add_argument("--host", default="127.0.0.1", help="to publish, by default 127.0.0.1")
    flags.add_argument("--weight", type=int, help="share of the calls, with the policy weighted")
    flags.add_argument("--processes", type=int, default=1, help="that serve on one port")
    flags.add_argument(WORKER, metavar="ADDRESS", help=argparse.SUPPRESS)
    return flags


def client_parser(
    description: str, address: str, policy: PolicyName = "round_robin"
) -> argparse.ArgumentParser:
    """A parser for a client, which may find its servers in a registry."""
    flags = _parser(description, address)
    uris = "zookeeper:///path or consul:///service, instead of an address"
    flags.add_argument("--target", type=_target, metavar="URI", help=uris)
    flags.add_argument(
        "--policy",
        choices=get_args(PolicyName),
        default=policy,
        help=f"which of a registry's servers gets a call, by default {policy}",
    )
    return flags


def _parser(description: str, address: str) -> argparse.ArgumentParser:
    flags = argparse.ArgumentParser(description=description)
    flags.add_argument("--library", choices=LIBRARIES, default="grpcio", help="API of grpcio")
    flags.add_argument("--address", default=address, help=f"host:port, by default {address}")
    return flags


def _target(uri: str) -> str:
    """A target as it is. A registry's URI that is wrong is refused with what is wrong."""
    if is_registry_target(uri):
        try:
            parse_target(uri)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from error
    return uri


def seconds(duration: str) -> float:
    """Seconds from "5s", "300ms" or "5"."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)(ms|s)?", duration)
    if match is None:
        raise argparse.ArgumentTypeError(f"not a duration like 5s or 300ms: {duration}")
    return float(match[1]) / (1000 if match[2] == "ms" else 1)
