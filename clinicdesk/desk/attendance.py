"""How reliably a person comes: missed sessions and late cancellations, as far back as a year."""

from dataclasses import dataclass
from datetime import timedelta

MONTHS = 12
LOOKED_BACK = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Attendance:
    """What was missed or called off too late in the last twelve months.

    Attributes:
        no_shows: sessions nobody came to.
        late_cancellations: sessions the person called off with less notice than the clinic asks for.
    """

    no_shows: int = 0
    late_cancellations: int = 0

    @property
    def words(self) -> str:
        """``2 no-shows, 1 late cancellation in the last 12 months``; empty when there is nothing to say."""
        parts = [
            _counted(self.no_shows, "no-show"),
            _counted(self.late_cancellations, "late cancellation"),
        ]
        told = ", ".join(filter(None, parts))
        return f"{told} in the last {MONTHS} months" if told else ""


def _counted(number: int, noun: str) -> str:
    return "" if not number else f"{number} {noun}{'' if number == 1 else 's'}"
