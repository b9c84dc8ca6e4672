"""When and where the coming days are written down; free of Qt's widgets, and of the clock."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from clinicdesk.ui.context import DeskContext

DAYS = 3
"""How many days are written each time."""
_PREFIX = "downtime/"


@dataclass(frozen=True, slots=True)
class Downtime:
    """What was chosen on this computer, and how it went last.

    Attributes:
        every_evening: whether the sheets are written each day by themselves.
        folder: where to; empty until one is chosen.
        at: the time of day, by the clinic's clock.
        keep_days: how long sheets of past days stay; 0 removes each on the day after.
        written_at: when they were written last, in UTC; None for never.
        fault: why the last attempt failed; empty when it did not.
    """

    every_evening: bool = False
    folder: str = ""
    at: time = time(18)
    keep_days: int = 7
    written_at: datetime | None = None
    fault: str = ""

    @classmethod
    def read(cls, context: "DeskContext") -> Self:
        """What is kept for this computer; what cannot be read counts as not chosen."""
        usual = cls()
        try:
            written = str(context.setting(f"{_PREFIX}written_at", ""))
            return cls(
                every_evening=str(context.setting(f"{_PREFIX}every_evening", "no")) == "yes",
                folder=str(context.setting(f"{_PREFIX}folder", "")),
                at=time.fromisoformat(str(context.setting(f"{_PREFIX}at", usual.at.isoformat("minutes")))),
                keep_days=int(str(context.setting(f"{_PREFIX}keep_days", usual.keep_days))),
                written_at=datetime.fromisoformat(written) if written else None,
                fault=str(context.setting(f"{_PREFIX}fault", "")),
            )
        except ValueError:
            return usual

    def keep(self, context: "DeskContext") -> Self:
        """Keep it for this computer, and return it."""
        for name, value in (
            ("every_evening", "yes" if self.every_evening else "no"),
            ("folder", self.folder),
            ("at", self.at.isoformat("minutes")),
            ("keep_days", self.keep_days),
            ("written_at", self.written_at.isoformat() if self.written_at else ""),
            ("fault", self.fault),
        ):
            context.keep_setting(_PREFIX + name, value)
        return self

    def due(self, now: datetime, zone: tzinfo) -> bool:
        """Whether the sheets of the last evening have not been written yet, the program having been closed or new."""
        if not (self.every_evening and self.folder):
            return False
        return self.written_at is None or self.written_at < self._last_time(now, zone)

    def first_day(self, now: datetime, zone: tzinfo) -> date:
        """The first day that is written: today while it is before the time of the evening, then tomorrow."""
        local = now.astimezone(zone)
        return local.date() if local.time() < self.at else local.date() + timedelta(days=1)

    def written(self, now: datetime) -> Self:
        """The same after the sheets were written."""
        return replace(self, written_at=now, fault="")

    def failed(self, sentence: str) -> Self:
        """The same after they could not be."""
        return replace(self, fault=sentence)

    def _last_time(self, now: datetime, zone: tzinfo) -> datetime:
        local = now.astimezone(zone)
        day = local.date() if local.time() >= self.at else local.date() - timedelta(days=1)
        return datetime.combine(day, self.at, tzinfo=zone).astimezone(now.tzinfo)
