"""What a peer in Python says about itself, whatever it plays."""

from __future__ import annotations

import os
import platform
import uuid
from collections.abc import Iterable

from crosswire.peer.v1.peer_pb2 import Capability, DescribeResponse, Library

CONTRACT_VERSION = "1"
INSTANCE_ID = uuid.uuid4().hex


def identity(
    libraries: Iterable[Library], capabilities: Iterable[Capability], user_agent: str
) -> DescribeResponse:
    """This instance."""
    return DescribeResponse(
        contract_version=CONTRACT_VERSION,
        peer=os.environ.get("CROSSWIRE_PEER", ""),
        language="python",
        runtime=f"{platform.python_implementation()} {platform.python_version()}",
        libraries=libraries,
        instance_id=INSTANCE_ID,
        capabilities=capabilities,
        user_agent=user_agent,
    )
