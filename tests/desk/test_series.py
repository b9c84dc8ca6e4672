from dataclasses import replace
from datetime import date, time, timedelta
from itertools import pairwise
from threading import Barrier, Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinicdesk.data import open_store
from clinicdesk.desk import Desk
from clinicdesk.desk.keys import new_key
from clinicdesk.desk.plan_views import PlanForm
from clinicdesk.desk.series_views import Along, PartWish, Scope, SeriesChange, SeriesRow, SeriesWish
from clinicdesk.domain.intake import Answer
from clinicdesk.domain.passive_share import falls, shares
from clinicdesk.domain.plan import PlanPart
from clinicdesk.domain.session import BookingRequest, CancelCause, SessionStatus
from clinicdesk.domain.suitability import Kind, Verdict
from clinicdesk.errors import InvalidValues, NotAllowed, NotBookable, SlotTaken, StaleRecord
from tests.desk.front_desk import (
    CLAIRE,
    CLINIC,
    EXERCISE,
    JORDAN,
    MAPLE,
    MARIA,
    NOW,
    SAM,
    SWEDISH,
    TODAY,
    WILLOW,
    audited,
    booked,
    judged,
    local,
)
from tests.vouching import vouching

WEDNESDAY, THURSDAY = 2, 3
MASSAGES = PartWish(Kind.MASSAGE, SWEDISH.id, 4, min_days=5)
EXERCISES = PartWish(Kind.PHYSICAL_THERAPY, EXERCISE.id, 8, min_days=2)
ZONE = CLINIC.tz


@pytest.fixture
def ana(desk):
    return judged(desk)


def wish(patient, *parts, **changes):
    return replace(SeriesWish(patient.id, parts or (MASSAGES, EXERCISES), TODAY, weeks=6), **changes)


def proposed(desk, patient, *parts, **changes):
    return desk.series.propose(wish(patient, *parts, **changes), now=NOW)


def series(desk, patient, *parts, **changes):
    """A series in the book."""
    return desk.series.book(proposed(desk, patient, *parts, **changes), actor=MARIA, now=NOW)


def kind_of(session_type_id):
    return Kind.MASSAGE if session_type_id == SWEDISH.id else Kind.PHYSICAL_THERAPY


def day_of(request):
    return request.starts_at.astimezone(ZONE).date()


def clock_of(request):
    return request.starts_at.astimezone(ZONE).time()


def days_by_kind(rows):
    return {
        kind: [day_of(row.request) for row in rows if kind_of(row.request.session_type_id) is kind] for kind in Kind
    }


def on_file(desk, patient):
    return desk.store.sessions.of_patient(patient.id)


def test_four_massages_and_eight_exercises_over_six_weeks(desk, ana):
    rows = proposed(desk, ana)
    kinds = [kind_of(row.request.session_type_id) for row in rows]
    assert (kinds.count(Kind.MASSAGE), kinds.count(Kind.PHYSICAL_THERAPY)) == (4, 8)
    days = [day_of(row.request) for row in rows]
    assert (days[0], days[-1] <= TODAY + timedelta(weeks=6)) == (TODAY, True)
    assert falls(shares([kind is Kind.MASSAGE for kind in kinds]))
    assert all(check.fits for check in desk.series.check(rows, now=NOW))
    assert len({row.request.therapist_id for row in rows if row.request.session_type_id == SWEDISH.id}) == 1


def test_as_many_sessions_as_weeks_are_one_each_week(desk, ana):
    part = replace(EXERCISES, sessions=4, min_days=2, weekdays=frozenset({WEDNESDAY}))
    days = days_by_kind(proposed(desk, ana, part, weeks=4))[Kind.PHYSICAL_THERAPY]
    assert [(after - before).days for before, after in pairwise(days)] == [7, 7, 7]


def test_a_massage_and_the_exercise_after_it_share_a_day_massage_first(desk, ana):
    rows = proposed(desk, ana)
    days = days_by_kind(rows)
    assert set(days[Kind.MASSAGE]) <= set(days[Kind.PHYSICAL_THERAPY])
    for before, after in pairwise(rows):
        if day_of(before.request) == day_of(after.request):
            assert before.request.session_type_id == SWEDISH.id
            assert after.request.starts_at >= before.request.starts_at + SWEDISH.duration
    apart = days_by_kind(proposed(desk, ana, same_day=False))
    assert not set(apart[Kind.MASSAGE]) & set(apart[Kind.PHYSICAL_THERAPY])


