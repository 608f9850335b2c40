"""The programs with registries, as an operator runs them."""

from __future__ import annotations

import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from ports import free_port
from processes import alive, children
from registries import eventually, exchange
from test_programs import LIBRARIES, RESULTS, client, command, ready, server

NAMES = {"Chinese": "单选 多选 填空 解答 问答 作文", "Math": "单选 填空 解答"}
PATHS = {"users": "/users", "subjects": "/rpc_calc", "orders": "/orders"}


class Watcher:
    """A subjects client that goes on calling."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdout is not None
        self._lines = process.stdout

    def line(self) -> tuple[str, str]:
        """Who served the next call, and with what."""
        served, _, names = self._lines.readline().rstrip("\n").partition(" ")
        return served, names

    def until(self, servers: set[str], calls: int = 12) -> None:
        """Take lines until so many in a row come from these servers, and from each of them."""
        row: list[str] = []
        limit = time.monotonic() + 100
        while len(row) < calls or set(row) != servers:
            assert time.monotonic() < limit, f"served by {row}, not by {servers}"
            served, _ = self.line()
            assert served, "the client has ended"
            row = [*row, served][-calls:]

    def stop(self, how: signal.Signals) -> tuple[int, str]:
        """The exit code, and what was written on stderr."""
        self.process.send_signal(how)
        _, told = self.process.communicate(timeout=60)
        return self.process.returncode, SPIN.sub("", told)


# grpcio's own thread may trip over a channel's end, and say so (docs/findings.md, grpcio: closing
# a channel).
SPIN = re.compile(
    r"Exception in thread Thread-\d+ \(_run\):\n(?: .*\n)+?"
    r" .*_channel\.py.*channel_spin\n(?: .*\n)+TypeError: 'NoneType' object is not callable\n"
)


@contextmanager
def watching(library: str, target: str, *flags: str) -> Iterator[Watcher]:
    line = ["--library", library, "--target", target, "--watch", "--interval", "0.02", *flags]
    process = subprocess.Popen(
        command("subjects_client", *line),
        text=True,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        yield Watcher(process)
    finally:
        process.kill()
        process.communicate()


def target_of(addresses: dict[str, str], kind: str, name: str) -> str:
    place = PATHS[name] if kind == "zookeeper" else f"/{name}"
    return f"{kind}://{addresses[kind]}{place}"


@pytest.mark.parametrize("kind", ["zookeeper", "consul"])
@pytest.mark.parametrize("library", LIBRARIES)
def test_three_servers_and_two_clients(library: str, kind: str, addresses: dict[str, str]) -> None:
    ports = [str(free_port()) for _ in range(3)]
    servers = [f"127.0.0.1:{port}" for port in ports]
    target = target_of(addresses, kind, "subjects")
    with ExitStack() as stack:
        running = [
            stack.enter_context(server("subjects", library, "--port", port, *at(addresses, kind)))
            for port in ports
        ]
        for process in running:
            ready(process)
        one = stack.enter_context(watching(library, target))
        other = stack.enter_context(
            watching(library, target, "--subject", "Math", "--policy", "round_robin")
        )
        assert one.line()[1] == NAMES["Chinese"]
        assert other.line()[1] == NAMES["Math"]
        one.until(set(servers), calls=40)
        other.until(set(servers))
        running[0].send_signal(signal.SIGTERM)
        assert running[0].wait(60) == 0
        one.until(set(servers[1:]), calls=40)
        other.until(set(servers[1:]))
        # A planned drain fails no call.
        assert one.stop(signal.SIGINT) == (0, "")
        assert other.stop(signal.SIGTERM) == (0, "")


def at(addresses: dict[str, str], *kinds: str) -> list[str]:
    return [flag for kind in kinds for flag in (f"--{kind}", addresses[kind])]


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_killed_server_is_left_and_others_serve(library: str, addresses: dict[str, str]) -> None:
    ports = [str(free_port()) for _ in range(2)]
    with ExitStack() as stack:
        dying, staying = (
            stack.enter_context(
                server("subjects", library, "--port", port, *at(addresses, "zookeeper"))
            )
            for port in ports
        )
        assert ready(dying)
        assert ready(staying)
        target = target_of(addresses, "zookeeper", "subjects")
        client_ = stack.enter_context(watching(library, target, "--policy", "round_robin"))
        client_.until({f"127.0.0.1:{port}" for port in ports})
        dying.kill()
        client_.until({f"127.0.0.1:{ports[1]}"})
        staying.send_signal(signal.SIGTERM)
        assert staying.wait(60) == 0
        eventually(lambda: client_.process.poll() is None)
        code, told = client_.stop(signal.SIGINT)
        assert code == 0
        # Who was cut off in the middle of a call says so, in one line each, and goes on.
        assert all(line.startswith("UNAVAILABLE: ") for line in told.splitlines())


@pytest.mark.parametrize("library", LIBRARIES)
def test_weights_decide(library: str, addresses: dict[str, str]) -> None:
    ports = [str(free_port()) for _ in range(2)]
    kind = ["--consul", addresses["consul"]]
    with ExitStack() as stack:
        for port, weight in zip(ports, ("3", "1"), strict=True):
            flags = ["--port", port, "--weight", weight, *kind]
            ready(stack.enter_context(server("subjects", library, *flags)))
        target = target_of(addresses, "consul", "subjects")
        client_ = stack.enter_context(watching(library, target, "--policy", "weighted"))
        client_.until({f"127.0.0.1:{port}" for port in ports}, calls=4)
        row = [client_.line()[0] for _ in range(20)]
        assert row.count(f"127.0.0.1:{ports[0]}") == 15


@pytest.mark.parametrize("kind", ["zookeeper", "consul"])
@pytest.mark.parametrize("name", RESULTS)
def test_every_program_finds_its_server(name: str, kind: str, addresses: dict[str, str]) -> None:
    flags = ["--address", "127.0.0.1:0", "--processes", "2", *at(addresses, kind)]
    with server(name, "grpcio", *flags) as process:
        assert ready(process).startswith(f"{name} server (grpcio) on 127.0.0.1:")
        target = target_of(addresses, kind, name)
        for own in LIBRARIES:
            result = client(f"{name}_client", "--library", own, "--target", target)
            assert (result.stdout, result.stderr, result.returncode) == (RESULTS[name], "", 0)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        result = client(f"{name}_client", "--target", target)
    assert result.returncode == 1
    assert result.stderr.startswith("UNAVAILABLE: ")


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("processes", ["1", "2"])
def test_orders_follow_their_settings(
    library: str, processes: str, addresses: dict[str, str]
) -> None:
    consul, address = addresses["consul"], f"127.0.0.1:{free_port()}"
    key = f"orders/greeting-{library}-{processes}"
    flags = ["--address", address, "--processes", processes]
    flags += ["--settings", f"consul://{consul}/{key}"]
    with server("orders", library, *flags) as process:
        ready(process)
        exchange(consul, "PUT", f"/v1/kv/{key}", "Bonjour")
        eventually(
            lambda: client("orders_client", "--address", address).stdout == '{"ret": "Bonjour"}\n'
        )
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0


@pytest.mark.parametrize("library", LIBRARIES)
def test_workers_end_with_a_supervisor_that_is_killed(library: str) -> None:
    with server("users", library, "--address", "127.0.0.1:0", "--processes", "3") as process:
        ready(process)
        workers = children(process.pid)
        assert len(workers) == 3
        process.kill()
        process.wait()
        eventually(lambda: not any(map(alive, workers)))


@pytest.mark.parametrize("library", LIBRARIES)
def test_no_registry_is_one_line(library: str) -> None:
    address = f"127.0.0.1:{free_port()}"
    for flags in (["--zookeeper", address], ["--consul", address], ["--zookeeper", "nowhere"]):
        line = ["--library", library, "--address", "127.0.0.1:0", *flags]
        result = client("users_server", *line)
        assert (result.returncode, result.stdout) == (1, "")
        assert result.stderr.startswith("users server: ")
        assert flags[1] in result.stderr
        assert result.stderr.count("\n") == 1


def test_a_target_that_is_wrong_is_said_at_once() -> None:
    result = client("orders_client", "--target", "consul://h:1/orders?nix=1")
    assert result.returncode == 2
    assert "nix" in result.stderr


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("processes", ["1", "2"])
def test_a_port_that_is_taken_is_not_shared(library: str, processes: str) -> None:
    address = f"127.0.0.1:{free_port()}"
    with server("users", "grpcio", "--address", address) as process:
        ready(process)
        flags = ["--library", library, "--address", address, "--processes", processes]
        result = client("users_server", *flags)
        assert (result.returncode, result.stdout) == (1, "")
        assert address in result.stderr.splitlines()[-1]
        assert "Traceback" not in result.stderr
