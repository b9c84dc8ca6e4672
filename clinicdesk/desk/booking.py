"""Booking: what suits a person, when it can be given, and putting it into the book."""

from dataclasses import replace
from datetime import date, datetime

from clinicdesk.data import Store
from clinicdesk.desk.booking_notes import BookingNotes
from clinicdesk.desk.booking_views import Clash, Column, DayPlan, Gap, Offer
from clinicdesk.desk.clashes import Clashes, session_for
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.dated_verdicts import Counted, DatedVerdict, dated_verdict
from clinicdesk.desk.hours import local_date, whole_day
from clinicdesk.desk.journal import Journal
from clinicdesk.desk.judging import JudgedSession, Judging
from clinicdesk.desk.openings import DAYS_AHEAD, Openings
from clinicdesk.desk.plan_choice import counted
from clinicdesk.desk.roster import Roster
from clinicdesk.desk.wording import refusal, renewal_note
from clinicdesk.desk.working_time import working_time
from clinicdesk.domain.intake import Answers
from clinicdesk.domain.patient import Patient
from clinicdesk.domain.session import BookingRequest, Session, SessionStatus, SessionType
from clinicdesk.domain.staff import Role, StaffMember
from clinicdesk.domain.suitability import Verdict
from clinicdesk.errors import NotAllowed, NotBookable, NotFound, SlotTaken


