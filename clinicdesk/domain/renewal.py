"""When answers are too old to begin by."""

import datetime as dt
from dataclasses import dataclass

FULL_INTAKE_DAYS = 90
"""How long a full intake stands; older, everything is asked anew."""


@dataclass(frozen=True, slots=True)
class Renewal:
    """Why nobody may begin by some answers any more: on the date asked about, the full intake is too old.

    Attributes:
        said_on: the day of the oldest answer; None where nobody noted one.
    """

    said_on: dt.date | None


def renewal(said_on: dt.date | None, on: dt.date) -> Renewal | None:
    """What is due on a date of answers the oldest of which was given on a day, or on none that was noted."""
    if said_on is not None and (on - said_on).days <= FULL_INTAKE_DAYS:
        return None
    return Renewal(said_on)
