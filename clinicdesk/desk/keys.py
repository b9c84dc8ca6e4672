"""Keys of records: UUIDs of version 7, which sort by the time they were made."""

import os
from datetime import datetime

_RANDOM_BITS = 74


def new_key(now: datetime) -> str:
    """A key that nobody else makes."""
    return key_at(now, int.from_bytes(os.urandom(10), "big") >> (80 - _RANDOM_BITS))


def key_at(now: datetime, random_bits: int) -> str:
    """The key made of an instant and 74 random bits."""
    from uuid import UUID  # noqa: PLC0415 - it looks at the whole platform when imported

    milliseconds = int(now.timestamp() * 1000) & 0xFFFFFFFFFFFF
    high, low = random_bits >> 62, random_bits & ((1 << 62) - 1)
    return str(UUID(int=milliseconds << 80 | 0x7 << 76 | (high & 0xFFF) << 64 | 0b10 << 62 | low))
