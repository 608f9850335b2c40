"""The policies by name, as a gRPC service config has them."""

from __future__ import annotations

import json
from typing import Any, Literal, get_args

from crosswire_peers.discovery.text import quoted

PolicyName = Literal["random", "round_robin", "least_connections", "weighted"]
POLICIES: tuple[PolicyName, ...] = get_args(PolicyName)


def policy_of(service_config: str) -> PolicyName:
    """The first policy of `loadBalancingConfig` that is known (gRFC A24), else round_robin.

    Raises ValueError for a service config that makes no sense, or names only unknown policies.
    """
    config = _object(service_config) if service_config else {}
    items = config.get("loadBalancingConfig")
    if items is None:
        return "round_robin"
    if not isinstance(items, list):
        raise ValueError("loadBalancingConfig is not a list")
    names = [_name(item) for item in items]
    for policy in (name for name in names if name in POLICIES):
        return POLICIES[POLICIES.index(policy)]
    raise ValueError(f"no policy is known of {quoted(json.dumps(names))}")


def _object(service_config: str) -> dict[str, Any]:
    try:
        config = json.loads(service_config)
    except (ValueError, RecursionError):
        raise ValueError("the service config is not JSON") from None
    if not isinstance(config, dict):
        raise ValueError("the service config is no object")
    return config


def _name(item: object) -> str:
    if isinstance(item, dict) and len(item) == 1:
        return str(next(iter(item)))
    raise ValueError("an item of loadBalancingConfig does not have exactly one policy")
