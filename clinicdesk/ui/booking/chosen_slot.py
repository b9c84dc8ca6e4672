"""The time of a booking in the making."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Slot:
    """A time with a therapist.

    Attributes:
        by_hand: the person chose it, so it is kept, and what stands against it is named.
    """

    therapist_id: str
    starts_at: datetime
    by_hand: bool = False