class Booking:
    """The book of sessions."""

    def __init__(self, store: Store, judging: Judging) -> None:
        self._store = store
        self._judging = judging
        self._clashes = Clashes(store)
        self._notes = BookingNotes(store)
        self._openings = Openings(store)
        self._journal = Journal(store)

    def offers(self, patient: Patient, answers: Answers, *, on: date) -> list[Offer]:
        """Every session type on offer with the verdict that counts for a person on a date, in the clinic's order.

        While a referral stands in the way none can be booked, whatever its verdict.
        """
        person = self._judging.person(patient, answers)
        verdicts, barred, due = person.verdicts(on=on), bool(person.barred), person.renewal(on)
        return [
            Offer(
                session_type=session_type,
                verdict=verdicts[session_type.technique],
                bookable=not barred and verdicts[session_type.technique] < Verdict.NOT_SUITABLE,
                hold=not barred and verdicts[session_type.technique] is Verdict.NEEDS_CLINICIAN_REVIEW,
                renewal=due,
            )
            for session_type in self._store.session_types.all()
            if session_type.active
        ]

    def day(self, on: date) -> DayPlan:
        """A day of the clinic: a column for every therapist who works here or has a session that day."""
        clinic = clinic_of(self._store)
        time = working_time(self._store, on, on)
        opens, closes = time.reach(on)
        roster = Roster(self._store)
        slots = roster.slots(self._store.sessions.between(*whole_day(clinic, on)))
        columns = []
        for member in roster.staff.values():
            own = tuple(slot for slot in slots if slot.session.therapist_id == member.id)
            if own or (member.active and member.role is Role.THERAPIST):
                columns.append(Column(member, own, time.staff_day(member.id, on)))
        return DayPlan(on, opens, closes, tuple(columns), time.clinic_day(on))

    def gaps(
        self,
        on: date,
        session_type: SessionType,
        *,
        patient_id: str,
        room_id: str | None = None,
        therapist_id: str | None = None,
        now: datetime,
    ) -> list[Gap]:
        """Free stretches of a day in which a session type fits, by start.

        Every start in them, up to ``Gap.last_start``, can be booked: the therapist gives this
        technique and is at work, nobody and nothing concerned is booked, the session ends before the
        therapist or the clinic does (tidying up may run over), and nothing is in the past.
        """
        return self._openings.gaps(
            on, session_type, patient_id=patient_id, room_id=room_id, therapist_id=therapist_id, now=now
        )

    def clashes(self, request: BookingRequest, *, now: datetime) -> list[Clash]:
        """Everything that stands against a request; empty when it can be booked as far as time goes."""
        return self._clashes.of(request, now=now)

    def notes(self, request: BookingRequest, *, now: datetime) -> tuple[str, ...]:
        """What does not stand against a request and has to be seen before it is booked, a sentence each."""
        due = self.counted(request).renewal
        return self._notes.of_request(request, now=now) + ((renewal_note(due),) if due else ())

    def nearest(self, request: BookingRequest, *, now: datetime, count: int = 3) -> list[BookingRequest]:
        """Free alternatives near a request that clashes, best first, within a fortnight.

        They differ from the request in time, therapist or room and carry the same id. None is on a date on
        which the rules forbid it.
        """
        verdict = self._dated_verdict(request)
        return self._openings.nearest(
            request, now=now, count=count, suits=lambda on: verdict(on).verdict < Verdict.NOT_SUITABLE
        )

    def first_clear(
        self, wanted: BookingRequest, *, therapist_id: str | None = None, days: int = DAYS_AHEAD, now: datetime
    ) -> BookingRequest | None:
        """The first free time from the one wanted on that was offered to nobody else and keeps the plan's distances.

        Args:
            wanted: what is asked for, in its room if it names one.
            therapist_id: with whom; None for whoever is free.
            days: how many are looked at; those on which the rules forbid it are passed over.
            now: the time now.
        """
        verdict = self._dated_verdict(wanted)
        return next(
            (
                found
                for found in self._openings.firsts(wanted, therapist_id=therapist_id, days=days, now=now)
                if verdict(local_date(clinic_of(self._store), found.starts_at)).verdict < Verdict.NOT_SUITABLE
                and not self._notes.of_request(found, now=now)
            ),
            None,
        )

    def counted(self, request: BookingRequest) -> Counted:
        """What counts for a request on its own date; one that carries the id of a session is about that."""
        return self._dated_verdict(request)(local_date(clinic_of(self._store), request.starts_at))

    def _dated_verdict(self, request: BookingRequest) -> DatedVerdict:
        return dated_verdict(
            self._store,
            self._judging,
            patient_id=request.patient_id,
            session_type_id=request.session_type_id,
            session_id=request.id,
        )

    def book(self, request: BookingRequest, *, actor: StaffMember, now: datetime, here: bool = False) -> Session:
        """Put a session into the book, judged anew on its own date by the newest intake.

        A session that needs a clinician's look is booked as held. It counts against the person's active
        plan of care where that still has a session of its kind to give. Asking again with the same
        request changes nothing and returns the session as it stands.

        Args:
            request: what is asked for.
            actor: who books.
            now: when.
            here: whether the person stands at the counter: they have arrived in the same step.

        Raises:
            NotBookable: the verdict forbids it; says what can be booked instead.
            SlotTaken: the therapist, the patient or the room is taken; says who has it.
            NotAllowed: it is outside working hours, in the past, or this therapist does not give it.
            NotFound: the patient, session type, therapist or room does not exist.
        """
        with self._store.write():
            stored = self._stored(request)
            if stored is not None:
                return stored
            session = self.put(request, here=here, now=now)
            self._store.patients.mark_seen(session.patient_id, now)
            self._journal.note("session.book", [(None, session)], actor=actor, now=now)
            detail = {"starts_at": session.starts_at.isoformat(), "session_type": session.session_type_id}
            self._store.audit.append(actor, "session.book", ("session", session.id), detail, at=now)
        return session

    def put(
        self, request: BookingRequest, *, series_id: str | None = None, here: bool = False, now: datetime
    ) -> Session:
        """As ``book``, inside the caller's transaction, who tells the audit trail; as one of a series, if it is one."""
        session_type = self._store.session_types.get(request.session_type_id)
        obstacles = self._clashes.terms(request, session_type, now=now)
        if obstacles:
            raise NotAllowed(" ".join(obstacle.message for obstacle in obstacles))
        wanted = counted(self._store, self._equipped(request, session_type))
        if here:
            wanted = replace(wanted, status=SessionStatus.ARRIVED, arrived_at=now)
        return self._judged(replace(wanted, series_id=series_id), now)

    def _equipped(self, request: BookingRequest, session_type: SessionType) -> Session:
        return self._clashes.equipped(session_for(request, session_type), session_type)

    def _stored(self, request: BookingRequest) -> Session | None:
        try:
            stored = self._store.sessions.get(request.id)
        except NotFound:
            return None
        same = (stored.patient_id, stored.session_type_id, stored.therapist_id, stored.starts_at, stored.room_id)
        if same != (
            request.patient_id,
            request.session_type_id,
            request.therapist_id,
            request.starts_at,
            request.room_id,
        ):
            raise NotAllowed("This booking was already made with other details. Start a new one.")
        if stored.status is SessionStatus.ENTERED_IN_ERROR:
            raise NotAllowed("This booking was made and taken back. Start a new one.")
        return stored

    def _judged(self, session: Session, now: datetime) -> Session:
        """Judge a session, store it with what counts for it, and return it as stored."""
        judged = self._judging.session(session)
        self._refuse(judged)
        try:
            stored = self._store.sessions.add(replace(session, held=judged.judgement.held))
        except SlotTaken as taken:
            raise self._clashes.named(taken, session) from taken
        self._judging.keep(judged, now=now)
        return stored

    def _refuse(self, judged: JudgedSession) -> None:
        verdict, barred = judged.judgement.verdict, judged.person.barred
        # What to do at once is said first.
        if verdict is Verdict.REFER_URGENTLY or (verdict is Verdict.NOT_SUITABLE and not barred):
            offered = [each for each in self._store.session_types.all() if each.active]
            words = refusal(judged.judgement.effective, judged.patient, judged.session_type, offered)
            raise NotBookable(f"{words} {barred}".rstrip())
        if barred:
            raise NotBookable(barred)
