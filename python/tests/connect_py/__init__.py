"""Tests of the peer python-connect."""
