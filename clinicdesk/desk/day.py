"""The day at the desk: who comes, who waits, who is done."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from clinicdesk.data import Store
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.hours import local_date, whole_day
from clinicdesk.desk.journal import Journal
from clinicdesk.desk.roster import Roster
from clinicdesk.desk.views import SessionRow
from clinicdesk.domain.clinic import Clinic
from clinicdesk.domain.session import CancelCause, Session, SessionStatus
from clinicdesk.domain.staff import StaffMember
from clinicdesk.errors import InvalidValues, NotAllowed, StaleRecord

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicdesk.desk.arrivals import Arrivals
    from clinicdesk.desk.attendance import Attendance
    from clinicdesk.desk.clearing import Clearing
    from clinicdesk.desk.visit_views import StoredAssessment
    from clinicdesk.desk.vouching import Vouched
    from clinicdesk.domain.clearance import ClearanceReason, Letter

RELEASE = "session.release"
"""The deed of a therapist that lets a held session start."""
STATUS_WORDS = {
    SessionStatus.BOOKED: "booked",
    SessionStatus.CONFIRMED: "confirmed",
    SessionStatus.ARRIVED: "marked as arrived",
    SessionStatus.IN_SESSION: "in session",
    SessionStatus.COMPLETED: "completed",
    SessionStatus.NO_SHOW: "marked as a no-show",
    SessionStatus.CANCELLED: "cancelled",
    SessionStatus.ENTERED_IN_ERROR: "taken back",
}


class Day:
    """Sessions on their day, step by step."""

    def __init__(self, store: Store, arrivals: "Callable[[], Arrivals]", clearing: "Callable[[], Clearing]") -> None:
        """``arrivals`` and ``clearing`` need the rules, which are loaded only when somebody is to be judged."""
        self._store = store
        self._clearing = clearing
        self._arrivals = arrivals
        self._journal = Journal(store)

    def sessions(self, on: date, *, plans: bool = True, actor: StaffMember, now: datetime) -> list[SessionRow]:
        """All sessions of a date by start, cancelled and missed ones too; with or without what plans say of them."""
        clinic = clinic_of(self._store)
        with self._store.write():
            sessions = self._store.sessions.between(*whole_day(clinic, on))
            rows = Roster(self._store).rows(sessions, plans=plans, notices_on=on if plans else None)
            self._store.audit.append(actor, "day.read", ("day", on.isoformat()), at=now)
        return rows

    def attendance(self, patient_id: str, *, now: datetime) -> "Attendance":
        """What a person missed or called off too late in the last twelve months."""
        from clinicdesk.desk.attendance import LOOKED_BACK, Attendance  # noqa: PLC0415 - of one person at a time

        return Attendance(*self._store.sessions.missed_since(patient_id, now - LOOKED_BACK))

    def confirm(self, session: Session, *, actor: StaffMember, now: datetime) -> Session:
        """The person said that they come. Raises as ``start`` does."""
        confirmed = replace(session, status=SessionStatus.CONFIRMED, confirmed_at=now)
        return self._step(session, confirmed, "session.confirm", actor, now)

    def arrive(self, session: Session, *, actor: StaffMember, now: datetime) -> Session:
        """The person is here and waits, to be asked later: the session starts only once they were.

        ``Arrivals.check_in`` marks the arrival of somebody who was asked. Raises as ``start`` does, and NotAllowed
        where the session is on another day.
        """
        arrived = replace(session, status=SessionStatus.ARRIVED, arrived_at=now)
        return self._step(session, arrived, "session.arrive", actor, now)

    def start(self, session: Session, *, actor: StaffMember, now: datetime) -> Session:
        """The therapist begins.

        Raises:
            NotAllowed: the step does not follow from where the session stands, it is held, the questions
                of every visit were not answered today, the full intake is too old, or the answers of today
                forbid the session.
            StaleRecord: somebody else changed the session meanwhile; nothing was overwritten.
        """
        started = replace(session, status=SessionStatus.IN_SESSION, started_at=now)
        return self._step(session, started, "session.start", actor, now)

    def complete(self, session: Session, *, actor: StaffMember, now: datetime) -> Session:
        """The session is over; raises as ``start`` does."""
        completed = replace(session, status=SessionStatus.COMPLETED, completed_at=now)
        return self._step(session, completed, "session.complete", actor, now)

    def no_show(self, session: Session, *, actor: StaffMember, now: datetime) -> Session:
        """The person did not come; their time is free again. Raises as ``start`` does."""
        missed = replace(session, status=SessionStatus.NO_SHOW, missed_at=now)
        return self._step(session, missed, "session.no_show", actor, now)

    def cancel(
        self,
        session: Session,
        *,
        reason: str,
        cause: CancelCause = CancelCause.OTHER,
        actor: StaffMember,
        now: datetime,
    ) -> Session:
        """The session will not take place; its time is free again. Raises as ``start`` does.

        That somebody else noted meanwhile that the person comes, or held the session or gave it a room, is no
        reason to refuse.

        Args:
            session: as the person at the desk sees it.
            reason: why, in words, which stay with the session.
            cause: whose doing it was; what the person calls off with too little notice counts as late.
            actor: who cancels.
            now: when.

        Raises:
            InvalidValues: under ``reason``, when none is given.
        """
        if not reason.strip():
            raise InvalidValues({"reason": "Say in a few words why the session is cancelled."})
        seen = session_unless_moved(self._store, session)
        off = cancelled(seen, clinic_of(self._store), reason=reason.strip(), cause=cause, now=now)
        return self._step(seen, off, "session.cancel", actor, now)

    def release(
        self,
        session: Session,
        *,
        note: str,
        reason: "ClearanceReason",
        letter: "Letter | None" = None,
        vouched: "Vouched",
        now: datetime,
    ) -> Session:
        """Let a held session start. Only a therapist decides that, and says on what grounds.

        Each rule that holds it is cleared for this session alone, and so are open questions; see ``Clearing.release``.
        If on arrival the facts are others, it is held again.

        Raises:
            NotAllowed: as ``vouching_therapist``; or this reason is not theirs to give, the session is not held, or it
                is held by what nobody may lift.
            InvalidValues: under ``note``, when there is none; under ``letter_by`` or ``letter_on``, where a release in
                writing names no letter that can be taken.
            StaleRecord: somebody else changed the session meanwhile; nothing was overwritten.
        """
        from clinicdesk.desk.vouching import vouching_therapist  # noqa: PLC0415 - nothing is released at the start

        actor = vouching_therapist(self._store, vouched, "release a held session", now=now)
        if not note.strip():
            raise InvalidValues({"note": "Say in a few words why the session can go ahead."})
        with self._store.write():
            current = current_session(self._store, session)
            if not current.held or not current.status.next_steps:
                raise NotAllowed("This session does not wait for a therapist's decision.")
            if self._store.referrals.open_of(current.patient_id) is not None:
                raise NotAllowed("This person was referred urgently. Record the outcome of the referral first.")
            # The decision is about what the rules say now, which may be more than they said when it was booked.
            self._clearing().release(current, reason=reason, text=note.strip(), letter=letter, actor=actor, now=now)
            answered = replace(current, held=False, asked_in=None, release_note=note.strip())
            released = self._store.sessions.update(answered)
            self._journal.note(RELEASE, [(current, released)], actor=actor, now=now)
            self._store.audit.append(actor, RELEASE, ("session", session.id), at=now)
        return released

    def assessment(self, session_id: str, *, actor: StaffMember, now: datetime) -> "StoredAssessment":
        """What the rules said about a session last, at booking or on arrival, exactly as it was said.

        Raises:
            NotFound: nothing was judged for the session.
        """
        from clinicdesk.desk.assessing import (  # noqa: PLC0415 - the window is shown first
            assessment_on_file,
            judgement_in,
        )
        from clinicdesk.desk.visit_views import StoredAssessment  # noqa: PLC0415 - same

        with self._store.write():
            record = assessment_on_file(self._store, session_id)
            intake = self._store.intakes.get(record.intake_id) if record.intake_id else None
            self._store.audit.append(actor, "assessment.read", ("session", session_id), at=now)
        return StoredAssessment(
            session_id=session_id,
            judgement=judgement_in(record),
            intake_version=intake.version if intake else None,
            answers_hash=record.answers_hash,
            made_at=record.made_at,
        )

    def _step(self, session: Session, after: Session, action: str, actor: StaffMember, now: datetime) -> Session:
        with self._store.write():
            current = current_session(self._store, session)
            refuse_step(current, after.status)
            if after.status is SessionStatus.ARRIVED and (why := another_day(current, clinic_of(self._store), now)):
                raise NotAllowed(why)
            if after.status is SessionStatus.IN_SESSION:
                self._refuse_to_start(current, now)
            stepped = self._store.sessions.update(after)
            self._journal.note(action, [(current, stepped)], actor=actor, now=now)
            self._store.audit.append(actor, action, ("session", session.id), at=now)
        return stepped

    def _refuse_to_start(self, session: Session, now: datetime) -> None:
        # A release would not help while a referral is open; the obstacle says what would.
        if session.held and self._store.referrals.open_of(session.patient_id) is None:
            raise NotAllowed("This session is held. A therapist has to release it before it can start.")
        if why := self._arrivals().obstacle(session, now):
            raise NotAllowed(why)


def another_day(session: Session, clinic: Clinic, now: datetime) -> str:
    """Why nobody can arrive, be asked or begin today, in a sentence; empty on the day of the session."""
    day, today = local_date(clinic, session.starts_at), local_date(clinic, now)
    if day == today:
        return ""
    when = f"{day:%A}, {day.day} {day:%B %Y}"
    if day < today:
        return f"This session was on {when}. What is asked on arrival counts on that day only."
    return f"This session is on {when}. What is asked on arrival is asked that day. If they come today, move it here."


def cancelled(session: Session, clinic: Clinic, *, reason: str, cause: CancelCause, now: datetime) -> Session:
    """A session that will not take place; late where the person calls it off with less notice than the clinic asks."""
    return replace(
        session,
        status=SessionStatus.CANCELLED,
        cancelled_at=now,
        cancel_cause=cause,
        cancel_reason=reason,
        cancelled_late=cause.by_patient and session.starts_at - now < timedelta(hours=clinic.notice_hours),
    )


def refuse_step(session: Session, step: SessionStatus) -> None:
    """Raise NotAllowed if a step does not follow from where a session stands."""
    if step not in session.status.next_steps:
        raise NotAllowed(
            f"This session is {STATUS_WORDS[session.status]} and cannot be {STATUS_WORDS[step]} from there."
        )


def session_unless_moved(store: Store, session: Session) -> Session:
    """The session on file if its person is still expected then and there, else the one that was looked at.

    For what is no less right because somebody else noted that the person comes, held the session or gave it a room.
    """
    current = store.sessions.get(session.id)
    here, seen = ((each.starts_at, each.therapist_id) for each in (current, session))
    expected = current.status.expected and session.status.expected
    return current if expected and here == seen else session


def current_session(store: Store, session: Session) -> Session:
    """The session on file, which must be the one the person at the desk looks at.

    Raises:
        StaleRecord: somebody else changed it meanwhile.
    """
    current = store.sessions.get(session.id)
    if current.version != session.version:
        raise StaleRecord(
            f"Somebody else changed this session meanwhile; it is now {STATUS_WORDS[current.status]}. "
            "Nothing was overwritten. Look at it again."
        )
    return current
