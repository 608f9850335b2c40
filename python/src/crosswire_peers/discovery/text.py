"""Text of others, made fit for one line: quoted, and cut."""

from __future__ import annotations

import json
import sys

MOST = 200


def quoted(text: str) -> str:
    """Untrusted text as a JSON text of at most 200 characters."""
    cut = text if len(text) <= MOST else text[:MOST] + "…"
    shown = json.dumps(cut, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in shown)


def say(line: str) -> None:
    """Write the one line that discovery says: about what a registry holds and can't be used."""
    print(f"discovery: {line}", file=sys.stderr, flush=True)
