"""How often each rule held or stopped sessions here, and how often therapists decided beside it.

A rule that is overridden again and again is a rule that nobody heeds any more: whoever edits the rules should see it.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from clinicdesk.data import Store

LOOKED_BACK = timedelta(days=365)
_AT_A_TIME = 1000


@dataclass(frozen=True, slots=True)
class OverrideRate:
    """What became of one rule in the last twelve months.

    Attributes:
        held: so many sessions of the book it held or forbade.
        released: so many times it was lifted for one session.
        cleared: so many times for every session of a person.
    """

    held: int = 0
    released: int = 0
    cleared: int = 0


class OverrideRates:
    """Counts over the whole clinic; to be asked for beside the window."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of_last_year(
        self, *, now: datetime, progress: Callable[[int, int], bool] = lambda _done, _total: True
    ) -> dict[str, OverrideRate] | None:
        """The rate of every rule that held anything or was lifted, by rule id; None when it was stopped.

        ``progress`` is told how many judgements are looked through of how many, and answers whether to go on.
        """
        since, newest = now - LOOKED_BACK, self._store.assessments.newest()
        blocked: set[tuple[str, str]] = set()
        for after in range(0, newest, _AT_A_TIME):
            until = min(after + _AT_A_TIME, newest)
            blocked |= self._store.assessments.blocked(after, until, since)
            if not progress(until, newest):
                return None
        held = Counter(rule for rule, _ in blocked)
        lifted = self._store.clearances.counts(since)
        return {
            rule: OverrideRate(held[rule], released, cleared)
            for rule in {**held, **lifted}
            for cleared, released in (lifted.get(rule, (0, 0)),)
        }