numbers = st.integers(0, 9)
gaps = st.integers(1, 10)
weekdays = st.frozensets(st.integers(0, 4), max_size=3)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    massages=numbers,
    exercises=numbers,
    massage_gap=gaps,
    exercise_gap=gaps,
    massage_days=weekdays,
    exercise_days=weekdays,
    every=st.integers(1, 2),
    weeks=st.integers(1, 8),
    same_day=st.booleans(),
)
def test_distances_and_the_falling_share_hold_for_any_numbers(
    lasting_desk, massages, exercises, *, massage_gap, exercise_gap, massage_days, exercise_days, every, weeks, same_day
):
    desk, patient = lasting_desk, somebody(lasting_desk)
    parts = (
        replace(MASSAGES, sessions=massages, min_days=massage_gap, weekdays=massage_days),
        replace(EXERCISES, sessions=exercises, min_days=exercise_gap, weekdays=exercise_days, every_weeks=every),
    )
    asked = SeriesWish(
        patient.id, tuple(part for part in parts if part.sessions), TODAY, weeks=weeks, same_day=same_day
    )
    rows = desk.series.propose(asked, now=NOW)
    kinds = [kind_of(row.request.session_type_id) for row in rows]
    assert (kinds.count(Kind.MASSAGE), kinds.count(Kind.PHYSICAL_THERAPY)) == (massages, exercises)
    starts = [row.request.starts_at for row in rows]
    assert starts == sorted(starts)
    for kind, days in days_by_kind(rows).items():
        part = next(part for part in parts if part.kind is kind)
        assert all((after - before).days >= part.min_days for before, after in pairwise(days))
        assert not part.weekdays or {day.weekday() for day in days} <= part.weekdays
    if massages and exercises:
        assert falls(shares([kind is Kind.MASSAGE for kind in kinds]))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(massages=st.integers(0, 5), exercises=st.integers(1, 5), taken=st.lists(st.integers(8, 17), max_size=4))
def test_what_is_booked_is_exactly_what_the_preview_showed(lasting_desk, massages, exercises, taken):
    desk, patient, other = lasting_desk, somebody(lasting_desk), somebody(lasting_desk)
    for place, hour in enumerate(sorted(set(taken))):
        row = row_at(other, local(hour, 30, days=place + 1))
        if desk.series.check([row], now=NOW)[0].fits:
            desk.series.book([row], actor=MARIA, now=NOW)
    parts = tuple(
        part for part in (replace(MASSAGES, sessions=massages), replace(EXERCISES, sessions=exercises)) if part.sessions
    )
    rows = desk.series.propose(SeriesWish(patient.id, parts, TODAY, weeks=3), now=NOW)
    checks = desk.series.check(rows, now=NOW)
    assert on_file(desk, patient) == []
    if all(check.fits for check in checks):
        sessions = desk.series.book(rows, actor=MARIA, now=NOW)
        shown = [(row.request.id, row.request.starts_at, row.request.therapist_id) for row in rows]
        assert [(each.id, each.starts_at, each.therapist_id) for each in sessions] == shown
        assert sorted(on_file(desk, patient), key=lambda each: each.id) == sorted(sessions, key=lambda each: each.id)
        assert [each.held for each in sessions] == [check.hold for check in checks]
    else:
        with pytest.raises((SlotTaken, NotAllowed)):
            desk.series.book(rows, actor=MARIA, now=NOW)
        assert on_file(desk, patient) == []


def somebody(desk):
    return judged(desk, "Somebody", new_key(NOW)[-8:])


def row_at(patient, starts_at, session_type=SWEDISH, therapist=SAM):
    return SeriesRow(BookingRequest(new_key(NOW), patient.id, session_type.id, therapist.id, starts_at))


def test_a_series_keeps_its_distance_from_what_is_booked_already(desk, ana):
    booked(desk, ana, local(11, days=7))
    days = days_by_kind(proposed(desk, ana))[Kind.MASSAGE]
    assert all(abs((day - (TODAY + timedelta(days=7))).days) >= MASSAGES.min_days for day in days)


def test_weekdays_hours_therapists_and_exceptions_are_kept(desk, ana):
    part = replace(
        MASSAGES,
        therapist_id=SAM.id,
        weekdays=frozenset({WEDNESDAY, THURSDAY}),
        earliest=time(14),
        latest=time(15, 30),
        min_days=6,
    )
    without = frozenset({date(2026, 12, 2)})
    rows = proposed(desk, ana, part, without=without)
    assert {row.request.therapist_id for row in rows} == {SAM.id}
    assert {day_of(row.request).weekday() for row in rows} <= {WEDNESDAY, THURSDAY}
    assert {clock_of(row.request) for row in rows} == {time(14)}
    assert not without & {day_of(row.request) for row in rows}


