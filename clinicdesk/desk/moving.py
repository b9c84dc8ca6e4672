"""Moving: a session of the book goes to another time, therapist or room, or becomes longer or shorter."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from clinicdesk.data import Store
from clinicdesk.desk.booking_notes import BookingNotes
from clinicdesk.desk.booking_views import Clash
from clinicdesk.desk.clashes import Clashes
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.day import STATUS_WORDS, current_session
from clinicdesk.desk.hours import local_date
from clinicdesk.desk.journal import Journal
from clinicdesk.desk.judging import JudgedSession, Judging
from clinicdesk.desk.wording import refusal, renewal_note
from clinicdesk.domain.session import Session, SessionStatus, SessionType
from clinicdesk.domain.staff import StaffMember
from clinicdesk.domain.suitability import Verdict
from clinicdesk.errors import NotAllowed, NotBookable, SlotTaken

SHORTEST = timedelta(minutes=5)
"""A session cannot be made shorter than the finest grid of the calendar."""

_SETTLED = frozenset({SessionStatus.IN_SESSION, SessionStatus.COMPLETED})


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether a session can stand where somebody wants it.

    Attributes:
        clashes: everything that stands against it; empty when it can be put there.
        verdict: what counts on the day wanted.
        hold: whether a therapist would have to decide before it starts.
        notes: what does not stand against it and has to be seen, a sentence each.
    """

    clashes: tuple[Clash, ...]
    verdict: Verdict
    hold: bool
    notes: tuple[str, ...] = ()


def movable(session: Session) -> bool:
    """Whether a session can still be moved: it takes up time and has not begun."""
    return session.status.live and session.status not in _SETTLED


def moved(session: Session, *, starts_at: datetime, therapist_id: str, room_id: str | None) -> Session:
    """The session as it would stand elsewhere, as long as it is now."""
    shift = starts_at - session.starts_at
    return replace(
        session,
        starts_at=starts_at,
        ends_at=session.ends_at + shift,
        free_at=session.free_at + shift,
        therapist_id=therapist_id,
        room_id=room_id,
    )


def resized(session: Session, *, ends_at: datetime) -> Session:
    """The session as it would stand with another end; the turn-over time behind it stays as long as it is."""
    return replace(session, ends_at=ends_at, free_at=ends_at + (session.free_at - session.ends_at))


def _unconfirmed(target: Session, before: Session) -> Session:
    """Who confirmed that they come has not confirmed another time."""
    if target.status is not SessionStatus.CONFIRMED or target.starts_at == before.starts_at:
        return target
    return replace(target, status=SessionStatus.BOOKED, confirmed_at=None)


