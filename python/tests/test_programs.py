"""The programs, as a user runs them."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from ports import free_port

LIBRARIES = ("grpcio", "grpcio-aio")
RESULTS = {
    "users": "Ada 36 ada@example.org\nBlaise 39 blaise@example.org\n",
    "subjects": "单选\n多选\n填空\n解答\n问答\n作文\n",
    "orders": '{"ret": "Hi gRPC"}\n',
}


def command(program: str, *flags: str) -> list[str]:
    return [sys.executable, "-X", "utf8", "-m", f"crosswire_peers.programs.{program}", *flags]


def client(program: str, *flags: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(program, *flags), capture_output=True, text=True, encoding="utf-8", check=False
    )


@contextmanager
def server(name: str, library: str, *flags: str) -> Iterator[subprocess.Popen[str]]:
    line = command(f"{name}_server", "--library", library, *flags)
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def ready(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("name", RESULTS)
def test_serves_calls_and_stops(name: str, library: str) -> None:
    address = f"127.0.0.1:{free_port()}"
    with server(name, library, "--address", address) as process:
        assert ready(process) == f"{name} server ({library}) on {address}"
        for own in LIBRARIES:
            result = client(f"{name}_client", "--library", own, "--address", address)
            assert (result.stdout, result.stderr, result.returncode) == (RESULTS[name], "", 0)
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0


@pytest.mark.parametrize("library", LIBRARIES)
def test_ends_on_interrupt(library: str) -> None:
    port = str(free_port())
    with server("subjects", library, "--port", port) as process:
        assert ready(process) == f"subjects server ({library}) on [::]:{port}"
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0


@pytest.mark.parametrize("library", LIBRARIES)
def test_tells_of_a_failed_call(library: str) -> None:
    address = f"127.0.0.1:{free_port()}"
    with server("subjects", "grpcio", "--address", address) as process:
        ready(process)
        flags = ("--library", library, "--address", address, "--subject", "Alchemy")
        result = client("subjects_client", *flags)
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr == "RPC failed: NOT_FOUND unknown subject: Alchemy\n"


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("name", RESULTS)
def test_sends_its_user_to_the_network(name: str, library: str) -> None:
    flags = ["--library", library, "--address", f"127.0.0.1:{free_port()}"]
    if name == "users":
        flags += ["--connect-timeout", "0.3"]
    result = client(f"{name}_client", *flags)
    assert result.returncode == 1
    assert result.stderr.startswith("UNAVAILABLE: ")
    assert result.stderr.endswith("; check the network and the server's address\n")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("program", [f"{n}_{k}" for n in RESULTS for k in ("server", "client")])
def test_helps(program: str) -> None:
    result = client(program, "--help")
    assert result.returncode == 0
    assert "--address" in result.stdout
