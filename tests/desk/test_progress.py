from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.desk.progress import Trend
from clinicdesk.domain.score import Measure
from clinicdesk.domain.suitability import Kind
from clinicdesk.errors import InvalidValues
from tests.desk.front_desk import CLAIRE, EXERCISE, MARIA, NOW, audited, booked, judged, local
from tests.desk.test_plans import planned


@pytest.fixture
def ana(desk):
    return judged(desk)


def noted(desk, session, measure, value, minutes=0):
    return desk.progress.note(session, measure, value, actor=MARIA, now=NOW + timedelta(minutes=minutes))


def trend(desk, patient):
    return desk.progress.trend(patient, actor=MARIA, now=NOW)


def test_nobody_asked_has_no_trend(desk, ana):
    assert trend(desk, ana) == Trend((), "", None, None)


def test_pain_is_told_with_the_session_it_was_asked_at(desk, ana):
    massage = booked(desk, ana, local(11))
    noted(desk, massage, Measure.PAIN_BEFORE, 6)
    noted(desk, massage, Measure.PAIN_AFTER, 4)
    points = trend(desk, ana).points
    assert [(point.at, point.value, point.kind, point.noted_by) for point in points] == [
        (massage.starts_at, 6, Kind.MASSAGE, "Maria Keller"),
        (massage.ends_at, 4, Kind.MASSAGE, "Maria Keller"),
    ]
    assert audited(desk)[0][1] == "scores.read"


def test_an_answer_mended_stands_in_place_of_the_first_and_both_stay_on_file(desk, ana):
    session = booked(desk, ana, local(11))
    noted(desk, session, Measure.PAIN_BEFORE, 9)
    noted(desk, session, Measure.PAIN_BEFORE, 6, minutes=1)
    assert [point.value for point in trend(desk, ana).points] == [6]
    assert desk.progress.given([session.id]) == {session.id: {Measure.PAIN_BEFORE: 6}}
    assert [score.value for score in desk.store.scores.of_patient(ana.id)] == [9, 6]


@given(st.lists(st.integers(0, 10), min_size=2, max_size=6))
def test_a_change_of_two_points_down_is_meaningful(values):
    shown = Trend((), "", values[0], values[-1])
    assert shown.pain_change == values[-1] - values[0]
    assert shown.meaningful is (values[0] - values[-1] >= 2)


def test_the_change_is_from_the_first_session_to_the_newest(desk, ana):
    for days, value in ((2, 3), (0, 7), (1, 5)):
        noted(desk, booked(desk, ana, local(11, days=days)), Measure.PAIN_BEFORE, value)
    shown = trend(desk, ana)
    assert (shown.first_pain, shown.last_pain, shown.meaningful) == (7, 3, True)


def test_the_activity_is_the_one_of_the_plan(desk, ana):
    planned(desk, ana)
    session = booked(desk, ana, local(10), session_type=EXERCISE, therapist=CLAIRE)
    score = noted(desk, session, Measure.ACTIVITY, 3)
    assert score.activity == trend(desk, ana).activity == "walking to the shop"


def test_without_a_plan_an_activity_can_be_named(desk, ana):
    desk.progress.note_activity(ana, "lifting my shopping", 4, actor=MARIA, now=NOW)
    shown = trend(desk, ana)
    assert (shown.activity, [point.value for point in shown.points]) == ("lifting my shopping", [4])


def test_an_activity_nobody_named_is_not_scored(desk, ana):
    session = booked(desk, ana, local(11))
    with pytest.raises(InvalidValues):
        noted(desk, session, Measure.ACTIVITY, 3)
    with pytest.raises(InvalidValues):
        desk.progress.note_activity(ana, " ", 3, actor=MARIA, now=NOW)


@pytest.mark.parametrize("value", [-1, 11])
def test_a_number_outside_the_scale_is_refused(desk, ana, value):
    with pytest.raises(InvalidValues, match="from 0 to 10"):
        noted(desk, booked(desk, ana, local(11)), Measure.PAIN_BEFORE, value)