def rooms_of(rows, session_type=SWEDISH):
    return [row.request.room_id for row in rows if row.request.session_type_id == session_type.id]


def test_every_session_gets_a_room_and_keeps_it(desk, ana):
    rows = proposed(desk, ana)
    assert set(rooms_of(rows)) == {MAPLE.id}
    # The exercise begins while the room of the massage is tidied.
    assert set(rooms_of(rows, EXERCISE)) <= {MAPLE.id, WILLOW.id}
    booked_ = desk.series.book(rows, actor=MARIA, now=NOW)
    assert [each.room_id for each in booked_] == [row.request.room_id for row in rows]


def test_where_the_usual_room_is_taken_the_first_free_one_is_given(desk, ana):
    part = replace(MASSAGES, sessions=3, min_days=7, weekdays=frozenset({WEDNESDAY}), therapist_id=JORDAN.id)
    second = day_of(proposed(desk, ana, part)[1].request)
    booked(desk, judged(desk, "Bo", "Holm"), local(10, days=(second - TODAY).days), therapist=SAM, room=MAPLE)
    rows = proposed(desk, ana, part)
    assert rooms_of(rows) == [MAPLE.id, WILLOW.id, MAPLE.id]
    assert {clock_of(row.request) for row in rows} == {time(10)}


def test_a_time_with_a_free_room_goes_before_one_without(desk, ana):
    part = replace(MASSAGES, sessions=1)
    for name, room, therapist in (("Bo", MAPLE, CLAIRE), ("Cy", WILLOW, SAM)):
        booked(desk, judged(desk, name, "Holm"), local(10), session_type=EXERCISE, therapist=therapist, room=room)
    (row,) = proposed(desk, ana, part)
    assert row.request.room_id is not None
    assert desk.series.check([row], now=NOW)[0].fits


def test_a_moved_series_keeps_its_rooms_where_they_are_free(desk, ana):
    part = replace(MASSAGES, sessions=2, min_days=7, weekdays=frozenset({WEDNESDAY}), therapist_id=JORDAN.id)
    before = series(desk, ana, part)
    days = (local_day(before[1]) - TODAY).days
    booked(desk, judged(desk, "Bo", "Holm"), local(15, days=days), therapist=SAM, room=MAPLE)
    rows = desk.series.changed(before[0], Scope.ALL, SeriesChange(starts_at=time(15)), now=NOW)
    assert rooms_of(rows) == [MAPLE.id, WILLOW.id]
    assert all(check.fits for check in desk.series.check(rows, now=NOW))


def test_a_row_put_elsewhere_by_hand_looks_for_its_room_beside_the_others(desk, ana):
    first = SeriesRow(replace(row_at(ana, local(11, days=1)).request, room_id=MAPLE.id))
    other = SeriesRow(replace(row_at(ana, local(12, days=1), EXERCISE, CLAIRE).request, room_id=MAPLE.id))
    assert not desk.series.check([first, other], now=NOW)[1].fits
    roomed = desk.series.in_free_room(other, [first, other])
    assert roomed.request.room_id == WILLOW.id
    on_arrival = SeriesRow(replace(other.request, room_id=None))
    assert desk.series.in_free_room(on_arrival, [first, on_arrival]) == on_arrival


def local_day(session):
    return session.starts_at.astimezone(ZONE).date()


def test_every_second_week_means_that(desk, ana):
    part = replace(EXERCISES, sessions=3, every_weeks=2, weekdays=frozenset({THURSDAY}))
    assert days_by_kind(proposed(desk, ana, part, weeks=6))[Kind.PHYSICAL_THERAPY] == [
        date(2026, 11, 26),
        date(2026, 12, 10),
        date(2026, 12, 24),
    ]


def test_a_day_on_which_nothing_is_free_gives_way_to_the_next_one(desk, ana):
    bo = judged(desk, "Bo", "Holm")
    for therapist in (JORDAN, SAM):
        for hour in (8, 10, 12, 14, 16):
            desk.series.book(
                [
                    row_at(
                        bo if therapist is JORDAN else judged(desk, "Cy", str(hour)),
                        local(hour, 5, days=1),
                        therapist=therapist,
                    )
                ],
                actor=MARIA,
                now=NOW,
            )
    part = replace(MASSAGES, sessions=1)
    (row,) = proposed(desk, ana, part, starts_on=TODAY + timedelta(days=1))
    assert day_of(row.request) == TODAY + timedelta(days=2)


