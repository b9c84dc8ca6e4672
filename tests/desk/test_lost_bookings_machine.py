"""No booking is lost: random bookings, moves, cancellations, series, absences, decisions, earlier times given to those
who wait for them, and undos, at two desks on one file.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule, run_state_machine_as_test

from clinicdesk.desk.off_hours import off_hours
from clinicdesk.desk.series_views import Along, Scope, SeriesChange, SeriesRow
from clinicdesk.desk.waiting_views import Place
from clinicdesk.domain.session import BookingRequest, CancelCause, SessionStatus
from clinicdesk.domain.waiting import Standing, WaitingEntry, WaitingStatus, Wish
from clinicdesk.domain.working_hours import Absence, AbsenceReason, ClockSpan, KeptSession
from clinicdesk.errors import Conflict, InvalidValues, NotAllowed
from tests.desk.front_desk import EXERCISE, JORDAN, MAPLE, SAM, SWEDISH, TODAY, WILLOW, judged, local
from tests.desk.two_desks import TwoDesks

THERAPISTS = {each.id: each for each in (JORDAN, SAM)}
ENDED = {SessionStatus.CANCELLED, SessionStatus.ENTERED_IN_ERROR}
desks = st.sampled_from([0, 1])
starts = st.tuples(st.integers(0, 2), st.integers(0, 6)).map(lambda when: local(10 + when[1], days=when[0]))
days = st.integers(0, 2).map(lambda day: TODAY + timedelta(days=day))
therapists = st.sampled_from([JORDAN, SAM])
people = st.sampled_from([0, 1])
rooms = st.sampled_from([None, MAPLE.id, WILLOW.id])


def weekly(start, weeks, therapist, room, paired):
    """The same massage week by week, on request with an exercise after it each time; Sam gives both kinds."""
    massages = [(start + timedelta(weeks=week), (SWEDISH, therapist), room) for week in range(weeks)]
    beside = [(at + SWEDISH.occupancy, (EXERCISE, SAM), None) for at, _, _ in massages]
    return massages + beside if paired else massages


anywhere = st.lists(
    st.tuples(starts, st.sampled_from([(SWEDISH, JORDAN), (SWEDISH, SAM), (EXERCISE, SAM)]), rooms),
    min_size=2,
    max_size=4,
)
series_dates = anywhere | st.builds(weekly, starts, st.integers(2, 3), therapists, rooms, st.booleans())
scopes = st.sampled_from(Scope)
parts = st.none() | st.integers(10, 16).map(lambda hour: ClockSpan(time(hour), time(hour + 2)))
weekdays, clocks, along = st.integers(0, 2), st.integers(10, 16).map(time), st.sampled_from(Along)
moves = (
    st.builds(SeriesChange, starts_at=clocks, along=along)
    | st.builds(SeriesChange, weekday=weekdays, along=along)
    | st.builds(
        SeriesChange,
        weekday=st.none() | weekdays,
        starts_at=st.none() | clocks,
        therapist_id=st.none() | st.sampled_from([JORDAN.id, SAM.id]),
        along=along,
    )
)


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
        self.clinic_notice = self.stores[0].clinic.get().notice_hours
        self.known: set[str] = set()
        self.kept: dict[str, tuple[object, ...]] = {}

    def teardown(self) -> None:
        self.clinic.close()

    @property
    def now(self):
        return self.clinic.now

    @rule(target=booked, desk=desks, start=starts, therapist=therapists, room=rooms, who=people)
    def book(self, desk, start, therapist, room, who):
        key = f"session-{self.by(desk)['now'].timestamp()}"
        request = BookingRequest(key, self.patients[who].id, SWEDISH.id, therapist.id, start, room)
        with suppress(Conflict):
            self.desks[desk].booking.book(request, **self.by(desk))
            self.known.add(key)
        return key

    @rule(desk=desks, key=booked, start=starts, therapist=therapists, room=rooms)
    def move(self, desk, key, start, therapist, room):
        if key in self.known:
            session = self.stores[desk].sessions.get(key)
            with suppress(Conflict):
                self.desks[desk].moving.move(
                    session, starts_at=start, therapist_id=therapist.id, room_id=room, **self.by(desk)
                )

    @rule(desk=desks, key=booked)
    def cancel(self, desk, key):
        if key in self.known:
            session = self.stores[desk].sessions.get(key)
            with suppress(Conflict):
                self.desks[desk].day.cancel(session, reason="Ill", **self.by(desk))

    @rule(target=booked, desk=desks, who=people, dates=series_dates)
    def book_a_series(self, desk, who, dates):
        """All or none, and as the preview has said."""
        key, series = f"series-{self.by(desk)['now'].timestamp()}", self.desks[desk].series
        rows = [
            SeriesRow(BookingRequest(f"{key}-{place}", self.patients[who].id, kind.id, therapist.id, start, room))
            for place, (start, (kind, therapist), room) in enumerate(dates)
        ]
        keys = [row.request.id for row in rows]
        fits = all(check.fits for check in series.check(rows, now=self.now))
        try:
            booked = series.book(rows, **self.by(desk))
        except Conflict:
            assert not fits
            assert self.stores[desk].sessions.many(keys) == {}
        else:
            assert fits
            assert len({session.series_id for session in booked}) == 1
            self.known |= set(keys)
        return multiple(*keys)

    @rule(desk=desks, key=booked, scope=scopes, change=moves, meanwhile=st.booleans())
    def change_a_series(self, desk, key, scope, change, meanwhile):
        """All or none, and as the preview has said, unless another desk has touched one of them since."""
        if key not in self.known:
            return
        before, rows, fits = self.previewed(desk, key, scope, change)
        wished = {row.request.id: row for row in rows if row.changes}
        touched = next((each for each in wished if before[each].status is SessionStatus.BOOKED), None)
        if meanwhile and touched:
            before[touched] = self.desks[1 - desk].day.confirm(before[touched], **self.by(1 - desk))
            fits = False
        if not wished:
            with pytest.raises(InvalidValues):
                self.desks[desk].series.change(rows, **self.by(desk))
            return
        after = self.changed(desk, rows, fits, before)
        for each, row in wished.items() if fits else ():
            stored, request = after[each], row.request
            assert (stored.starts_at, stored.therapist_id) == (request.starts_at, request.therapist_id)
            assert (stored.room_id, stored.status.live) == (request.room_id, True)

    @rule(desk=desks, key=booked, scope=scopes, cause=st.sampled_from(CancelCause))
    def cancel_a_series(self, desk, key, scope, cause):
        """All or none; what is cancelled tells why and when, as one cancelled by itself does."""
        if key not in self.known:
            return
        before, rows, fits = self.previewed(desk, key, scope, SeriesChange(cancel=True))
        if not rows:
            return
        after = self.changed(desk, rows, fits, before, cause=cause)
        for row in rows if fits else ():
            stored = after[row.request.id]
            told = (stored.status, stored.cancel_cause, stored.cancelled_at, stored.cancelled_late)
            assert told == (SessionStatus.CANCELLED, cause, self.now, cause.by_patient and self.late(stored))

    def late(self, session):
        return session.starts_at - self.now < timedelta(hours=self.clinic_notice)

    def previewed(self, desk, key, scope, change):
        """Every session before a change, the dates of the change, and whether the preview says that all fit."""
        series, store = self.desks[desk].series, self.stores[desk]
        rows = series.changed(store.sessions.get(key), scope, change, now=self.now)
        fits = all(check.fits for check in series.check(rows, now=self.now))
        return store.sessions.many(self.known), rows, fits

    def changed(self, desk, rows, fits, before, cause=CancelCause.OTHER):
        """Every session after a change, which is done if all fit; what is not of it, or is refused, is untouched."""
        try:
            self.desks[desk].series.change(rows, reason="Away", cause=cause, **self.by(desk))
        except Conflict:
            assert not fits
        else:
            assert fits
        after = self.stores[1 - desk].sessions.many(self.known)
        concerned = {row.request.id for row in rows if row.changes} if fits else set()
        assert all(after[each] == before[each] for each in self.known - concerned)
        return after

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
        if session is not None and session.session_type_id != SWEDISH.id:
            return ""
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
                if one.room_id is not None and one.room_id == other.room_id:
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
        time_of = self.desks[0].timetable.working_time(TODAY, TODAY + timedelta(weeks=4))
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
    run_state_machine_as_test(machine, settings=settings(max_examples=25, stateful_step_count=40, deadline=None))
