"""What the person at the desk has chosen so far, and what the clinic's book says to it."""

from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from clinicdesk.desk.booking_views import Clash, Column, DayPlan, Gap, Offer
from clinicdesk.desk.keys import new_key
from clinicdesk.desk.openings import DAYS_AHEAD
from clinicdesk.desk.wording import desk_line
from clinicdesk.domain.session import BookingRequest, Session, SessionType
from clinicdesk.domain.suitability import Technique, Verdict
from clinicdesk.errors import SlotTaken
from clinicdesk.ui.booking.chosen_slot import Slot

if TYPE_CHECKING:
    from clinicdesk.desk.judgement import Judgement
    from clinicdesk.domain.intake import Answers
    from clinicdesk.domain.patient import Patient
    from clinicdesk.domain.staff import Room, StaffMember
    from clinicdesk.rules.assessment import Assessment
    from clinicdesk.ui.context import DeskContext


_NONE_CLEAR = f"Within {DAYS_AHEAD} days no free time keeps the plan's distance and was offered to nobody."


class BookingPlan:
    """One booking in the making. Every change leaves a consistent whole to be shown.

    Attributes:
        offers: every session type with its verdict on the day chosen, in the clinic's order.
        offer: the one looked at; it may be one that cannot be booked.
        day_plan: the day chosen, with the therapists who give the kind looked at.
        gaps: where the session fits; empty for what cannot be booked.
        slot: the time chosen or proposed.
        clashes: what stands against the slot.
        notes: what does not, and has to be seen before it is booked.
        alternatives: free times near it, where something stands against it or the day is full.
    """

    def __init__(self, context: "DeskContext", patient: "Patient") -> None:
        self._context = context
        self.patient = patient
        self.intake = context.desk.intakes.latest(patient.id, actor=context.actor, now=context.now())
        self.answers: Answers = context.desk.judging.counting(patient.id, self.intake)
        self.begun = context.desk.intakes.draft(patient.id) is not None
        self.staff = _therapists(context)
        self.rooms: dict[str, Room] = {room.id: room for room in context.desk.clinic.rooms()}
        self.on: date = context.today()
        self.therapist_id: str | None = None
        self.room_id: str | None = None
        self.not_before: datetime | None = None
        self.offers: list[Offer] = []
        self.offer: Offer | None = None
        self.gaps: list[Gap] = []
        self.slot: Slot | None = None
        self.clashes: list[Clash] = []
        self.notes: tuple[str, ...] = ()
        self.alternatives: list[BookingRequest] = []
        self.attendance = context.desk.day.attendance(patient.id, now=context.now()).words
        self._key = new_key(context.now())
        self._judge()

    # -- choosing ------------------------------------------------------------------------------

    def choose_type(self, offer: Offer) -> None:
        """Look at a session type; a time chosen by hand is kept."""
        self.offer = offer
        if self.slot and self.slot.by_hand and not self._gives(self.slot.therapist_id):
            self.slot = None
        if self.therapist_id and not self._gives(self.therapist_id):
            self.therapist_id = None
        self._look_up()

    def choose_day(self, on: date) -> None:
        """Look at another day; what suits may differ there."""
        self.on = on
        self.slot = None
        self.not_before = None
        self._judge()
        self._look_up()

    def choose_therapist(self, therapist_id: str | None) -> None:
        """One therapist, or whoever is free."""
        self.therapist_id = therapist_id
        if self.slot and therapist_id and self.slot.by_hand:
            self.slot = replace(self.slot, therapist_id=therapist_id)
        self._look_up()

    def choose_room(self, room_id: str | None) -> None:
        """A room, or one given on arrival."""
        self.room_id = room_id
        self._look_up()

    def choose_slot(self, therapist_id: str, starts_at: datetime) -> None:
        """Choose a time by hand, free or not."""
        self.slot = Slot(therapist_id, starts_at, by_hand=True)
        self._check()

    def choose_start(self, starts_at: datetime) -> None:
        """Choose a time only: with the therapist chosen so far, else with whoever is free then."""
        free = [gap.therapist.id for gap in self.gaps if self._fits(gap, starts_at)]
        current = self.slot.therapist_id if self.slot else None
        if current in free or not (free or current or self.columns):
            therapist_id = current
        else:
            therapist_id = next(iter(free), current or self.columns[0].therapist.id)
        if therapist_id is not None:
            self.choose_slot(therapist_id, starts_at)

    def take(self, alternative: BookingRequest) -> None:
        """Go to one of the alternatives, on whichever day it is."""
        on = self._context.local(alternative.starts_at).date()
        if on != self.on:
            self.on = on
            self._judge()
        self.room_id = alternative.room_id
        if self.therapist_id not in {None, alternative.therapist_id}:
            self.therapist_id = alternative.therapist_id
        self.slot = Slot(alternative.therapist_id, alternative.starts_at, by_hand=True)
        self._look_up()

    def propose_after(self, moment: datetime) -> None:
        """Propose the first fitting time from a moment on, such as the end of another session."""
        self.on = self._context.local(moment).date()
        self.not_before = moment
        self.slot = None
        self._judge()
        self._look_up()
        self.go_on()

    def go_on(self) -> None:
        """Go on to the first day with a time that has nothing to be seen before, or with any where none has."""
        wanted = self.request() or next(iter(self.alternatives), None)
        first = self._first_clear(wanted) or wanted
        if first is not None and (self.slot is None or first != wanted):
            self.not_before = None
            self.take(first)
            self.slot = Slot(first.therapist_id, first.starts_at)

    # -- what follows ----------------------------------------------------------------------------

    @property
    def session_type(self) -> SessionType | None:
        """The type looked at, if it can be booked."""
        return self.offer.session_type if self.offer and self.offer.bookable else None

    @property
    def stopped(self) -> bool:
        """Whether nothing at all may be booked."""
        return bool(self.offers) and all(offer.verdict is Verdict.REFER_URGENTLY for offer in self.offers)

    @property
    def barred(self) -> bool:
        """Whether the answers leave nothing to book, though nothing is urgent."""
        return bool(self.offers) and not any(offer.bookable for offer in self.offers)

    @property
    def ready(self) -> bool:
        """Whether the book would take it as it stands."""
        return self.session_type is not None and self.slot is not None and not self.clashes

    @property
    def columns(self) -> tuple[Column, ...]:
        """The therapists to show: those who give this kind, or the one chosen."""
        return tuple(
            column
            for column in self.day_plan.columns
            if self._gives(column.therapist.id) and self.therapist_id in {None, column.therapist.id}
        )

    def offer_of(self, technique: Technique) -> Offer | None:
        """The first session type of a technique."""
        return next((offer for offer in self.offers if offer.session_type.technique is technique), None)

    def first_bookable(self) -> Offer | None:
        """What is proposed to begin with: what suits best, the clinic's order deciding between equals."""
        bookable = [offer for offer in self.offers if offer.bookable]
        return min(bookable, key=lambda offer: (not self._given(offer), offer.verdict), default=None)

    @property
    def nobody_gives(self) -> bool:
        """Whether the clinic has no therapist for the kind looked at."""
        return self.offer is not None and not self._given(self.offer)

    def judge(self, technique: Technique) -> "Judgement":
        """What counts for a technique on the day chosen, and what the rules say."""
        return self._context.desk.judging.judge(self.patient, self.answers, technique, on=self.on)

    def assess(self, technique: Technique) -> "Assessment":
        """What counts for a technique on the day chosen."""
        return self.judge(technique).effective

    def desk_line(self, technique: Technique) -> str:
        """What the desk should do about a technique, in a sentence without a clinical word."""
        return self._context.desk.referrals.obstacle(self.patient.id) or desk_line(self.assess(technique))

    def other_offers(self) -> list[Offer]:
        """What can be booked instead of the type looked at, what suits best first."""
        if self.offer is None:
            return []
        others = self.assess(self.offer.session_type.technique).alternatives
        found = [self.offer_of(other.technique) for other in others]
        return [offer for offer in found if offer is not None and offer.bookable]

    def local(self, moment: datetime) -> datetime:
        """A stored time as the clinic's clocks show it."""
        return self._context.local(moment)

    @property
    def zone(self) -> tzinfo:
        """The clinic's zone."""
        return self._context.clinic.tz

    def request(self) -> BookingRequest | None:
        """What would be asked of the book."""
        if self.session_type is None or self.slot is None:
            return None
        return self._asked(self.session_type, self.slot.therapist_id, self.slot.starts_at)

    def book(self) -> Session:
        """Put it into the book.

        Raises:
            Conflict: as ``Booking.book`` does; after ``SlotTaken`` the day has been read anew.
        """
        request = self.request()
        if request is None:
            raise AssertionError("there is nothing to book yet")
        context = self._context
        try:
            session = context.desk.booking.book(request, actor=context.actor, now=context.now())
        except SlotTaken:
            self.slot = Slot(request.therapist_id, request.starts_at, by_hand=True)
            self._look_up()
            raise
        self._key = new_key(context.now())
        return session

    def refresh(self) -> None:
        """Read the day anew: another desk may have booked meanwhile, or a therapist was added."""
        self.staff = _therapists(self._context)
        self._judge()
        self._look_up()

    # -- reading -----------------------------------------------------------------------------------

    def _judge(self) -> None:
        booking = self._context.desk.booking
        self.day_plan: DayPlan = booking.day(self.on)
        self._day_is_fresh = True
        self.offers = booking.offers(self.patient, self.answers, on=self.on)
        if self.offer is not None:
            own = self.offer.session_type.id
            self.offer = next((offer for offer in self.offers if offer.session_type.id == own), None)

    def _look_up(self) -> None:
        """Find where the type fits; keep a time chosen by hand, else propose the first."""
        session_type = self.session_type
        self.gaps, self.clashes, self.notes, self.alternatives = [], [], (), []
        if session_type is None:
            self.slot = None
            return
        booking = self._context.desk.booking
        if not self._day_is_fresh:
            self.day_plan = booking.day(self.on)
        self._day_is_fresh = False
        self.gaps = booking.gaps(
            self.on,
            session_type,
            patient_id=self.patient.id,
            room_id=self.room_id,
            therapist_id=self.therapist_id,
            now=self._context.now(),
        )
        if self.slot is None or not self.slot.by_hand:
            self.slot = self._first_slot(session_type)
        self._check()

    def _first_slot(self, session_type: SessionType) -> Slot | None:
        earliest = self.not_before or self._context.now() - timedelta(days=1)
        starts = [
            (max(gap.starts_at, earliest), gap.therapist.id)
            for gap in self.gaps
            if gap.last_start(session_type) >= earliest
        ]
        if not starts:
            return None
        starts_at, therapist_id = min(starts, key=lambda start: start[0])
        first = self._asked(session_type, therapist_id, starts_at)
        first = self._first_clear(first, days=1) or first
        return Slot(first.therapist_id, first.starts_at)

    def _first_clear(self, wanted: BookingRequest | None, days: int = DAYS_AHEAD) -> BookingRequest | None:
        """The first free time that nobody else was offered and that keeps the plan's distances, if there is one."""
        if wanted is None:
            return None
        booking, now = self._context.desk.booking, self._context.now()
        return booking.first_clear(wanted, therapist_id=self.therapist_id, days=days, now=now)

    def _check(self) -> None:
        """Name what stands against the slot, what has to be seen, and what is free near it."""
        self.clashes, self.notes, self.alternatives = [], (), []
        booking, now = self._context.desk.booking, self._context.now()
        slot, request = self.slot, self.request()
        if slot is None:
            wanted = self._anything()
            self.alternatives = booking.nearest(wanted, now=now) if wanted else []
        elif request is not None:
            free = any(gap.therapist.id == slot.therapist_id and self._fits(gap, slot.starts_at) for gap in self.gaps)
            self.clashes = [] if free else booking.clashes(request, now=now)
            self.alternatives = booking.nearest(request, now=now) if self.clashes else []
            self.notes = () if self.clashes else booking.notes(request, now=now)
            if self.notes and not slot.by_hand and self._first_clear(request) is None:
                self.notes += (_NONE_CLEAR,)

    def _anything(self) -> BookingRequest | None:
        """A request for the first time of the day, to ask what is free near it."""
        session_type = self.session_type
        if session_type is None or not self.columns:
            return None
        therapist_id = self.therapist_id or self.columns[0].therapist.id
        earliest = max(self.not_before or self.day_plan.opens, self.day_plan.opens)
        return self._asked(session_type, therapist_id, earliest)

    def _asked(self, session_type: SessionType, therapist_id: str, starts_at: datetime) -> BookingRequest:
        return BookingRequest(self._key, self.patient.id, session_type.id, therapist_id, starts_at, self.room_id)

    def _fits(self, gap: Gap, starts_at: datetime) -> bool:
        session_type = self.session_type
        return session_type is not None and gap.starts_at <= starts_at <= gap.last_start(session_type)

    def _gives(self, therapist_id: str) -> bool:
        member = self.staff.get(therapist_id)
        return member is not None and (self.offer is None or member.gives(self.offer.session_type.technique))

    def _given(self, offer: Offer) -> bool:
        return any(member.gives(offer.session_type.technique) for member in self.staff.values())


def _therapists(context: "DeskContext") -> "dict[str, StaffMember]":
    return {member.id: member for member in context.desk.clinic.therapists()}
