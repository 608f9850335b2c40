"""Tests of the raw peer."""
