"""Sessions, taken back: what suits a person, and who is booked when, is heeded as it is when a session is booked."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from clinicdesk.data import Store
from clinicdesk.desk.aside import set_aside
from clinicdesk.desk.clashes import Clashes
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.day import RELEASE
from clinicdesk.desk.hours import local_date
from clinicdesk.desk.keys import new_key
from clinicdesk.desk.nouns import Noun, Turn, when_words
from clinicdesk.domain.call import CallStep
from clinicdesk.domain.clinic import Clinic
from clinicdesk.domain.session import Session, SessionStatus, SessionType
from clinicdesk.domain.staff import Equipment, Room, StaffMember
from clinicdesk.domain.suitability import Verdict
from clinicdesk.domain.working_hours import Absence, HolidayChoice, SpecialHours, WeeklyHours
from clinicdesk.errors import NotAllowed, SlotTaken

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicdesk.desk.arrivals import Arrivals
    from clinicdesk.desk.clearing import Clearing

_STEPS = {
    SessionStatus.BOOKED: "put {name} back to booked",
    SessionStatus.CONFIRMED: "marked {name} as confirmed",
    SessionStatus.ARRIVED: "marked {name} as arrived",
    SessionStatus.IN_SESSION: "started the session of {name}",
    SessionStatus.COMPLETED: "completed the session of {name}",
    SessionStatus.NO_SHOW: "marked {name} as a no-show",
    SessionStatus.CANCELLED: "cancelled {name} at {at}",
    SessionStatus.ENTERED_IN_ERROR: "took back the booking of {name} at {at}",
}
_GONE = frozenset({SessionStatus.CANCELLED, SessionStatus.ENTERED_IN_ERROR})

_MAKES_TIME = frozenset(
    kind.__name__
    for kind in (
        Absence, Clinic, Equipment, HolidayChoice, Room, SessionType, SpecialHours, StaffMember, WeeklyHours
    )
)  # fmt: skip
"""What decides whether there is time for a session, whoever else is booked."""


class SessionNoun(Noun[Session]):
    """A session. A booking taken back stays on file as entered in error, which only the audit knows."""

    kind = Session

    def __init__(self, store: Store, arrivals: "Callable[[], Arrivals]", clearing: "Callable[[], Clearing]") -> None:
        super().__init__(store)
        self._clearing = clearing
        self._arrivals = arrivals
        self._clashes = Clashes(store)

    def present(self, record_id: str) -> Session:
        """The session on file."""
        return self.store.sessions.get(record_id)

    def stands(self, present: Session, found: Session | None) -> bool:
        """Whether nothing but the version differs, and a hold that answers or decisions have put on or lifted since."""
        if found is None:
            return present.status is SessionStatus.ENTERED_IN_ERROR
        return replace(present, version=found.version, held=found.held, asked_in=found.asked_in) == found

    def set_aside(self, present: Session) -> Session:
        """Out of the way of sessions that it changed places with, to be restored from where it stood."""
        return replace(present, version=set_aside(self.store, present).version) if present.status.live else present

    def restore(self, present: Session, wanted: Session | None, turn: Turn) -> Session:
        """Put a session back where it was, if its time is free and nobody's safety stands against it."""
        if wanted is None:
            return self.store.sessions.update(replace(present, status=SessionStatus.ENTERED_IN_ERROR))
        revived = wanted.status.live and not present.status.live
        moved = _place(wanted) != _place(present)
        if wanted.status.live and (revived or moved):
            self._refuse_without_time(wanted, turn)
            self._refuse_if_answered_since(wanted, turn)
            if not turn.back:
                self._refuse_if_referred(wanted)
        # A question to a therapist goes with its own deed alone, or with an answer.
        own = turn.entry.deed == f"session.{CallStep.ASKED.value}"
        asked_in = wanted.asked_in if own else present.asked_in or (wanted.asked_in if turn.back else None)
        target = replace(wanted, version=present.version, asked_in=asked_in).judged(hold=wanted.held)
        if moved:
            self._judge_as_there(target, turn)
        held = target.held or self._stays_held(present, target, turn)
        if target.status.expected and self.store.referrals.open_of(target.patient_id) is not None:
            held = True  # as whatever else was to come when the case was opened
        target = replace(target, held=held)
        self._refuse_to_start(present, target, turn)
        if turn.back and turn.entry.deed == RELEASE:
            self._clearing().end_release(present, given_at=turn.entry.at, actor=turn.actor, now=turn.now)
        try:
            return self.store.sessions.update(target)
        except SlotTaken as taken:
            raise self._clashes.named(taken, target) from taken

    def remark(self, was: Session, is_now: Session, now: datetime) -> str:
        """That a session stands, as if still to come, at a time that has passed while it stood elsewhere."""
        elsewhere = was.starts_at != is_now.starts_at or was.status in _GONE
        if not elsewhere or not is_now.status.expected or is_now.starts_at >= now:
            return ""
        at = when_words(self.store, is_now.starts_at, now)
        return f"{self._name(is_now)} is booked for {at} now, and that time has passed."

    def called(self, value: Session) -> str:
        """As in a sentence."""
        return f"the session of {self._name(value)}"

    def words(self, before: Session | None, after: Session | None, now: datetime) -> str:
        """What was done to a session, from what differs.

        That another plan counts it is told by the plan; that a line of the call list holds it, by that.
        """
        if after is None:
            after, before = before, None
        if after is None:
            return ""
        name, at = self._name(after), when_words(self.store, after.starts_at, now)
        if before is None:
            return f"booked {name} for {at}" + (", here already" if after.arrived_at else "")
        if before.status is not after.status:
            return _STEPS[after.status].format(name=name, at=at)
        therapist = "" if before.therapist_id == after.therapist_id else self._therapist(after)
        if before.starts_at != after.starts_at:
            return f"moved {name} to {at}" + (f" with {therapist}" if therapist else "")
        if therapist:
            return f"moved {name} to {therapist}"
        return self._smaller(before, after, name, at)

    def _smaller(self, before: Session, after: Session, name: str, at: str) -> str:
        if before.session_type_id != after.session_type_id:
            return f"changed {name} to {self.store.session_types.get(after.session_type_id).name}"
        if before.ends_at != after.ends_at:
            return f"changed {name} to {round((after.ends_at - after.starts_at).total_seconds() / 60)} minutes"
        if before.room_id != after.room_id:
            room = self.store.rooms.get(after.room_id).name if after.room_id else "no room"
            return f"moved {name} to {room}"
        if before.release_note != after.release_note:
            return f"released the session of {name} at {at}"
        alike = replace(before, version=after.version, held=after.held, asked_in=after.asked_in, plan_id=after.plan_id)
        return "" if alike == after else f"changed the session of {name}"

    def _name(self, session: Session) -> str:
        return self.store.patients.get(session.patient_id).details.full_name

    def _therapist(self, session: Session) -> str:
        return self.store.staff.get(session.therapist_id).name

    def _refuse_without_time(self, wanted: Session, turn: Turn) -> None:
        """The clinic may have closed, or the therapist left, since; that the time has passed is no obstacle.

        Nor is what stood against the session before the deed: it goes back to the list it was on.
        """
        if not self.store.journal.changed_since(turn.entry.id, _MAKES_TIME):
            return
        session_type = self.store.session_types.get(wanted.session_type_id)
        if against := self._clashes.place(wanted, session_type):
            raise NotAllowed(" ".join(clash.message for clash in against))

    def _refuse_if_answered_since(self, wanted: Session, turn: Turn) -> None:
        """What was judged by older answers is not booked again by a key."""
        if turn.back:
            return
        latest = self.store.intakes.latest(wanted.patient_id)
        if latest is not None and latest.completed_at > turn.entry.at:
            raise NotAllowed(f"{self._name(wanted)} answered questions since. Book anew, so that it is judged by them.")

    def _refuse_if_referred(self, wanted: Session) -> None:
        if self.store.referrals.open_of(wanted.patient_id) is not None:
            raise NotAllowed(f"{self._name(wanted)} was referred urgently, and that case is open. Nothing was changed.")

    def _judge_as_there(self, wanted: Session, turn: Turn) -> None:
        """A session put back on another date, or to another technique, stands as it was last judged for that."""
        on = local_date(clinic_of(self.store), wanted.starts_at)
        technique = self.store.session_types.get(wanted.session_type_id).technique
        history = self.store.assessments.history(wanted.id)
        there = next((each for each in history if each.on_date == on and each.technique is technique), None)
        if there is not None and there.id != history[0].id:
            self.store.assessments.add(replace(there, id=new_key(turn.now), made_at=turn.now))

    def _stays_held(self, present: Session, wanted: Session, turn: Turn) -> bool:
        """A hold that the last judgement calls for is lifted by a therapist's note, never by a key."""
        if not present.held or wanted.held:
            return False
        if not turn.back:
            if turn.entry.deed == RELEASE:
                raise NotAllowed("A held session is released by a therapist, with a note.")
            return not self._was_held(present, turn)
        latest = self.store.assessments.latest_for(wanted.id)
        return latest is not None and latest.verdict is Verdict.NEEDS_CLINICIAN_REVIEW

    def _was_held(self, session: Session, turn: Turn) -> bool:
        """Whether a session was held when the deed was done first."""
        own = (each for each in turn.entry.changes if (each.noun, each.record_id) == (self.name, session.id))
        before = self.read(next(own).before)
        return before is not None and before.held

    def _refuse_to_start(self, present: Session, target: Session, turn: Turn) -> None:
        if turn.back or target.status is not SessionStatus.IN_SESSION:
            return
        if target.held:
            raise NotAllowed(f"The session of {self._name(target)} is held for the therapist.")
        if why := self._arrivals().obstacle(present, turn.now):
            raise NotAllowed(why)


def _place(session: Session) -> tuple[object, ...]:
    return (
        session.starts_at,
        session.ends_at,
        session.free_at,
        session.therapist_id,
        session.room_id,
        session.equipment_id,
        session.session_type_id,
    )
