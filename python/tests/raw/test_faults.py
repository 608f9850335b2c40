"""Scripts that break, and what only a broken one would send."""

from __future__ import annotations

import asyncio
import socket

from crosswire.frame.v1.frame_pb2 import HeaderField
from crosswire.peer.v1.peer_pb2 import HarnessError
from crosswire.peer.v1.raw_pb2 import RawHeaders, RawScript, RawStep, RawStream

from crosswire_peers.http2.frames import Frame, FrameReader, encode
from crosswire_peers.raw.listener import RawListener
from crosswire_peers.raw.observing import Observed

from .plain import START, dialled, read_all
from .scripts import HEADERS, Raw, frame, frames, payload

GET = encode(Frame(HEADERS, 0x5, 1, b"\x82\x84\x86\x41\0"))


def test_tells_of_a_script_that_breaks() -> None:
    """A name that isn't Latin-1 is refused at Listen; past that, writing it is a fault."""
    observed = Observed()
    headers = RawHeaders(fields=[HeaderField(name="\u4e2d")], stream=RawStream(id=1))
    script = RawScript(steps=[RawStep(headers=headers)])

    async def played() -> None:
        listener = RawListener("broken", [script], observed)
        bound = socket.create_server(("127.0.0.1", 0))
        await listener.listen(bound)
        _, writer = await asyncio.open_connection(*bound.getsockname())
        for _ in range(3000):
            if any(hop.HasField("harness_error") for hop in observed.report("broken").hops):
                break
            await asyncio.sleep(0.01)
        writer.close()
        listener.close()

    asyncio.run(played())
    (seen,) = observed.report("broken").hops
    assert seen.harness_error.kind == HarnessError.Kind.KIND_CRASHED
    assert seen.harness_error.text.startswith("UnicodeEncodeError: ")


def test_resets_a_stream_twice(raw: Raw) -> None:
    """The second is on a closed stream (RFC 9113, 5.1): what a script is for."""
    steps = [frame(3, bytes(3) + bytes([code])) for code in (1, 8)]
    id, address = raw.listen({"no_acks": True, "calls": [{"steps": [*steps, {"close": {}}]}]})
    with dialled(address, START + GET) as connection:
        found = FrameReader().feed(read_all(connection))
    resets = [Frame(3, 0, 1, b"\0\0\0\x01"), Frame(3, 0, 1, b"\0\0\0\x08")]
    assert found[1:] == resets
    told = frames(raw.seen(id), "CLIENT", 3)
    assert [payload(each) for each in told] == [each.payload for each in resets]
