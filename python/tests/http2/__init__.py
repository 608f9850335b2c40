"""Tests of frames and header blocks."""