def test_each_row_is_judged_on_its_own_date(desk):
    patient = judged(desk, recent_injection=Answer("under_3_days", date=TODAY))
    checks = desk.series.check(proposed(desk, patient, replace(MASSAGES, sessions=2), weeks=4), now=NOW)
    offered = [verdict_on(desk, patient, day_of(check.row.request)) for check in checks]
    assert [check.verdict for check in checks] == offered
    assert offered[0] > offered[1]


def verdict_on(desk, patient, day):
    answers = desk.store.intakes.latest(patient.id).answers
    offers = desk.booking.offers(patient, answers, on=day)
    return next(each.verdict for each in offers if each.session_type.id == SWEDISH.id)


def test_a_verdict_that_forbids_stands_at_every_row_and_nothing_is_booked(desk):
    patient = judged(desk, disc_problem="herniation_no_leg_symptoms")
    rows = proposed(desk, patient)
    checks = desk.series.check(rows, now=NOW)
    massage = [check for check in checks if check.row.request.session_type_id == SWEDISH.id]
    assert {check.verdict for check in massage} == {Verdict.NOT_SUITABLE}
    assert {clash.resource for check in massage for clash in check.clashes} == {"verdict"}
    with pytest.raises(NotBookable, match=r"^Monday 23 November, 10:00: Swedish massage is not suitable for Ana now"):
        desk.series.book(rows, actor=MARIA, now=NOW)
    assert on_file(desk, patient) == []


def test_rows_that_clash_with_each_other_are_told(desk, ana):
    rows = [row_at(ana, local(11, days=1)), row_at(ana, local(11, 30, days=1), EXERCISE, CLAIRE)]
    first, second = desk.series.check(rows, now=NOW)
    assert first.fits
    assert [clash.resource for clash in second.clashes] == ["patient"]
    assert "already has Swedish massage with Sam Okoro from 11:00 until 12:00." in second.clashes[0].message


def test_the_nearest_places_for_a_row_avoid_the_others(desk, ana):
    rows = [row_at(ana, local(11, days=1)), row_at(ana, local(11, days=1), EXERCISE, SAM)]
    found = desk.series.nearest(rows[1], rows, now=NOW)
    assert found
    for other in found:
        checks = desk.series.check([rows[0], SeriesRow(other)], now=NOW)
        assert all(check.fits for check in checks)


def test_a_gap_shorter_than_planned_is_remarked_on_and_does_not_forbid(desk, ana):
    rows = [row_at(ana, local(11, days=1)), row_at(ana, local(11, days=3))]
    checks = desk.series.check(rows, min_days={Kind.MASSAGE: 5}, now=NOW)
    assert [check.notes for check in checks] == [(), ("Massage 2 days after the one before; 5 are planned.",)]
    assert all(check.fits for check in checks)


def test_all_or_none(desk, ana):
    booked(desk, judged(desk, "Bo", "Holm"), local(11, days=9), therapist=SAM)
    rows = [row_at(ana, local(11, days=2)), row_at(ana, local(11, days=9))]
    with pytest.raises(SlotTaken, match=r"^Wednesday 2 December, 11:00: Sam Okoro is with Bo Holm"):
        desk.series.book(rows, actor=MARIA, now=NOW)
    assert on_file(desk, ana) == []
    with pytest.raises(InvalidValues):
        desk.series.book([], actor=MARIA, now=NOW)


def test_one_deed_one_series_one_entry(desk, ana):
    sessions = series(desk, ana)
    (entry,) = audited(desk)
    assert (entry[0], entry[1]) == ("Maria Keller", "series.book")
    assert entry[2]["sessions"] == [session.id for session in sessions]
    assert len({session.series_id for session in sessions}) == 1
    assert sessions[0].series_id is not None


def test_a_series_counts_against_the_plan(desk, ana):
    form = PlanForm(
        "Walk",
        "",
        (PlanPart(Kind.MASSAGE, SWEDISH.id, 3), PlanPart(Kind.PHYSICAL_THERAPY, EXERCISE.id, 8)),
        TODAY,
        TODAY + timedelta(weeks=8),
        TODAY + timedelta(weeks=4),
    )
    plan = desk.plans.confirm(desk.plans.draft(ana, form, actor=MARIA, now=NOW), **vouching(desk, CLAIRE, NOW))
    owned = [session.plan_id for session in series(desk, ana) if session.session_type_id == SWEDISH.id]
    assert owned == [plan.id] * 3 + [None]


