"""A session in hand: where it would stand, on the grid, whether the pointer or the keyboard moves it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from clinicdesk.desk.moving import SHORTEST, Fit, moved, resized
from clinicdesk.desk.views import BookedSlot
from clinicdesk.domain.session import Session
from clinicdesk.ui.calendar.geometry import on_grid
from clinicdesk.ui.calendar.picture import Ghost, Lane, Picture


@dataclass(frozen=True, slots=True)
class Carry:
    """A session that is being moved or resized.

    Attributes:
        slot: the session as it stands in the book.
        wanted: the session as it would stand.
        grab: how far below its start the pointer took hold of it.
        resizing: whether only its end follows the pointer.
    """

    slot: BookedSlot
    wanted: Session
    grab: timedelta = timedelta()
    resizing: bool = False

    @property
    def changed(self) -> bool:
        """Whether it would stand anywhere else than it does."""
        return self.wanted != self.slot.session

    def over(self, picture: Picture, column: int, moment: datetime) -> "Carry":
        """Follow the pointer to a moment of a lane."""
        if self.resizing:
            return self.until(on_grid(moment, picture.grid, picture.zone))
        return self.at(picture.lanes[column], on_grid(moment - self.grab, picture.grid, picture.zone))

    def at(self, lane: Lane, starts_at: datetime) -> "Carry":
        """Stand in a lane from a moment on, as long as it is."""
        own = self.slot.session
        therapist_id = lane.therapist_id or self.wanted.therapist_id
        room_id = lane.room_id if lane.of_room else self.wanted.room_id
        length = self.wanted.ends_at - self.wanted.starts_at
        wanted = moved(self.wanted, starts_at=starts_at, therapist_id=therapist_id, room_id=room_id)
        return replace(self, wanted=_same_or(own, resized(wanted, ends_at=starts_at + length)))

    def moved_to(self, starts_at: datetime) -> "Carry":
        """Stand at another time, with the therapist and in the room of before."""
        wanted = self.wanted
        elsewhere = moved(wanted, starts_at=starts_at, therapist_id=wanted.therapist_id, room_id=wanted.room_id)
        return replace(self, wanted=_same_or(self.slot.session, elsewhere))

    def until(self, ends_at: datetime) -> "Carry":
        """End at another moment."""
        earliest = self.wanted.starts_at + SHORTEST
        return replace(self, wanted=_same_or(self.slot.session, resized(self.wanted, ends_at=max(ends_at, earliest))))

    def longer(self, minutes: int) -> "Carry":
        """End some minutes later, or earlier."""
        return self.until(self.wanted.ends_at + timedelta(minutes=minutes))

    def column_in(self, picture: Picture) -> int | None:
        """The lane of a picture in which it would stand, or None when it is not shown."""
        return picture.column_of(self.wanted.starts_at, self.wanted.therapist_id, self.wanted.room_id)

    def ghost(self, column: int, fit: Fit) -> Ghost:
        """How it is drawn where it would stand."""
        wanted = self.wanted
        return Ghost(
            column=column,
            starts_at=wanted.starts_at,
            ends_at=wanted.ends_at,
            free_at=wanted.free_at,
            words=self.slot.patient.name,
            clashes=fit.clashes,
            taken=bool(fit.clashes),
            hold=fit.hold,
            notes=fit.notes,
        )


def _same_or(own: Session, wanted: Session) -> Session:
    return own if replace(wanted, version=own.version) == own else wanted
