"""Starting a server as its flags say: in which API of grpcio, and in how many processes."""

from __future__ import annotations

import asyncio
import sys
from argparse import Namespace
from contextlib import nullcontext

from crosswire_peers.discovery import RegistryError, TargetError
from crosswire_peers.programs.publishing import Program
from crosswire_peers.programs.serving import Add, Beside, serve, supervise
from crosswire_peers.programs.serving_aio import Add as AddAio
from crosswire_peers.programs.serving_aio import serve_aio


def start(
    program: Program, flags: Namespace, add: Add, add_aio: AddAio, beside: Beside = nullcontext
) -> None:
    """Serve until told to stop. `beside` runs with every process that serves.

    A registry or a port that can't be had is one line on stderr and exit code 1.
    """
    try:
        _start(program, flags, add, add_aio, beside)
    except (OSError, RegistryError, TargetError) as error:
        sys.exit(f"{program.name} server: {error}")


def _start(program: Program, flags: Namespace, add: Add, add_aio: AddAio, beside: Beside) -> None:
    if flags.processes > 1 and not flags.worker:
        supervise(program, flags)
    elif flags.library == "grpcio":
        serve(program, flags, add, beside)
    else:
        asyncio.run(serve_aio(program, flags, add_aio, beside))
