"""Registries of a test run that was killed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from registries import answers, eventually

# A run that starts one, tells its address, and waits.
RUN = """
import sys
from pathlib import Path
from registries import registry
with registry(sys.argv[1], Path(sys.argv[2])) as address:
    print(address, flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("kind", ["zookeeper", "consul"])
def test_a_registry_ends_with_its_run(kind: str, tmp_path: Path) -> None:
    run = subprocess.Popen(
        [sys.executable, "-c", RUN, kind, str(tmp_path)],
        cwd=Path(__file__).parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert run.stdout is not None
    port = int(run.stdout.readline().rpartition(":")[2])
    assert answers(kind, port)
    run.kill()
    run.communicate()
    eventually(lambda: not answers(kind, port), 40.0)
