"""Tests of discovery, with real registries."""