class Moving:
    """Changes where and how long sessions stand in the book."""

    def __init__(self, store: Store, judging: Judging) -> None:
        self._store = store
        self._judging = judging
        self._clashes = Clashes(store)
        self._notes = BookingNotes(store)
        self._journal = Journal(store)

    def fit(self, wanted: Session, *, now: datetime) -> Fit:
        """Whether a session of the book could stand as ``wanted``; quick enough to ask while it is dragged."""
        current = self._store.sessions.get(wanted.id)
        judged = self._judging.session(wanted)
        terms = self._terms(current, wanted, judged.session_type, now)
        clashes = [*terms, *self._clashes.taken(self._clashes.equipped(wanted, judged.session_type))]
        if judged.judgement.verdict >= Verdict.NOT_SUITABLE:
            clashes.append(Clash("verdict", self._refusal(judged)))
        if judged.person.barred:
            clashes.append(Clash("verdict", judged.person.barred))
        due = judged.judgement.effective.renewal
        notes = () if clashes else self._notes.of(wanted, now=now) + ((renewal_note(due),) if due else ())
        return Fit(tuple(clashes), judged.judgement.verdict, wanted.judged(hold=judged.judgement.held).held, notes)

    def move(
        self,
        session: Session,
        *,
        starts_at: datetime,
        therapist_id: str,
        room_id: str | None,
        actor: StaffMember,
        now: datetime,
    ) -> Session:
        """Put a session at another time, with another therapist, in another room; raises as ``place`` does."""
        wanted = moved(session, starts_at=starts_at, therapist_id=therapist_id, room_id=room_id)
        return self.place(session, wanted, actor=actor, now=now)

    def resize(self, session: Session, *, ends_at: datetime, actor: StaffMember, now: datetime) -> Session:
        """Let a session end earlier or later; raises as ``place`` does."""
        return self.place(session, resized(session, ends_at=ends_at), actor=actor, now=now)

    def place(self, session: Session, wanted: Session, *, actor: StaffMember, now: datetime) -> Session:
        """Let a session stand as ``wanted``, judged anew on its date there by the newest intake.

        ``session`` is as the person at the desk looks at it; of ``wanted`` the times, the therapist and the
        room count. It is held where a therapist has to decide, and stays free where one has released it
        for the same reasons.

        Raises:
            NotAllowed: it has begun or is off, is outside the hours, in the past, or the therapist does not give it.
            NotBookable: the verdict of that date forbids it; says what can be booked instead.
            SlotTaken: the therapist, the patient, the room or every device is taken; says who has it and until when.
            StaleRecord: somebody else changed the session meanwhile; nothing was overwritten.
        """
        with self._store.write():
            current = current_session(self._store, session)
            target = replace(
                current,
                starts_at=wanted.starts_at,
                ends_at=wanted.ends_at,
                free_at=wanted.free_at,
                therapist_id=wanted.therapist_id,
                room_id=wanted.room_id,
            )
            if target == current:
                return current
            placed = self.put(current, target, now=now)
            self._note(current, placed, actor, now)
        return placed

    def put(self, current: Session, target: Session, *, now: datetime) -> Session:
        """As ``place``, inside the caller's transaction, who has read ``current`` there and tells the audit trail."""
        judged = self._judging.session(target)
        if judged.person.barred:
            raise NotBookable(judged.person.barred)
        if terms := self._terms(current, target, judged.session_type, now):
            raise NotAllowed(" ".join(clash.message for clash in terms))
        if judged.judgement.verdict >= Verdict.NOT_SUITABLE:
            raise NotBookable(self._refusal(judged))
        target = self._clashes.equipped(_unconfirmed(target, current), judged.session_type)
        placed = self._stored(target.judged(hold=judged.judgement.held))
        self._judging.keep(judged, now=now)
        return placed

    # -- inside ------------------------------------------------------------------------------------

    def _terms(self, current: Session, wanted: Session, session_type: SessionType, now: datetime) -> list[Clash]:
        """What stands against a place whoever else has booked."""
        if not movable(current):
            return [Clash("status", f"This session is {STATUS_WORDS[current.status]} and can no longer be moved.")]
        found = []
        if wanted.ends_at - wanted.starts_at < SHORTEST:
            found.append(Clash("hours", "A session lasts five minutes at least."))
        clinic = clinic_of(self._store)
        another_day = local_date(clinic, wanted.starts_at) != local_date(clinic, current.starts_at)
        if not current.status.expected and current.arrived_at is not None and another_day:
            found.append(Clash("status", "The person has arrived. Take the arrival back before moving to another day."))
        if wanted.starts_at != current.starts_at:
            found += self._clashes.past(wanted.starts_at, now=now)
        return found + self._clashes.place(wanted, session_type)

    def _refusal(self, judged: JudgedSession) -> str:
        offered = [each for each in self._store.session_types.all() if each.active]
        return refusal(judged.judgement.effective, judged.patient, judged.session_type, offered)

    def _stored(self, target: Session) -> Session:
        try:
            return self._store.sessions.update(target)
        except SlotTaken as taken:
            raise self._clashes.named(taken, target) from taken

    def _note(self, before: Session, after: Session, actor: StaffMember, now: datetime) -> None:
        place = (after.starts_at, after.therapist_id, after.room_id)
        resized_only = place == (before.starts_at, before.therapist_id, before.room_id)
        detail = {
            "from": before.starts_at.isoformat(),
            "to": after.starts_at.isoformat(),
            "until": after.ends_at.isoformat(),
            "therapist": after.therapist_id,
            "room": after.room_id,
        }
        action = "session.resize" if resized_only else "session.move"
        self._journal.note(action, [(before, after)], actor=actor, now=now)
        self._store.audit.append(actor, action, ("session", after.id), detail, at=now)
