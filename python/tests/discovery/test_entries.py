"""Entries, as they are written and read."""

from __future__ import annotations

import json

import pytest

from crosswire_peers.discovery import ServerEntry
from crosswire_peers.discovery.entry import distinct, read_text, write_text
from crosswire_peers.discovery.pause import Pause
from crosswire_peers.discovery.text import quoted


def test_writes_a_weight_only_where_one_was_given() -> None:
    assert write_text("10.0.0.7", 8003, None) == b'{"host": "10.0.0.7", "port": 8003}'
    assert json.loads(write_text("h", 1, 0)) == {"host": "h", "port": 1, "weight": 0}


@pytest.mark.parametrize(
    ("data", "server"),
    [
        ('{"host": "h", "port": 1}', ServerEntry("h", 1, 1)),
        ('{"host": "h", "port": 65535, "weight": 0}', ServerEntry("h", 65535, 0)),
        ('{"host": "h", "port": 8003.0, "weight": 65535, "x": []}', ServerEntry("h", 8003, 65535)),
    ],
)
def test_reads(data: str, server: ServerEntry) -> None:
    reading = read_text(data.encode())
    assert (reading.server, reading.complaint) == (server, "")


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("NaN", "not JSON"),
        ("[" * 60_000, "not JSON"),
        ("[]", "no object"),
        ("8003", "no object"),
        (" " * 65_537, "over 64 KiB"),
        ('{"port": 1}', "host (missing)"),
        ('{"host": "", "port": 1}', 'host "'),
        ('{"host": 7, "port": 1}', 'host "7"'),
        ('{"host": "h"}', "port (missing)"),
        ('{"host": "h", "port": "8003"}', "port "),
        ('{"host": "h", "port": true}', 'port "true"'),
        ('{"host": "h", "port": 8003.5}', 'port "8003.5"'),
        ('{"host": "h", "port": 1e999}', "port "),
        ('{"host": "h", "port": 0}', 'port "0"'),
        ('{"host": "h", "port": 65536}', 'port "65536"'),
        ('{"host": "h", "port": [[1]]}', "port (a list)"),
    ],
)
def test_leaves_out(data: str, complaint: str) -> None:
    reading = read_text(data.encode())
    assert reading.server is None
    assert complaint in reading.complaint
    assert len(reading.complaint) < 600


@pytest.mark.parametrize("weight", ["-1", "65536", "1.5", '"3"', "true", "null", "{}"])
def test_a_weight_that_is_none_counts_as_1(weight: str) -> None:
    reading = read_text(f'{{"host": "h", "port": 1, "weight": {weight}}}'.encode())
    assert reading.server == ServerEntry("h", 1, 1)
    assert "counts as 1" in reading.complaint


def test_the_same_address_is_one_server() -> None:
    twice = [ServerEntry("h", 1, 2), ServerEntry("g", 1), ServerEntry("h", 1, 3)]
    assert distinct(twice) == [ServerEntry("h", 1, 3), ServerEntry("g", 1)]


def test_what_is_logged_is_quoted_and_short() -> None:
    assert quoted('a"\n\x7f\u2028\x1b[') == '"a\\"\\n\\u007f\\u2028\\u001b["'
    assert quoted("x" * 300) == f'"{"x" * 200}…"'


def test_the_pause_grows_up_to_2_seconds() -> None:
    pause = Pause()
    assert [pause.next() for _ in range(8)] == [0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 2.0, 2.0]
    pause.reset()
    assert pause.next() == 0.05