def competing(path, patient_id, barrier, outcomes, ruleset):
    """Another desk that wants the same times at the same moment."""
    with open_store(path) as store:
        desk = Desk(store, ruleset)
        patient = store.patients.get(patient_id)
        rows = [row_at(patient, local(11, days=day), SWEDISH, JORDAN) for day in (7, 14, 21)]
        barrier.wait()
        try:
            outcomes[patient_id] = desk.series.book(rows, actor=MARIA, now=NOW)
        except SlotTaken:
            outcomes[patient_id] = []


def test_of_two_desks_that_book_at_once_one_has_all_and_the_other_nothing(desk, ruleset):
    people = [judged(desk, "Ana", "Ruiz"), judged(desk, "Bo", "Holm")]
    barrier, outcomes = Barrier(2), {}
    desks = [
        Thread(target=competing, args=(desk.store.path, person.id, barrier, outcomes, ruleset)) for person in people
    ]
    for each in desks:
        each.start()
    for each in desks:
        each.join()
    assert sorted(len(sessions) for sessions in outcomes.values()) == [0, 3]
    assert sorted(len(on_file(desk, person)) for person in people) == [0, 3]


def changed(desk, session, scope, change, reason=""):
    rows = desk.series.changed(session, scope, change, now=NOW)
    return desk.series.change(rows, reason=reason, actor=MARIA, now=NOW)


@pytest.mark.parametrize(
    ("scope", "moved"), [(Scope.THIS, [1]), (Scope.FOLLOWING, [1, 2, 3]), (Scope.ALL, [0, 1, 2, 3])]
)
def test_a_change_is_about_this_one_this_and_following_or_all(desk, ana, scope, moved):
    part = replace(MASSAGES, weekdays=frozenset({WEDNESDAY}), min_days=7, earliest=time(10))
    before = series(desk, ana, part)
    changed(desk, before[1], scope, SeriesChange(weekday=THURSDAY, starts_at=time(15)))
    after = on_file(desk, ana)
    assert [each.id for each in after] == [each.id for each in before]
    for place, (was, now) in enumerate(zip(before, after, strict=True)):
        expected = (was.starts_at + timedelta(days=1, hours=5)) if place in moved else was.starts_at
        assert now.starts_at == expected
    assert audited(desk)[0][1] == "series.change"


def test_sessions_of_a_series_may_take_each_others_places(desk, ana):
    before = series(desk, ana, replace(MASSAGES, sessions=3, min_days=7, weekdays=frozenset({WEDNESDAY})))
    rows = [
        SeriesRow(replace(request_of(session), starts_at=place), session)
        for session, place in zip(before, [before[1].starts_at, before[2].starts_at, before[0].starts_at], strict=True)
    ]
    assert all(check.fits for check in desk.series.check(rows, now=NOW))
    desk.series.change(rows, actor=MARIA, now=NOW)
    stored = desk.store.sessions.many([each.id for each in before])
    assert [stored[each.id].starts_at for each in before] == [row.request.starts_at for row in rows]


def request_of(session):
    return BookingRequest(
        session.id,
        session.patient_id,
        session.session_type_id,
        session.therapist_id,
        session.starts_at,
        session.room_id,
    )


def test_sessions_that_changed_places_are_taken_back_and_changed_again(desk, ana):
    before = series(desk, ana, replace(MASSAGES, sessions=3, min_days=7, weekdays=frozenset({WEDNESDAY})))
    ring = [before[1].starts_at, before[2].starts_at, before[0].starts_at]
    rows = [
        SeriesRow(replace(request_of(session), starts_at=place), session)
        for session, place in zip(before, ring, strict=True)
    ]
    desk.series.change(rows, actor=MARIA, now=NOW)
    for turn, expected in (
        (desk.undoing.undo, [each.starts_at for each in before]),
        (desk.undoing.redo, ring),
        (desk.undoing.undo, [each.starts_at for each in before]),
    ):
        turn(actor=MARIA, now=NOW)
        stored = desk.store.sessions.many([each.id for each in before])
        assert [stored[each.id].starts_at for each in before] == expected
        assert len(set(expected)) == 3


