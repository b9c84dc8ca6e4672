"""The call list: sessions to come whose verdict is another than when they were judged last, until each is dealt with.

The list is worked out anew whenever it is asked for, so nothing can fall off it: whatever changed the verdict (new
answers, other rules, a corrected birth date), the session stands on it. Dealing with a line keeps the new verdict
with the session, which from then on stands by that; a verdict that changes again brings it back. The sessions of
somebody whose referral is open are dealt with there, and stand here only once that is closed.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from clinicdesk.data import Store
from clinicdesk.desk.assessing import assessment_on_file
from clinicdesk.desk.booking import Booking
from clinicdesk.desk.booking_views import Offer
from clinicdesk.desk.changed_verdicts import ChangedVerdict, ChangedVerdicts
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.day import current_session
from clinicdesk.desk.hours import local_clock, local_date
from clinicdesk.desk.journal import Journal
from clinicdesk.desk.judging import Judging
from clinicdesk.desk.keys import new_key
from clinicdesk.desk.roster import Roster
from clinicdesk.desk.views import SessionRow
from clinicdesk.desk.wording import desk_line
from clinicdesk.domain.call import CallClosed, CallHold, CallStep
from clinicdesk.domain.session import BookingRequest, CancelCause, Session, SessionStatus, SessionType
from clinicdesk.domain.staff import StaffMember
from clinicdesk.domain.suitability import GENTLEST, Kind, Verdict
from clinicdesk.errors import NotAllowed
from clinicdesk.rules import Assessment

_REVIEW = Verdict.NEEDS_CLINICIAN_REVIEW
_ASKED_FOR = 12
_ASK_AGAIN = "Ask on the phone now, or when the person comes."


class Advice(StrEnum):
    """What to do about a line first."""

    CALL = "call"
    REBOOK = "rebook"
    ASK = "ask"
    ASK_AGAIN = "ask_again"


@dataclass(frozen=True, slots=True)
class Call:
    """A session to be dealt with.

    Attributes:
        row: the session; its verdict is the one it was judged by last.
        assessment: what counts now, on its date: the rules in force, the newest answers, and what therapists decided.
        desk: what the desk should do, without a clinical term.
        advice: what to do first.
        again: that questions have to be asked again since a referral, in a sentence; empty where none have. Until then
            what called for it counts no more, and nothing starts.
    """

    row: SessionRow
    assessment: Assessment
    desk: str
    advice: Advice
    again: str = ""

    @property
    def verdict(self) -> Verdict:
        """The verdict now."""
        return self.assessment.verdict

    @property
    def worse(self) -> bool:
        """Whether the verdict got worse."""
        return self.verdict > self.row.verdict


class CallList:
    """Sessions whose verdict changed, and what is done about them."""

    def __init__(self, store: Store, changed: ChangedVerdicts, judging: Judging, booking: Booking) -> None:
        self._store = store
        self._changed = changed
        self._judging = judging
        self._booking = booking
        self._journal = Journal(store)

    def waiting(self, *, actor: StaffMember, now: datetime) -> list[Call]:
        """Every session still to come whose verdict changed, by start."""
        changed = [each.session_id for each in self._listed(now)]
        if not changed:
            return []
        with self._store.write():
            sessions = self._store.sessions.many(changed)
            calls = [self._call(row) for row in Roster(self._store).rows([sessions[each] for each in changed])]
            self._store.audit.append(actor, "calls.read", ("calls", "list"), {"sessions": changed}, at=now)
        return calls

    def count(self, *, now: datetime) -> int:
        """How many wait; quick enough to ask for after every deed."""
        return len(self._listed(now))

    def count_of(self, patient_id: str, *, now: datetime) -> int:
        """How many of them are of one person."""
        return sum(each.patient_id == patient_id for each in self._listed(now))

    def changed(self, *, now: datetime) -> list[ChangedVerdict]:
        """The sessions whose verdict changed, with their verdicts only, those of people referred included."""
        return self._changed.to_come(now)

    def catch_up(self, *, now: datetime, at_most: int) -> bool:
        """Work out some of the list, for whoever must not wait long; tells whether all of it is worked out."""
        return self._changed.catch_up(now, at_most=at_most)

    def hold(self, *, actor: StaffMember, now: datetime) -> int:
        """Hold every session that waits for a therapist's look by now; returns how many are held by this.

        A session that was held like this and needs it no longer, because the rules were put back or the person
        answered again, is let go. One that was held in any other way waits for the therapist in any case.
        """
        if not self._to_hold(now):
            return 0
        with self._store.write():
            turned = [
                self._store.sessions.update(replace(session, held=not session.held)) for session in self._to_hold(now)
            ]
            for each in turned:
                self._store.calls.add_hold(CallHold(new_key(now), each.id, each.held, now))
            detail = {"held": [each.id for each in turned if each.held], "free": [e.id for e in turned if not e.held]}
            self._store.audit.append(actor, "calls.hold", ("calls", "list"), detail, at=now)
        return len(detail["held"])

    def close(self, call: Call, step: CallStep, *, note: str = "", actor: StaffMember, now: datetime) -> Session:
        """Deal with a line: the session stands by the new verdict from here on.

        It is held where a therapist has to decide; what is forbidden stays in the book and cannot start. What a
        therapist is asked about is held whatever is said of it, until one releases it or decides otherwise.

        Raises:
            NotAllowed: the verdict has changed again since the list was read.
            StaleRecord: somebody else changed the session meanwhile.
        """
        with self._store.write():
            current = current_session(self._store, call.row.session)
            was = assessment_on_file(self._store, current.id).verdict
            judged = self._judging.session(current)
            verdict = judged.judgement.verdict
            if (was, verdict) != (call.row.verdict, call.verdict):
                raise NotAllowed("The verdict has changed again meanwhile. Nothing was kept; look at the list again.")
            self._judging.keep_where_new(judged, now=now)
            closed = CallClosed(new_key(now), current.id, was, verdict, step, note.strip(), actor.id, now)
            self._store.calls.add(closed)
            asked = replace(current, asked_in=current.asked_in or closed.id) if step is CallStep.ASKED else current
            # What is forbidden stays as it is held: a case that is open may be the reason.
            session = asked.judged(hold=judged.judgement.held or (current.held and verdict.blocks))
            session = current if session == current else self._store.sessions.update(session)
            self._journal.note(f"session.{step.value}", [(current, session), (None, closed)], actor=actor, now=now)
            detail = {"verdict": verdict.code}
            self._store.audit.append(actor, f"session.{step.value}", ("session", session.id), detail, at=now)
        return session

    def offers(self, call: Call) -> list[Offer]:
        """What can be booked instead of a session, on its date: physical therapy, better, and gentler first."""
        session, refused = call.row.session, call.row.session_type
        patient, intake = self._store.patients.get(session.patient_id), self._store.intakes.latest(session.patient_id)
        on = local_date(clinic_of(self._store), session.starts_at)
        found = [
            offer
            for offer in self._booking.offers(patient, intake.answers if intake else {}, on=on)
            if offer.bookable and offer.session_type.technique is not refused.technique
        ]
        gentle = set(GENTLEST.values())
        return sorted(
            found,
            key=lambda each: (
                each.session_type.kind is not Kind.PHYSICAL_THERAPY,
                each.verdict,
                each.session_type.technique not in gentle,
            ),
        )

    def places(self, call: Call, session_type: SessionType, *, now: datetime, count: int = 4) -> list[BookingRequest]:
        """Where another type of session could stand instead of one, the time it frees included, nearest first."""
        session = call.row.session
        # Under the session's own id its time counts as free; without a therapist the very same place is found, too.
        wanted = BookingRequest(
            session.id, session.patient_id, session_type.id, "", max(session.starts_at, now), session.room_id
        )
        found = self._booking.nearest(wanted, now=now, count=_ASKED_FOR)
        near = sorted(
            found, key=lambda each: (abs(each.starts_at - session.starts_at), each.therapist_id != session.therapist_id)
        )
        return [replace(each, id=new_key(now)) for each in near[:count]]

    def rebook(self, call: Call, request: BookingRequest, *, actor: StaffMember, now: datetime) -> Session:
        """Book another session and release the one of the line, in one transaction that can be taken back as one.

        Raises:
            NotBookable, SlotTaken, NotAllowed, NotFound: as ``Booking.book``.
            StaleRecord: somebody else changed the session meanwhile.
        """
        with self._store.write():
            current = current_session(self._store, call.row.session)
            told = self._store.session_types.get(request.session_type_id).name
            clinic = clinic_of(self._store)
            on = local_date(clinic, request.starts_at)
            cancelled = self._store.sessions.update(
                replace(
                    current,
                    status=SessionStatus.CANCELLED,
                    cancelled_at=now,
                    cancel_cause=CancelCause.NOT_SUITABLE,
                    cancel_reason=f"Rebooked: {told}, {on.day} {on:%B}, {local_clock(clinic, request.starts_at)}",
                )
            )
            booked = self._booking.put(request, now=now)
            self._store.patients.mark_seen(booked.patient_id, now)
            self._journal.note("session.rebook", [(current, cancelled), (None, booked)], actor=actor, now=now)
            detail = {"instead": booked.id}
            self._store.audit.append(actor, "session.rebook", ("session", current.id), detail, at=now)
        return booked

    # -- inside --------------------------------------------------------------------------------

    def _listed(self, now: datetime) -> list[ChangedVerdict]:
        changed = self.changed(now=now)
        referred = self._store.referrals.open_patients() if changed else frozenset()
        return [each for each in changed if each.patient_id not in referred]

    def _call(self, row: SessionRow) -> Call:
        judged = self._judging.session(row.session)
        assessment = judged.judgement.effective
        if again := judged.person.barred:
            return Call(row, assessment, f"{again} {_ASK_AGAIN}", Advice.ASK_AGAIN, again)
        return Call(row, assessment, desk_line(assessment), _advice(assessment))

    def _to_hold(self, now: datetime) -> list[Session]:
        """The sessions whose hold is not as the verdict now asks for."""
        verdicts = {each.session_id: each.verdict for each in self.changed(now=now)}
        wait = [key for key, verdict in verdicts.items() if verdict is _REVIEW]
        held = {each.id: each for each in self._store.sessions.held_to_come(now)}
        judged = self._store.roster.verdicts(self._store.calls.held_by_list(held))
        well = [held[key] for key, was in judged.items() if not was.blocks and not verdicts.get(key, was).blocks]
        referred = self._store.referrals.open_patients() if well else frozenset()
        return [
            *(each for each in self._store.sessions.many(wait).values() if not each.held),
            *(each for each in well if each.patient_id not in referred and each.asked_in is None),
        ]


def _advice(assessment: Assessment) -> Advice:
    verdict = assessment.verdict
    if verdict is _REVIEW:
        return Advice.ASK
    if verdict is Verdict.NOT_SUITABLE and not assessment.verdicts[assessment.kind.other].blocks:
        return Advice.REBOOK
    return Advice.CALL
