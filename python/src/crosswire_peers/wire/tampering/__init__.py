"""Changes to the calls that go over a tap: to their header blocks, messages, resets, and ends."""