def test_a_ring_that_somebody_stands_in_the_way_of_stays_whole(desk, ana):
    weekly = replace(MASSAGES, sessions=3, min_days=7, weekdays=frozenset({WEDNESDAY}), therapist_id=SAM.id)
    bo, before = judged(desk, "Bo", "Holm"), series(desk, ana, weekly)
    later = [before[1].starts_at, before[2].starts_at, before[2].starts_at + timedelta(days=7)]
    rows = [
        SeriesRow(replace(request_of(session), starts_at=place), session)
        for session, place in zip(before, later, strict=True)
    ]
    changed_ = desk.series.change(rows, actor=MARIA, now=NOW)
    days = (day_of(before[0]) - TODAY).days
    in_the_way = row_at(bo, local(10, days=days)).request
    desk.booking.book(in_the_way, actor=JORDAN, now=NOW)
    with pytest.raises(SlotTaken, match="Sam Okoro is with Bo Holm"):
        desk.undoing.undo(actor=MARIA, now=NOW)
    assert [each.starts_at for each in on_file(desk, ana)] == [each.starts_at for each in changed_]


def test_a_check_of_a_change_leaves_everything_as_it_was(desk, ana):
    before = series(desk, ana)
    rows = desk.series.changed(before[0], Scope.ALL, SeriesChange(starts_at=time(16)), now=NOW)
    desk.series.check(rows, now=NOW)
    assert on_file(desk, ana) == sorted(before, key=lambda each: (each.starts_at, each.id))


def test_a_move_is_about_one_kind_a_cancellation_about_both(desk, ana):
    before = series(desk, ana)
    rows = desk.series.changed(before[0], Scope.ALL, SeriesChange(therapist_id=SAM.id), now=NOW)
    assert {row.request.session_type_id for row in rows} == {SWEDISH.id}
    rows = desk.series.changed(before[0], Scope.ALL, SeriesChange(cancel=True), now=NOW)
    assert len(rows) == 12


def pairing(desk, session, scope):
    found = desk.series.pairing(session, scope, SeriesChange(), now=NOW)
    return len(found.beside), len(found.apart), found.usual


def paired_by_day(desk, patient):
    """Whether each massage has an exercise right after it."""
    found = sorted(on_file(desk, patient), key=lambda each: each.starts_at)
    massages = [each for each in found if each.session_type_id == SWEDISH.id]
    exercises = {each.starts_at for each in found if each.session_type_id == EXERCISE.id}
    return all(each.ends_at in exercises for each in massages)


WEEKLY = (
    replace(MASSAGES, sessions=2, min_days=7, weekdays=frozenset({WEDNESDAY})),
    replace(EXERCISES, sessions=4, min_days=7, weekdays=frozenset({WEDNESDAY})),
)


def test_a_move_takes_all_along_where_the_pairs_stand_once_a_week(desk, ana):
    before = series(desk, ana, *WEEKLY, weeks=4)
    assert pairing(desk, before[0], Scope.ALL) == (2, 2, Along.EVERYTHING)
    changed(desk, before[0], Scope.ALL, SeriesChange(weekday=THURSDAY, starts_at=time(14), along=Along.EVERYTHING))
    after = desk.store.sessions.many([each.id for each in before])
    shifts = {after[each.id].starts_at - each.starts_at for each in before}
    assert shifts == {timedelta(days=1, hours=4)}
    assert paired_by_day(desk, ana)
    desk.undoing.undo(actor=MARIA, now=NOW)
    assert [each.starts_at for each in on_file(desk, ana)] == [each.starts_at for each in before]


def test_a_move_takes_the_pairs_along_where_more_than_one_stands_in_a_week(desk, ana):
    before = series(desk, ana)
    massage = next(each for each in before if each.session_type_id == SWEDISH.id)
    assert pairing(desk, massage, Scope.ALL) == (4, 4, Along.SAME_DAY)
    changed(desk, massage, Scope.ALL, SeriesChange(starts_at=time(13), along=Along.SAME_DAY))
    assert paired_by_day(desk, ana)
    after = desk.store.sessions.many([each.id for each in before])
    assert sum(after[each.id] == each for each in before) == 4, "the others were not even touched"


def test_one_alone_may_take_its_partner_along(desk, ana):
    before = series(desk, ana, *WEEKLY, weeks=4)
    assert pairing(desk, before[0], Scope.THIS) == (1, 0, Along.NOTHING)
    rows = desk.series.changed(before[0], Scope.THIS, SeriesChange(weekday=THURSDAY, along=Along.SAME_DAY), now=NOW)
    assert [row.session.id for row in rows] == [each.id for each in before[:2]]
    assert [clock_of(row.request) for row in rows] == [time(10), time(11)]
    # From the exercise, the massage before it belongs to the same day.
    rows = desk.series.changed(
        before[1], Scope.FOLLOWING, SeriesChange(weekday=THURSDAY, along=Along.SAME_DAY), now=NOW
    )
    assert before[0].id in {row.session.id for row in rows}


