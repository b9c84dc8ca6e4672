"""PINs of the staff: what one must look like, and how long wrong tries have to wait."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from unicodedata import normalize

DEMO_PIN = "2580"
"""Of everybody in the demo clinic, which says so wherever one is asked for."""
FREE_TRIES = 5
"""How many wrong tries in a row cost nothing."""
_FIRST_WAIT = timedelta(seconds=30)
_LONGEST_WAIT = timedelta(minutes=15)
_LEAST_DIGITS, _MOST_DIGITS, _LEAST_LETTERS, _MOST = 4, 8, 8, 128


@dataclass(frozen=True, slots=True)
class Pin:
    """What is kept about somebody's PIN; never the PIN itself.

    Attributes:
        hash: an Argon2id hash with its salt and parameters.
        set_by: id of who was at the desk when it was set: themself, or whoever vouched that it was forgotten.
        reason: why somebody else reset it; empty when it was set by themself.
        wrong: wrong tries since the last right one.
        wrong_at: when the last of them was.
        told_at: when whose it is saw that somebody else had reset it.
    """

    staff_id: str
    hash: str
    set_at: datetime
    set_by: str
    reason: str = ""
    wrong: int = 0
    wrong_at: datetime | None = None
    told_at: datetime | None = None

    def waits(self, now: datetime) -> timedelta:
        """How long the next try still has to wait; nothing when it may come now.

        A clock that was set back makes nobody wait longer than the whole delay.
        """
        if self.wrong_at is None:
            return timedelta()
        whole = delay_after(self.wrong)
        return max(min(self.wrong_at + whole - now, whole), timedelta())


def delay_after(wrong: int) -> timedelta:
    """The wait after so many wrong tries in a row: none for the first, then doubled each time up to a limit."""
    if wrong < FREE_TRIES:
        return timedelta()
    doublings = min(wrong - FREE_TRIES, 10)
    return min(_FIRST_WAIT * (1 << doublings), _LONGEST_WAIT)


def tidy_pin(typed: str) -> str:
    """What is hashed: one form for each letter, whatever keyboard typed it, without blanks around it."""
    return normalize("NFKC", typed).strip()


def pin_fault(typed: str) -> str:
    """What is wrong with a new PIN, in a sentence; empty when it will do."""
    pin = tidy_pin(typed)
    if len(pin) > _MOST:
        return f"This is longer than {_MOST} letters."
    if not pin.isdigit():
        return "" if len(pin) >= _LEAST_LETTERS else f"With letters it needs at least {_LEAST_LETTERS} of them."
    if not _LEAST_DIGITS <= len(pin) <= _MOST_DIGITS:
        return f"Choose {_LEAST_DIGITS} to {_MOST_DIGITS} digits, or a phrase with letters."
    steps = {ord(after) - ord(before) for before, after in pairwise(pin)}
    if len(steps) == 1 and steps <= {-1, 0, 1}:
        return "This is one of the first that anybody would try. Choose another."
    return ""
