"""The clinic itself."""

from dataclasses import dataclass
from datetime import time
from zoneinfo import ZoneInfo

_MONTH_FIRST = frozenset({"US", "AS", "FM", "GU", "MH", "MP", "PH", "PW", "VI"})


@dataclass(frozen=True, slots=True)
class Clinic:
    """Facts printed on paper and used to read clocks and phone numbers.

    Attributes:
        zone: IANA name of the clinic's time zone; stored times are UTC, shown times are in it.
        region: ISO 3166 country code; phone numbers typed without a country code belong to it.
        emergency_number: what the desk tells people to call.
        opens_at, closes_at: local opening hours, every day.
        demo: whether the records are generated.
        waiting_minutes: how long somebody may wait past the start of their session before the board says so.
        late_minutes: how late somebody may be before the board says so.
        notice_hours: how long before the start a session has to be called off; later, it counts as late.
        lock_minutes: after how many minutes without a key or a click the window locks; 0 for never.
    """

    name: str
    address: str = ""
    phone: str = ""
    zone: str = "UTC"
    region: str = "US"
    emergency_number: str = "911"
    opens_at: time = time(8)
    closes_at: time = time(18)
    demo: bool = False
    lock_minutes: int = 10
    waiting_minutes: int = 15
    late_minutes: int = 10
    notice_hours: int = 24

    @property
    def tz(self) -> ZoneInfo:
        """The clinic's time zone."""
        return ZoneInfo(self.zone)

    @property
    def day_first(self) -> bool:
        """Whether people here write the day before the month."""
        return day_first_in(self.region)


def day_first_in(region: str) -> bool:
    """Whether people of a country (ISO 3166 code) write the day before the month."""
    return region not in _MONTH_FIRST