def test_a_therapist_is_changed_for_the_kind_it_begins_from_alone(desk, ana):
    before = series(desk, ana, *WEEKLY, weeks=4)
    change = SeriesChange(therapist_id=SAM.id, starts_at=time(13), along=Along.EVERYTHING)
    rows = desk.series.changed(before[0], Scope.ALL, change, now=NOW)
    assert {row.request.therapist_id for row in rows if row.request.session_type_id == SWEDISH.id} == {SAM.id}
    usual = {each.therapist_id for each in before if each.session_type_id == EXERCISE.id}
    assert {row.request.therapist_id for row in rows if row.request.session_type_id == EXERCISE.id} == usual


def test_what_would_stay_as_it_is_is_left_alone(desk, ana):
    before = series(desk, ana, replace(MASSAGES, sessions=3, min_days=7, weekdays=frozenset({WEDNESDAY})))
    rows = desk.series.changed(before[0], Scope.ALL, SeriesChange(), now=NOW)
    assert not any(row.changes for row in rows)
    assert all(check.fits for check in desk.series.check(rows, now=NOW))
    with pytest.raises(InvalidValues):
        desk.series.change(rows, actor=MARIA, now=NOW)
    moved = replace(rows[1], request=replace(rows[1].request, starts_at=rows[1].request.starts_at + timedelta(hours=2)))
    stored = desk.series.change([rows[0], moved, rows[2]], actor=MARIA, now=NOW)
    assert [each.id for each in stored] == [before[1].id]
    assert desk.undoing.next_undo(actor=MARIA, now=NOW).startswith("moved Ana Ruiz to 12:00")
    assert "more" not in desk.undoing.next_undo(actor=MARIA, now=NOW)
    assert [on_file(desk, ana)[place] for place in (0, 2)] == [before[0], before[2]]


def test_a_cancelled_rest_leaves_no_ghosts_and_frees_its_time(desk, ana):
    before = series(desk, ana)
    with pytest.raises(InvalidValues):
        changed(desk, before[2], Scope.FOLLOWING, SeriesChange(cancel=True))
    changed(desk, before[2], Scope.FOLLOWING, SeriesChange(cancel=True), "Moves away")
    after = on_file(desk, ana)
    assert [each.status for each in after[:2]] == [SessionStatus.BOOKED] * 2
    assert {(each.status, each.cancel_reason) for each in after[2:]} == {(SessionStatus.CANCELLED, "Moves away")}
    bo = judged(desk, "Bo", "Holm")
    freed = [SeriesRow(replace(request_of(each), id=new_key(NOW), patient_id=bo.id)) for each in before[2:]]
    assert all(check.fits for check in desk.series.check(freed, now=NOW))


@pytest.mark.parametrize("cause", CancelCause)
def test_a_session_cancelled_with_its_series_stands_as_one_cancelled_by_itself(desk, ana, cause):
    soon, later = NOW + timedelta(hours=1), NOW + timedelta(days=8)
    cancelled = {}
    for patient in (ana, judged(desk, "Bo", "Holm")):
        therapist = SAM if patient is ana else JORDAN
        rows = [row_at(patient, at.replace(minute=30), therapist=therapist) for at in (soon, later)]
        cancelled[patient.id] = desk.series.book(rows, actor=MARIA, now=NOW)
    rows = desk.series.changed(cancelled[ana.id][0], Scope.ALL, SeriesChange(cancel=True), now=NOW)
    together = desk.series.change(rows, reason="rang", cause=cause, actor=MARIA, now=NOW)
    alone = [
        desk.day.cancel(each, reason="rang", cause=cause, actor=MARIA, now=NOW)
        for sessions in cancelled.values()
        for each in sessions
        if each.patient_id != ana.id
    ]
    told = ("status", "cancelled_at", "cancel_cause", "cancel_reason", "cancelled_late")
    assert [[getattr(each, name) for name in told] for each in together] == [
        [getattr(each, name) for name in told] for each in alone
    ]
    assert [each.cancelled_late for each in together] == [cause.by_patient, False]
    assert desk.day.attendance(ana.id, now=NOW).late_cancellations == int(cause.by_patient)


