"""The waiting list: wishes, whom a free time suits, and giving it to one of them."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, time, timedelta
from threading import Barrier

import pytest

from clinicdesk.data import open_store
from clinicdesk.desk import Desk
from clinicdesk.desk.keys import new_key
from clinicdesk.desk.series_views import Scope, SeriesChange, SeriesRow
from clinicdesk.desk.waiting import usual_last_day
from clinicdesk.desk.waiting_fit import MOST
from clinicdesk.desk.waiting_views import Place
from clinicdesk.domain.session import CancelCause, SessionStatus
from clinicdesk.domain.suitability import Verdict
from clinicdesk.domain.waiting import Standing, WaitingEntry, Wish
from clinicdesk.domain.working_hours import Absence, AbsenceReason
from clinicdesk.errors import Conflict, InvalidValues, NotAllowed, SlotTaken, StaleRecord
from tests.desk.front_desk import (
    CLAIRE,
    EXERCISE,
    JORDAN,
    MAPLE,
    MARIA,
    NOW,
    SAM,
    SWEDISH,
    TODAY,
    asked,
    audited,
    booked,
    judged,
    local,
    person,
)

BY = {"actor": MARIA, "now": NOW}
MASSAGE_BLOCKED = {"disc_problem": "herniation_no_leg_symptoms"}


def wish_of(patient, session=None, *, session_type=SWEDISH, asked_at=NOW, last=TODAY + timedelta(days=30), **more):
    wish = Wish(**{key: more.pop(key) for key in ("weekdays", "earliest", "latest", "therapist_ids") if key in more})
    kind = session.session_type_id if session else session_type.id
    return WaitingEntry(new_key(asked_at), patient.id, kind, asked_at, last, session and session.id, wish, **more)


def waits(desk, patient, session=None, **wished):
    return desk.waiting.ask(wish_of(patient, session, **wished), **BY)


def place(starts_at, therapist=JORDAN, *, session_type=SWEDISH, room=None):
    return Place(therapist.id, starts_at, starts_at + session_type.duration, room and room.id)


def rows(desk, now=NOW):
    return list(desk.waiting.again(most=99, now=now).rows)


def names(people):
    return [each.patient.called for each in people]


def who_for(desk, starts_at, therapist=JORDAN, *, room=None, now=NOW):
    therapist_id = therapist and therapist.id
    return desk.wanted.people_again(starts_at, therapist_id=therapist_id, room_id=room and room.id, now=now)


@pytest.fixture
def ana(desk):
    return judged(desk)


@pytest.fixture
def far(desk, ana):
    """Ana with Jordan, three weeks from now."""
    return booked(desk, ana, local(10, days=21))


@pytest.fixture
def entry(desk, ana, far):
    return waits(desk, ana, far)


# -- asking ------------------------------------------------------------------------------------


def test_whoever_asks_stands_on_the_list_with_their_session_and_verdict(desk, ana, far, entry):
    (row,) = rows(desk)
    assert (row.entry, row.session, row.patient.id) == (entry, far, ana.id)
    assert (row.therapist, row.session_type, row.standing) == (JORDAN, SWEDISH, Standing.WAITING)
    assert row.verdict in {Verdict.SUITABLE, Verdict.SUITABLE_WITH_PRECAUTIONS}


def test_somebody_without_a_session_can_wait_too(desk, ana):
    waits(desk, ana, note="Call after 5")
    (row,) = rows(desk)
    assert row.session is None
    assert row.entry.note == "Call after 5"


def test_opening_the_list_is_audited_and_only_its_top_is_read(desk, entry):
    waits(desk, judged(desk, "Bo"), asked_at=NOW + timedelta(seconds=1))
    found = desk.waiting.read(most=1, **BY)
    assert ([row.entry for row in found.rows], found.total) == ([entry], 2)
    assert audited(desk)[0][:2] == (MARIA.name, "waiting.read")


def test_opening_who_could_have_a_time_names_who_looked_and_at_whom_and_wakes_no_other_desk(desk, ana, entry, ruleset):
    with open_store(desk.store.path) as store:
        other = Desk(store, ruleset)
        assert (desk.watch.look(), other.watch.look()) == (None, None)
        people = desk.wanted.people_for(local(13), therapist_id=JORDAN.id, actor=SAM, now=NOW)
        assert [each.entry for each in people] == [entry]
        assert people == who_for(desk, local(13))
        detail = {"from": local(13).isoformat(), "patients": [ana.id]}
        assert audited(desk, 2)[0] == (SAM.name, "waiting.read", detail)
        assert audited(desk, 2)[1][1] == "waiting.ask", "to look again leaves no entry"
        assert other.watch.look() is None


def test_of_a_crowd_only_those_who_will_be_called_are_looked_at(desk):
    for place in range(MOST + 1):
        waits(desk, judged(desk, f"P{place}"), asked_at=NOW + timedelta(seconds=place))
    first = next(desk.wanted.wanted(TODAY, TODAY, now=NOW))
    assert names(first.people) == [f"P{place}" for place in range(MOST)]
    assert first.more
    assert first.count_words == "20+"


def test_the_urgent_stand_first_then_whoever_waited_longest(desk):
    people = [judged(desk, name) for name in ("Al", "Bo", "Cy", "Di")]
    for step, (each, urgent) in enumerate(zip(people, (False, False, True, True), strict=True)):
        waits(desk, each, asked_at=NOW - timedelta(days=step), urgent=urgent)
    assert [row.patient.called for row in rows(desk)] == ["Di", "Cy", "Bo", "Al"]
    assert names(who_for(desk, local(13))) == ["Di", "Cy", "Bo", "Al"]


@pytest.mark.parametrize(
    ("wished", "field"),
    [
        ({"last": TODAY - timedelta(days=1)}, "expires_on"),
        ({"weekdays": frozenset()}, "weekdays"),
        ({"earliest": time(12), "latest": time(9)}, "latest"),
        ({"therapist_ids": (CLAIRE.id,)}, "therapists"),
    ],
)
def test_a_wish_that_nothing_could_fulfil_is_refused_by_field(desk, ana, wished, field):
    with pytest.raises(InvalidValues) as refused:
        waits(desk, ana, **wished)
    assert list(refused.value.fields) == [field]
    assert rows(desk) == []


def test_nobody_waits_twice_for_the_same(desk, ana, far, entry):
    with pytest.raises(NotAllowed, match="waits for that already"):
        waits(desk, ana, far)
    waits(desk, ana, session_type=EXERCISE)
    assert len(rows(desk)) == 2
    assert desk.waiting.of_session(far, now=NOW) == entry


def test_a_session_that_is_over_is_not_waited_for(desk, ana):
    session = booked(desk, ana, local(10))
    with pytest.raises(NotAllowed, match="has begun or is over"):
        desk.waiting.ask(wish_of(ana, session), actor=MARIA, now=local(11))


def test_a_retry_is_harmless_and_a_deed_is_one_audit_entry(desk, ana):
    wish = wish_of(ana)
    assert desk.waiting.ask(wish, **BY) == desk.waiting.ask(wish, **BY)
    assert audited(desk)[0][:2] == (MARIA.name, "waiting.ask")


def test_a_wish_is_changed_withdrawn_and_each_is_taken_back(desk, entry):
    changed = desk.waiting.change(replace(entry, note="Mornings", urgent=True), **BY)
    assert desk.undoing.next_undo(**BY) == "changed the wish of Ana Ruiz"
    desk.waiting.withdraw(changed, **BY)
    assert rows(desk) == []
    assert desk.undoing.undo(**BY).words == "took Ana Ruiz off the waiting list"
    assert rows(desk)[0].entry.note == "Mornings"
    desk.undoing.undo(**BY)
    assert rows(desk)[0].entry.note == ""
    assert desk.undoing.undo(**BY).words == "put Ana Ruiz on the waiting list"
    assert rows(desk) == []
    desk.undoing.redo(**BY)
    assert rows(desk)[0].entry.id == entry.id


def test_two_desks_that_change_one_wish_do_not_overwrite_each_other(desk, entry):
    desk.waiting.change(replace(entry, note="one"), **BY)
    with pytest.raises(StaleRecord):
        desk.waiting.change(replace(entry, note="other"), **BY)
    with pytest.raises(StaleRecord):
        desk.waiting.withdraw(entry, **BY)


def test_whose_time_ran_out_is_told_so_for_a_while_and_offered_nothing(desk, ana):
    entry = waits(desk, ana, last=TODAY + timedelta(days=2))
    later = {"actor": MARIA, "now": NOW + timedelta(days=3)}
    (row,) = rows(desk, later["now"])
    assert row.standing is Standing.EXPIRED
    assert who_for(desk, local(13, days=3), now=later["now"]) == []
    assert rows(desk, NOW + timedelta(days=30)) == []
    desk.waiting.change(replace(entry, expires_on=TODAY + timedelta(days=9)), **later)
    assert names(who_for(desk, local(13, days=3), now=later["now"])) == ["Ana"]


def test_the_usual_last_day_is_the_day_before_the_session_or_eight_weeks_from_now():
    assert usual_last_day(date(2026, 12, 14), TODAY) == date(2026, 12, 13)
    assert usual_last_day(TODAY, TODAY) == TODAY
    assert usual_last_day(None, TODAY) == TODAY + timedelta(weeks=8)


def test_whose_session_was_cancelled_waits_on_without_it(desk, far, entry):
    desk.day.cancel(far, reason="Jordan is ill", cause=CancelCause.CLINIC, **BY)
    (row,) = rows(desk)
    assert row.session is None
    assert names(who_for(desk, local(10, days=22))) == ["Ana"]


# -- whom a free time suits --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wished", "fits"),
    [
        ({}, True),
        ({"weekdays": frozenset({0})}, True),
        ({"weekdays": frozenset({1, 2})}, False),
        ({"earliest": time(13), "latest": time(14)}, True),
        ({"latest": time(13, 30)}, False),
        ({"earliest": time(17, 30)}, False),
        ({"therapist_ids": (JORDAN.id, SAM.id)}, True),
        ({"therapist_ids": (SAM.id,)}, False),
        ({"session_type": EXERCISE}, False),
    ],
)
def test_a_time_suits_by_day_hour_therapist_and_skill(desk, ana, wished, fits):
    waits(desk, ana, **wished)
    assert bool(who_for(desk, local(13))) is fits


def test_a_person_starts_when_they_can_within_the_free_time(desk, ana):
    waits(desk, ana, earliest=time(14, 30))
    (found,) = who_for(desk, local(13))
    assert (found.place.starts_at, found.place.ends_at) == (local(14, 30), local(14, 30) + SWEDISH.duration)


def test_only_earlier_than_what_they_have_and_how_much_is_told(desk, ana, entry):
    (found,) = who_for(desk, local(13))
    assert found.gained == timedelta(days=20, hours=21)
    assert who_for(desk, local(9, days=22)) == []


def test_an_hour_after_a_session_of_the_person_is_offered_not_one_beside_it(desk, ana, entry):
    booked(desk, ana, local(13), therapist=SAM)
    (found,) = who_for(desk, local(13))
    assert found.place.starts_at == local(13) + SWEDISH.duration


def test_a_gap_that_is_too_short_before_the_next_session_suits_nobody(desk, entry):
    booked(desk, judged(desk, "Bo"), local(14))
    assert who_for(desk, local(13, 5)) == []


def test_whom_the_rules_forbid_it_is_left_out_and_whom_a_therapist_decides_about_is_held(desk):
    waits(desk, judged(desk, "Bo", **MASSAGE_BLOCKED))
    unasked = person(desk, "Cy")
    waits(desk, unasked)
    (found,) = who_for(desk, local(13))
    assert found.patient.id == unasked.id
    assert found.hold
    assert found.verdict is Verdict.NEEDS_CLINICIAN_REVIEW


def test_a_room_that_is_asked_for_has_to_be_free(desk, entry):
    booked(desk, judged(desk, "Bo"), local(13), therapist=SAM, room=MAPLE)
    (found,) = who_for(desk, local(13), room=MAPLE)
    assert found.place.starts_at >= local(13) + SWEDISH.duration
    assert found.place.room_id == MAPLE.id
    assert names(who_for(desk, local(13), None, room=MAPLE)) == ["Ana"]


def test_free_times_of_two_weeks_that_somebody_waits_for_are_found_in_order(desk, ana, far):
    assert desk.wanted.free_now(now=NOW).times == ()
    waits(desk, ana, far, weekdays=frozenset({2}), therapist_ids=(JORDAN.id,))
    found = desk.wanted.free_now(now=NOW)
    assert [each.free.therapist for each in found.times] == [JORDAN, JORDAN]
    assert [each.free.starts_at.date() for each in found.times] == [date(2026, 11, 25), date(2026, 12, 2)]
    assert not found.more
    assert desk.wanted.free_now(now=NOW, count=1).more


def test_the_times_that_one_person_could_have_are_found_one_in_each_stretch(desk, ana, far):
    entry = waits(desk, ana, far, therapist_ids=(SAM.id,), latest=time(12))
    waits(desk, judged(desk, "Bo"), urgent=True)
    found = desk.wanted.times_for(entry, now=NOW, count=3)
    assert [each.place.starts_at for each in found] == [local(9, 5), local(8, days=1), local(8, days=2)]
    assert {each.entry.id for each in found} == {entry.id}


def test_nobody_who_only_waits_costs_nothing(desk, ana):
    assert list(desk.wanted.wanted(TODAY, TODAY, now=NOW)) == []
    assert who_for(desk, local(13)) == []


# -- offering ----------------------------------------------------------------------------------


def test_an_offer_is_kept_and_no_other_desk_offers_the_time(desk, entry):
    bo = judged(desk, "Bo")
    other = waits(desk, bo, asked_at=NOW + timedelta(seconds=1))
    offered = desk.waiting.offer(entry, place(local(13)), **BY)
    row = rows(desk)[0]
    assert (row.standing, row.entry.offer.starts_at, row.offered_by) == (Standing.OFFERED, local(13), MARIA)
    with pytest.raises(NotAllowed, match=r"Maria Keller offered 13:00 to Ana Ruiz at 09:02"):
        desk.waiting.offer(other, place(local(13, 30)), **BY)
    with pytest.raises(NotAllowed, match="Take that offer back first"):
        desk.waiting.book(other, place(local(13)), **BY)
    with pytest.raises(NotAllowed, match="Take that offer back first"):
        desk.waiting.offer(other, place(local(14)), **BY)  # Jordan is free again ten minutes later
    desk.waiting.offer(other, place(local(14, 10)), **BY)
    desk.waiting.take_offer_back(offered, **BY)
    assert desk.undoing.next_undo(**BY) == "took back the offer to Ana Ruiz"


def test_an_offer_stands_until_its_time_has_come(desk, entry):
    desk.waiting.offer(entry, place(local(13)), **BY)
    assert rows(desk, local(13))[0].standing is Standing.WAITING


def test_an_offer_whose_time_was_given_away_says_so(desk, entry):
    desk.waiting.offer(entry, place(local(13)), **BY)
    (row,) = rows(desk)
    assert (row.against, row.offered.place) == ("", place(local(13)))
    booked(desk, judged(desk, "Bo"), local(13))
    assert rows(desk)[0].against.startswith("Jordan Lee is with Bo Ruiz")


def test_whoever_only_waits_and_was_booked_meanwhile_is_told_so(desk, ana):
    waits(desk, ana)
    assert rows(desk)[0].besides is None
    session = booked(desk, ana, local(15))
    assert rows(desk)[0].besides == session
    (found,) = who_for(desk, local(10))
    assert (found.session, found.besides, found.gained) == (None, session, None)


def test_a_time_that_cannot_be_booked_is_not_offered(desk, entry):
    booked(desk, judged(desk, "Bo"), local(13))
    with pytest.raises(NotAllowed, match="Jordan Lee is with Bo Ruiz"):
        desk.waiting.offer(entry, place(local(13)), **BY)


# -- booking -----------------------------------------------------------------------------------


def test_booking_moves_the_session_keeps_its_key_and_releases_the_far_time(desk, far, entry):
    session = desk.waiting.book(entry, place(local(13)), **BY)
    assert (session.id, session.starts_at) == (far.id, local(13))
    assert desk.store.waiting.get(entry.id).booked_session_id == far.id
    assert rows(desk) == []
    assert audited(desk)[0] == (
        MARIA.name,
        "waiting.book",
        {"entry": entry.id, "from": far.starts_at.isoformat(), "to": local(13).isoformat()},
    )
    booked(desk, judged(desk, "Bo"), far.starts_at)


def test_one_undo_takes_all_of_it_back_and_one_redo_does_it_again(desk, far, entry):
    desk.waiting.book(entry, place(local(13)), **BY)
    assert desk.undoing.next_undo(**BY) == "moved Ana Ruiz to 13:00"
    desk.undoing.undo(**BY)
    assert desk.store.sessions.get(far.id).starts_at == far.starts_at
    assert [row.entry.id for row in rows(desk)] == [entry.id]
    desk.undoing.redo(**BY)
    assert desk.store.sessions.get(far.id).starts_at == local(13)
    assert rows(desk) == []


def test_somebody_who_only_waits_is_booked_anew_and_that_is_taken_back(desk, ana):
    entry = waits(desk, ana)
    session = desk.waiting.book(entry, place(local(13)), **BY)
    assert session.status is SessionStatus.BOOKED
    assert desk.undoing.undo(**BY).words == "booked Ana Ruiz for 13:00"
    assert desk.store.sessions.get(session.id).status is SessionStatus.ENTERED_IN_ERROR
    assert rows(desk)[0].entry.id == entry.id


def test_the_room_goes_along_where_it_is_free(desk, ana):
    far = booked(desk, ana, local(10, days=21), room=MAPLE)
    assert desk.waiting.book(waits(desk, ana, far), place(local(13)), **BY).room_id == MAPLE.id
    desk.undoing.undo(**BY)
    booked(desk, judged(desk, "Bo"), local(13), therapist=SAM, room=MAPLE)
    entry = rows(desk)[0].entry
    assert desk.waiting.book(entry, place(local(13)), **BY).room_id is None


def test_a_later_time_or_one_that_is_taken_is_refused_and_nothing_changes(desk, far, entry):
    with pytest.raises(NotAllowed, match="not earlier"):
        desk.waiting.book(entry, place(local(10, days=22)), **BY)
    booked(desk, judged(desk, "Bo"), local(13))
    with pytest.raises(SlotTaken, match="Jordan Lee is with Bo Ruiz"):
        desk.waiting.book(entry, place(local(13)), **BY)
    assert desk.store.sessions.get(far.id) == far
    assert desk.store.waiting.get(entry.id) == entry


def test_of_two_desks_that_book_one_time_one_wins_and_the_other_is_told(desk, ruleset, entry):
    other_entry = waits(desk, judged(desk, "Bo"))
    with open_store(desk.store.path) as store:
        other = Desk(store, ruleset)
        desk.waiting.book(entry, place(local(13)), **BY)
        with pytest.raises(SlotTaken, match="Jordan Lee is with Ana Ruiz"):
            other.waiting.book(other_entry, place(local(13)), actor=SAM, now=NOW)
        with pytest.raises(NotAllowed, match="Ana Ruiz was booked meanwhile"):
            other.waiting.book(entry, place(local(15)), actor=SAM, now=NOW)
        assert [row.patient.called for row in rows(other)] == ["Bo"]


def racing(desk, ruleset, entries, slot):
    """Two desks, each with a connection of its own, book the same time at the same moment."""
    start = Barrier(2)

    def book(entry):
        with open_store(desk.store.path) as store:
            own = Desk(store, ruleset)
            start.wait()
            try:
                return own.waiting.book(entry, place(slot), **BY)
            except Conflict as refused:
                return refused

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(book, entries))


@pytest.mark.parametrize("hour", [10, 12, 14, 16])
def test_of_two_desks_at_the_same_moment_exactly_one_gets_the_time(desk, ruleset, ana, far, hour):
    mine, theirs = waits(desk, ana, far), waits(desk, judged(desk, "Bo"))
    outcomes = racing(desk, ruleset, [mine, theirs], local(hour))
    (refused,) = [each for each in outcomes if isinstance(each, Conflict)]
    (won,) = [each for each in outcomes if not isinstance(each, Conflict)]
    assert isinstance(refused, SlotTaken)
    assert refused.session_id == won.id
    assert len(rows(desk)) == 1
    kept = desk.store.sessions.get(far.id)
    assert kept == far or kept.id == won.id


def test_of_two_desks_that_book_one_person_at_the_same_moment_one_is_told(desk, ruleset, far, entry):
    outcomes = racing(desk, ruleset, [entry, entry], local(13))
    (refused,) = [each for each in outcomes if isinstance(each, Conflict)]
    assert str(refused) == "Ana Ruiz was booked meanwhile. Nothing was changed."


# -- what becomes free ------------------------------------------------------------------------


@pytest.fixture
def freed(desk, entry):
    """Looks for what became free; Ana waits, and Bo has Jordan at one."""
    session = booked(desk, judged(desk, "Bo"), local(13))
    assert desk.freed.look(now=NOW) is None
    return session


def told(desk, now=NOW):
    return [(each.free.therapist.name, names(each.people)) for each in desk.freed.look(now=now) or []]


def test_a_cancelled_session_tells_who_could_have_its_time(desk, freed):
    desk.day.cancel(freed, reason="Ill", **BY)
    assert told(desk) == [("Jordan Lee", ["Ana"])]
    assert desk.freed.look(now=NOW) is None


def test_a_moved_session_and_a_booking_taken_back_tell_it_too(desk, freed):
    desk.undoing.undo(actor=MARIA, now=NOW)
    assert told(desk) == [("Jordan Lee", ["Ana"])]
    desk.undoing.redo(actor=MARIA, now=NOW)
    assert told(desk) == []
    session = desk.store.sessions.get(freed.id)
    desk.moving.move(session, starts_at=local(15), therapist_id=SAM.id, room_id=None, **BY)
    assert told(desk) == [("Jordan Lee", ["Ana"])]


def test_what_another_desk_frees_is_told_here(desk, freed, ruleset):
    with open_store(desk.store.path) as store:
        Desk(store, ruleset).day.no_show(freed, actor=SAM, now=NOW)
    assert told(desk) == [("Jordan Lee", ["Ana"])]


def test_a_series_called_off_tells_each_of_its_times(desk, ana, far, entry):
    bo = judged(desk, "Bo")
    asked_for = [asked(bo, local(11, days=day)) for day in (1, 2)]
    sessions = desk.series.book([SeriesRow(each) for each in asked_for], **BY)
    desk.freed.look(now=NOW)
    off = desk.series.changed(sessions[0], Scope.ALL, SeriesChange(cancel=True), now=NOW)
    desk.series.change(off, reason="Moved away", **BY)
    days = [each.free.starts_at.date() for each in desk.freed.look(now=NOW)]
    assert days == [TODAY + timedelta(days=1), TODAY + timedelta(days=2)]


def test_an_absence_taken_back_tells_it(desk, ana, far):
    waits(desk, ana, far, therapist_ids=(JORDAN.id,), weekdays=frozenset({3}))
    day = TODAY + timedelta(days=3)
    away = Absence("away", JORDAN.id, AbsenceReason.LEAVE, day, day)
    desk.timetable.add_absence(away, **BY)
    assert who_for(desk, local(13, days=3)) == []
    desk.freed.look(now=NOW)
    desk.timetable.withdraw_absence(away, **BY)
    assert told(desk) == [("Jordan Lee", ["Ana"])]


def test_a_time_that_nobody_waits_for_is_no_news(desk, freed, entry):
    desk.waiting.withdraw(entry, **BY)
    desk.day.cancel(freed, reason="Ill", **BY)
    assert told(desk) == []


def test_an_earlier_booking_tells_that_the_far_time_is_free(desk, far, entry):
    waits(desk, judged(desk, "Cy"), weekdays=frozenset({far.starts_at.weekday()}), earliest=time(9), latest=time(12))
    desk.freed.look(now=NOW)
    desk.waiting.book(entry, place(local(14)), **BY)
    assert [names(each.people) for each in desk.freed.look(now=NOW)] == [["Cy"]]
