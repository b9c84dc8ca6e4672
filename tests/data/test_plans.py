from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.domain.plan import PlanOfCare, PlanPart, PlanStatus
from clinicdesk.domain.score import Measure, Score
from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.suitability import Kind
from clinicdesk.errors import NotFound, StaleRecord
from tests.data.records import MASSAGE, RUTH, TESS, booked, days, moments, plan, score, session, texts, undone

parts = st.builds(
    PlanPart,
    kind=st.sampled_from(Kind),
    session_type_id=st.just(MASSAGE.id),
    sessions=st.integers(1, 60),
    min_days=st.integers(0, 30),
)
spans = st.lists(days, min_size=2, max_size=2).map(sorted)


@st.composite
def plans(draw: st.DrawFn) -> PlanOfCare:
    """Any first version of a plan that can be stored."""
    starts_on, expires_on = draw(spans)
    return replace(
        plan(plan_id=draw(st.uuids().map(str))),
        status=draw(st.sampled_from(PlanStatus)),
        goal=draw(st.text(min_size=1, max_size=40)),
        activity=draw(texts),
        parts=tuple(draw(st.lists(parts, min_size=1, max_size=2, unique_by=lambda part: part.kind))),
        same_day=draw(st.booleans()),
        missed_count=draw(st.booleans()),
        starts_on=starts_on,
        expires_on=expires_on,
        review_on=draw(days),
        reason=draw(texts),
        made_at=draw(moments),
        confirmed_by=TESS.id,
    )


@given(plans())
def test_what_is_stored_comes_back(lasting_store, wanted):
    with undone(lasting_store):
        lasting_store.plans.add(wanted)
        assert lasting_store.plans.get(wanted.id) == wanted


def test_the_newest_version_stands_and_the_others_stay(store):
    changed = replace(plan(2), goal="Carry the shopping", made_by=TESS.id)
    with store.write():
        store.plans.add(plan())
        store.plans.add(changed)
    assert store.plans.get("plan-1") == changed
    assert store.plans.of_patient("patient-1") == [changed]
    assert store.plans.versions("plan-1") == [changed, plan()]


@pytest.mark.parametrize("wrong", [plan(1), plan(3)])
def test_a_version_that_does_not_follow_is_refused(store, wrong):
    with store.write():
        store.plans.add(plan())
        store.plans.add(plan())  # the same once more changes nothing
    with pytest.raises(StaleRecord), store.write():
        store.plans.add(replace(wrong, goal="Something else"))
    assert store.plans.versions("plan-1") == [plan()]


def test_a_plan_cannot_move_to_another_patient(store):
    with store.write():
        store.plans.add(plan())
    with pytest.raises(Exception, match="fixed:plans"), store.write():
        store.plans.add(plan(2, patient="patient-2"))


def test_a_plan_that_is_not_on_file_is_told(store):
    with pytest.raises(NotFound):
        store.plans.get("nowhere")


def test_places_follow_the_time_and_leave_out_what_was_cancelled(store):
    with store.write():
        store.plans.add(plan())
    times = [session(f"s{hour}", hour * 2) for hour in range(4)]
    of_plan = [replace(each, plan_id="plan-1") for each in times]
    of_plan[1] = replace(of_plan[1], status=SessionStatus.CANCELLED)
    booked(store, *reversed(of_plan), session("beside", 20))
    asked = [each.id for each in of_plan] + ["beside"]
    assert store.plans.places(asked) == {"s0": (1, 2), "s2": (2, 2), "s3": (3, 2)}
    assert store.plans.places(["s2"]) == {"s2": (2, 2)}


def test_a_score_that_was_taken_back_stays_on_file_and_can_stand_again(store):
    booked(store, session())
    later = replace(score("score-2", value=3), made_by=TESS.id)
    with store.write():
        store.scores.add(score())
        withdrawn = store.scores.withdraw(store.scores.add(later), True, by=TESS.id, at=later.made_at)
    assert store.scores.get("score-2") == withdrawn == replace(later, withdrawn=True)
    assert store.scores.of_patient("patient-1") == store.scores.of_sessions(["session-1"]) == [score()]
    with store.write():
        store.scores.withdraw(withdrawn, False, by=TESS.id, at=later.made_at)
    assert store.scores.of_patient("patient-1") == [score(), later]
    with pytest.raises(NotFound):
        store.scores.get("score-3")


def test_scores_come_back_in_the_order_in_which_they_were_noted(store):
    booked(store, session())
    later = replace(score("score-2", value=3), made_by=TESS.id)
    alone = Score("score-3", "patient-1", Measure.ACTIVITY, 4, RUTH.id, later.made_at, None, "walking to the shop")
    with store.write():
        for each in (score(), later, alone, score()):
            store.scores.add(each)
    assert store.scores.of_patient("patient-1") == [score(), later, alone]
    assert store.scores.of_sessions(["session-1"]) == [score(), later]
    with pytest.raises(StaleRecord), store.write():
        store.scores.add(score(value=1))
