"""Finding servers in ZooKeeper and Consul, and making them known there. To be lifted out whole."""

from crosswire_peers.discovery.consul.key import follow_key
from crosswire_peers.discovery.policy import PolicyName, policy_of
from crosswire_peers.discovery.register import register
from crosswire_peers.discovery.target import TargetError, is_registry_target, parse_target
from crosswire_peers.discovery.types import Registration, RegistryError, ServerEntry, Target, Watch
from crosswire_peers.discovery.watch import watch_servers

__all__ = [
    "PolicyName",
    "Registration",
    "RegistryError",
    "ServerEntry",
    "Target",
    "TargetError",
    "Watch",
    "follow_key",
    "is_registry_target",
    "parse_target",
    "policy_of",
    "register",
    "watch_servers",
]
