"""Which connection of a channel an RPC goes to, on threads and on asyncio alike."""
