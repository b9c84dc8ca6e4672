"""No booking is lost: random bookings, moves, cancellations, absences, decisions, earlier times given to those who wait
for them, and undos, at two desks on one file.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from clinicdesk.desk.off_hours import off_hours
from clinicdesk.desk.waiting_views import Place
from clinicdesk.domain.session import BookingRequest, SessionStatus
from clinicdesk.domain.waiting import Standing, WaitingEntry, WaitingStatus, Wish
from clinicdesk.domain.working_hours import Absence, AbsenceReason, ClockSpan, KeptSession
from clinicdesk.errors import Conflict, NotAllowed
from tests.desk.front_desk import JORDAN, SAM, SWEDISH, TODAY, judged, local
from tests.desk.two_desks import TwoDesks

THERAPISTS = {each.id: each for each in (JORDAN, SAM)}
ENDED = {SessionStatus.CANCELLED, SessionStatus.ENTERED_IN_ERROR}
desks = st.sampled_from([0, 1])
starts = st.tuples(st.integers(0, 2), st.integers(0, 6)).map(lambda when: local(10 + when[1], days=when[0]))
days = st.integers(0, 2).map(lambda day: TODAY + timedelta(days=day))
therapists = st.sampled_from([JORDAN, SAM])
people = st.sampled_from([0, 1])
parts = st.none() | st.integers(10, 16).map(lambda hour: ClockSpan(time(hour), time(hour + 2)))


def turned_over(place):
    """A place until its therapist is free again."""
    return replace(place, ends_at=place.ends_at + SWEDISH.occupancy - SWEDISH.duration)


class LostBookingsMachine(RuleBasedStateMachine):
    """What is booked stays on file, never clashes, and is listed as soon as the hours leave no room for it."""

    booked = Bundle("booked")
    away = Bundle("away")
    wished = Bundle("wished")
    template: Path
    ruleset: object

    def __init__(self) -> None:
        super().__init__()
        self.clinic = TwoDesks(self.template, self.ruleset)
        self.stores, self.desks, self.by = self.clinic.stores, self.clinic.desks, self.clinic.by
        self.patients = [self.stores[0].patients.by_number(number) for number in (1001, 1002)]
        self.known: set[str] = set()
        self.kept: dict[str, tuple[object, ...]] = {}

    def teardown(self) -> None:
        self.clinic.close()

    @property
    def now(self):
        return self.clinic.now

    @rule(target=booked, desk=desks, start=starts, therapist=therapists, who=st.sampled_from([0, 1]))
    def book(self, desk, start, therapist, who):
        key = f"session-{self.by(desk)['now'].timestamp()}"
        request = BookingRequest(key, self.patients[who].id, SWEDISH.id, therapist.id, start)
        with suppress(Conflict):
            self.desks[desk].booking.book(request, **self.by(desk))
            self.known.add(key)
        return key

    @rule(desk=desks, key=booked, start=starts, therapist=therapists)
    def move(self, desk, key, start, therapist):
        if key in self.known:
            session = self.stores[desk].sessions.get(key)
            with suppress(Conflict):
                self.desks[desk].moving.move(
                    session, starts_at=start, therapist_id=therapist.id, room_id=None, **self.by(desk)
                )

    @rule(desk=desks, key=booked)
    def cancel(self, desk, key):
        if key in self.known:
            session = self.stores[desk].sessions.get(key)
            with suppress(Conflict):
                self.desks[desk].day.cancel(session, reason="Ill", **self.by(desk))

    @rule(target=away, desk=desks, owner=st.sampled_from([None, JORDAN.id, SAM.id]), day=days, part=parts)
    def go_away(self, desk, owner, day, part):
        who = self.by(desk)
        reason = AbsenceReason.LEAVE if owner else AbsenceReason.CLOSURE
        key = f"absence-{who['now'].timestamp()}"
        before = set(self.hit(desk))
        told = self.desks[desk].timetable.add_absence(Absence(key, owner, reason, day, day, part), **who)
        assert {(each.row.session.id, each.obstacle) for each in told} == set(self.hit(desk)) - before
        return key

    @rule(desk=desks, key=away)
    def come_back(self, desk, key):
        absence = self.stores[desk].hours.absence(key)
        self.desks[desk].timetable.withdraw_absence(absence, **self.by(desk))

    @rule(desk=desks, place=st.integers(0, 3))
    def keep(self, desk, place):
        waiting = self.desks[desk].displaced.waiting(now=self.now)
        if waiting:
            chosen = waiting[place % len(waiting)]
            session = chosen.row.session
            before = {each.id for each in self.stores[desk].kept_sessions.of_sessions([session.id])}
            self.desks[desk].displaced.keep(chosen, **self.by(desk))
            after = self.stores[desk].kept_sessions.of_sessions([session.id])
            (decided,) = (each.id for each in after if each.id not in before)
            self.kept[decided] = (session.id, session.starts_at, session.therapist_id, chosen.obstacle)

    @rule(target=wished, desk=desks, key=booked, who=people, day=st.none() | days, urgent=st.booleans())
    def wait(self, desk, key, who, day, urgent):
        """For an earlier time than a booking has, or for any time at all."""
        session = self.stores[desk].sessions.get(key) if key in self.known else None
        wish = Wish() if day is None else Wish(weekdays=frozenset({day.weekday()}))
        by = self.by(desk)
        entry = WaitingEntry(
            f"wish-{by['now'].timestamp()}",
            session.patient_id if session else self.patients[who].id,
            SWEDISH.id,
            by["now"],
            TODAY + timedelta(days=9),
            session and session.id,
            wish,
            urgent,
        )
        with suppress(Conflict):
            self.desks[desk].waiting.ask(entry, **by)
            return entry.id
        return ""

    @rule(desk=desks, place=st.integers(0, 30), offer=st.booleans())
    def give(self, desk, place, offer):
        """Book a time that is free for somebody, or only offer it; unless it was offered, both always succeed."""
        waiting, store = self.desks[desk].waiting, self.stores[desk]
        times = list(self.desks[desk].wanted.wanted(TODAY, TODAY + timedelta(days=2), now=self.now))
        people = [each for wanted in times for each in wanted.people]
        if not people:
            return
        chosen = people[place % len(people)]
        give = waiting.offer if offer else waiting.book
        if any(turned_over(chosen.place).meets(each) for each in self.offered(store, but=chosen.entry.id)):
            with pytest.raises(NotAllowed, match="Take that offer back first"):
                give(chosen.entry, chosen.place, **self.by(desk))
            return
        session = give(chosen.entry, chosen.place, **self.by(desk))
        if offer:
            return
        self.known.add(session.id)
        assert store.waiting.get(chosen.entry.id).booked_session_id == session.id
        assert (session.starts_at, session.therapist_id) == (chosen.place.starts_at, chosen.place.therapist_id)
        if chosen.session is not None:
            assert session.id == chosen.session.id
            assert session.starts_at < chosen.session.starts_at

    def offered(self, store, *, but):
        """The places that others than one were offered and have not answered."""
        entries = [each for patient in self.patients for each in store.waiting.of_patient(patient.id) if each.id != but]
        offers = [each.offer for each in entries if each.standing(self.now, TODAY) is Standing.OFFERED]
        return [turned_over(Place(each.therapist_id, each.starts_at, each.ends_at)) for each in offers]

    @rule(desk=desks, key=wished)
    def stop_waiting(self, desk, key):
        if key:
            with suppress(Conflict):
                self.desks[desk].waiting.withdraw(self.stores[desk].waiting.get(key), **self.by(desk))

    @rule(desk=desks, back=st.booleans())
    def turn(self, desk, back):
        undoing = self.desks[desk].undoing
        with suppress(Conflict):
            for record in (undoing.undo if back else undoing.redo)(**self.by(desk)).records:
                if isinstance(record, KeptSession):
                    self.decisions_turned(record, back=back)

    def decisions_turned(self, kept, *, back):
        """Whoever was kept stands on the list again once that is taken back."""
        if back:
            del self.kept[kept.id]
        else:
            self.kept[kept.id] = (kept.session_id, kept.starts_at, kept.therapist_id, kept.obstacle)

    def hit(self, desk):
        return [(session.id, obstacle) for session, obstacle in self.desks[desk].displaced.met(now=self.now)]

    @invariant()
    def every_booking_is_on_file_and_no_two_live_ones_clash(self):
        sessions = self.stores[1].sessions.many(self.known)
        assert sessions.keys() == self.known
        live = [each for each in sessions.values() if each.status.live]
        for place, one in enumerate(live):
            for other in live[:place]:
                if one.therapist_id == other.therapist_id:
                    assert one.free_at <= other.starts_at or other.free_at <= one.starts_at
                if one.patient_id == other.patient_id:
                    assert one.ends_at <= other.starts_at or other.ends_at <= one.starts_at

    @invariant()
    def whoever_was_booked_from_the_list_has_that_booking_on_file(self):
        for store in self.stores:
            for patient in self.patients:
                for entry in store.waiting.of_patient(patient.id):
                    assert (entry.status is WaitingStatus.BOOKED) == (entry.booked_session_id is not None)
                    assert entry.booked_session_id is None or entry.booked_session_id in self.known

    @invariant()
    def whoever_has_no_time_any_more_is_on_the_list_or_was_kept(self):
        time_of = self.desks[0].timetable.working_time(TODAY, TODAY + timedelta(days=9))
        expected = set()
        for session in self.stores[0].sessions.many(self.known).values():
            if session.status in ENDED or session.starts_at < self.now:
                continue
            therapist = THERAPISTS[session.therapist_id]
            obstacle = " ".join(off_hours(time_of, therapist, session.starts_at, session.ends_at))
            if obstacle and (session.id, session.starts_at, session.therapist_id, obstacle) not in self.kept.values():
                expected.add((session.id, obstacle))
        assert set(self.hit(0)) == set(self.hit(1)) == expected


def test_no_booking_is_lost_whatever_is_decided_about_hours(desk, ruleset):
    judged(desk)
    judged(desk, "Bo")
    desk.store.close()
    machine = type("Machine", (LostBookingsMachine,), {"template": Path(desk.store.path), "ruleset": ruleset})
    run_state_machine_as_test(machine, settings=settings(max_examples=100, stateful_step_count=40, deadline=None))