@pytest.mark.parametrize("counts", [True, False])
def test_a_late_cancellation_with_the_series_uses_up_a_session_of_the_plan_where_missed_ones_count(desk, ana, counts):
    parts = (PlanPart(Kind.MASSAGE, SWEDISH.id, 4), PlanPart(Kind.PHYSICAL_THERAPY, EXERCISE.id, 8))
    form = PlanForm("Walk", "", parts, TODAY, TODAY + timedelta(weeks=8), TODAY + timedelta(weeks=4), True, counts)
    desk.plans.confirm(desk.plans.draft(ana, form, actor=MARIA, now=NOW), **vouching(desk, CLAIRE, NOW))
    rows = [row_at(ana, local(10, 30)), row_at(ana, local(10, 30, days=8))]
    before = desk.series.book(rows, actor=MARIA, now=NOW)
    rows = desk.series.changed(before[0], Scope.THIS, SeriesChange(cancel=True), now=NOW)
    desk.series.change(rows, reason="ill", cause=CancelCause.ILL, actor=MARIA, now=NOW)
    (standing,) = desk.plans.of_patient(ana, actor=MARIA, now=NOW)
    assert standing.counts[Kind.MASSAGE].used == int(counts)


def test_what_is_off_meanwhile_is_not_cancelled_again(desk, ana):
    before = series(desk, ana, replace(MASSAGES, sessions=2))
    rows = desk.series.changed(before[0], Scope.ALL, SeriesChange(cancel=True), now=NOW)
    desk.day.cancel(before[1], reason="Ill", actor=SAM, now=NOW)
    checks = desk.series.check(rows, now=NOW)
    assert [check.fits for check in checks] == [True, False]
    assert checks[1].clashes[0].message == "This session is cancelled and cannot be cancelled from there."
    with pytest.raises(NotAllowed, match="Nothing of the series was stored"):
        desk.series.change([check.row for check in checks], reason="Away", actor=MARIA, now=NOW)
    assert on_file(desk, ana)[0] == before[0]


def test_a_change_of_which_one_clashes_changes_nothing(desk, ana):
    before = series(desk, ana, replace(MASSAGES, weekdays=frozenset({WEDNESDAY}), min_days=7, therapist_id=SAM.id))
    second = before[1].starts_at.astimezone(ZONE).date()
    booked(desk, judged(desk, "Bo", "Holm"), local(15, days=(second - TODAY).days), therapist=SAM)
    rows = desk.series.changed(before[0], Scope.ALL, SeriesChange(starts_at=time(15)), now=NOW)
    assert [check.fits for check in desk.series.check(rows, now=NOW)] == [True, False, True, True]
    with pytest.raises(SlotTaken, match="Nothing of the series was stored"):
        desk.series.change(rows, actor=MARIA, now=NOW)
    assert on_file(desk, ana) == before


def test_a_session_changed_meanwhile_is_not_overwritten(desk, ana):
    before = series(desk, ana, replace(MASSAGES, sessions=2))
    rows = desk.series.changed(before[0], Scope.ALL, SeriesChange(starts_at=time(15)), now=NOW)
    desk.day.cancel(before[1], reason="Ill", actor=MARIA, now=NOW)
    with pytest.raises(StaleRecord):
        desk.series.change(rows, actor=MARIA, now=NOW)
    assert on_file(desk, ana)[0] == before[0]


def test_a_series_is_taken_back_and_done_again_as_one_deed(desk, ana):
    series(desk, ana)
    assert desk.undoing.next_undo(actor=MARIA, now=NOW) == "booked Ana Ruiz for 10:00, and 11 more"
    desk.undoing.undo(actor=MARIA, now=NOW)
    assert on_file(desk, ana) == []
    desk.undoing.redo(actor=MARIA, now=NOW)
    assert len(on_file(desk, ana)) == 12


@pytest.mark.parametrize("days", [7, -7])
def test_a_series_moved_onto_its_own_places_is_taken_back_as_one_deed(desk, ana, days):
    weekly = replace(MASSAGES, sessions=3, min_days=7, weekdays=frozenset({WEDNESDAY}))
    before = series(desk, ana, weekly, starts_on=TODAY + timedelta(days=7))
    shift = timedelta(days=days)
    rows = [SeriesRow(replace(request_of(each), starts_at=each.starts_at + shift), each) for each in before]
    desk.series.change(rows, actor=MARIA, now=NOW)
    assert [each.starts_at for each in on_file(desk, ana)] == [each.starts_at + shift for each in before]
    desk.undoing.undo(actor=MARIA, now=NOW)
    assert [each.starts_at for each in on_file(desk, ana)] == [each.starts_at for each in before]


def test_a_cancelled_rest_is_revived_as_one_deed(desk, ana):
    before = series(desk, ana)
    changed(desk, before[2], Scope.FOLLOWING, SeriesChange(cancel=True), "Moves away")
    desk.undoing.undo(actor=MARIA, now=NOW)
    assert {each.status for each in on_file(desk, ana)} == {SessionStatus.BOOKED}
