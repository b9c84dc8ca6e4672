"""A place of the schedule that was picked."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from clinicdesk.ui.when import clock, short_day


@dataclass(frozen=True, slots=True)
class FreePlace:
    """Where in the schedule somebody is to be booked.

    Attributes:
        until: when the therapist has to be free again, or None when that is not known.
        therapist_id: whose lane it is, or None in the lane of a room.
        title: of whoever or whatever gives it.
    """

    starts_at: datetime
    until: datetime | None
    therapist_id: str | None
    room_id: str | None
    title: str

    def words(self, zone: tzinfo) -> str:
        """``Mon 23 Nov 13:00, Jonas Weber``."""
        return f"{short_day(self.starts_at.astimezone(zone).date())} {clock(self.starts_at, zone)}, {self.title}"
