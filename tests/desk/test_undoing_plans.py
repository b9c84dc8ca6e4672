"""Plans of care and scores, taken back and done again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clinicdesk.desk.plan_views import PlanPlace
from clinicdesk.domain.plan import PlanStatus
from clinicdesk.domain.score import Measure
from clinicdesk.domain.suitability import Kind
from clinicdesk.errors import NotAllowed
from tests.desk.front_desk import CLAIRE, MARIA, NOW, SAM, booked, judged, local
from tests.desk.test_plans import EXERCISES, FORM, planned
from tests.vouching import vouching

LATER = NOW + timedelta(minutes=7)


@pytest.fixture
def ana(desk):
    return judged(desk)


def undo(desk, actor=MARIA):
    return desk.undoing.undo(actor=actor, now=LATER)


def redo(desk, actor=MARIA):
    return desk.undoing.redo(actor=actor, now=LATER)


def next_undo(desk, actor=MARIA):
    return desk.undoing.next_undo(actor=actor, now=LATER)


def plan_of(desk, patient):
    return desk.store.plans.of_patient(patient.id)[0]


def pains(desk, session):
    return desk.progress.given([session.id]).get(session.id, {})


def test_a_draft_taken_back_is_dropped_and_comes_again(desk, ana):
    desk.plans.draft(ana, FORM, actor=MARIA, now=NOW)
    assert next_undo(desk) == "drafted a plan of care for Ana Ruiz"
    undo(desk)
    assert plan_of(desk, ana).status is PlanStatus.SUPERSEDED
    redo(desk)
    assert (plan_of(desk, ana).status, plan_of(desk, ana).version) == (PlanStatus.DRAFT, 3)


def test_a_changed_plan_goes_back_to_what_was_agreed_as_a_new_version(desk, ana):
    plan = planned(desk, ana)
    form = replace(FORM, parts=(replace(EXERCISES, sessions=9),), reason="More of it")
    desk.plans.change(plan, form, **vouching(desk, CLAIRE, NOW))
    assert next_undo(desk, CLAIRE) == "changed the plan of care of Ana Ruiz"
    (back,) = undo(desk, CLAIRE).records
    assert (back.parts, back.status, back.confirmed_by) == (plan.parts, PlanStatus.ACTIVE, CLAIRE.id)
    assert [each.version for each in desk.store.plans.versions(plan.id)] == [4, 3, 2, 1]
    redo(desk, CLAIRE)
    assert plan_of(desk, ana).parts == form.parts


def at_desk(_desk, actor, now):
    return {"actor": actor, "now": now}


@pytest.mark.parametrize(
    ("step", "by", "words", "status"),
    [
        ("pause", at_desk, "paused the plan of care of Ana Ruiz", PlanStatus.PAUSED),
        ("complete", vouching, "completed the plan of care of Ana Ruiz", PlanStatus.COMPLETED),
    ],
)
def test_a_step_of_a_plan_is_taken_back(desk, ana, *, step, by, words, status):
    plan = planned(desk, ana)
    getattr(desk.plans, step)(plan, reason="On holiday", **by(desk, CLAIRE, NOW))
    assert (plan_of(desk, ana).status, next_undo(desk, CLAIRE)) == (status, words)
    undo(desk, CLAIRE)
    assert plan_of(desk, ana).status is PlanStatus.ACTIVE


def test_a_confirmation_taken_back_lets_go_of_its_sessions_and_the_plan_before_goes_on(desk, ana):
    first = planned(desk, ana)
    massage = booked(desk, ana, local(11, days=1))
    second = desk.plans.draft(ana, replace(FORM, goal="Walk again"), actor=MARIA, now=NOW)
    desk.plans.confirm(second, **vouching(desk, CLAIRE, NOW))
    assert desk.store.sessions.get(massage.id).plan_id == second.id
    assert next_undo(desk, CLAIRE) == "confirmed the plan of care of Ana Ruiz"
    undo(desk, CLAIRE)
    assert {each.id: each.status for each in desk.store.plans.of_patient(ana.id)} == {
        first.id: PlanStatus.ACTIVE,
        second.id: PlanStatus.DRAFT,
    }
    assert desk.plans.places([massage.id]) == {massage.id: PlanPlace(1, 2)}
    assert desk.store.sessions.get(massage.id).plan_id == first.id
    redo(desk, CLAIRE)
    assert desk.store.plans.get(second.id).status is PlanStatus.ACTIVE
    assert desk.store.plans.get(first.id).status is PlanStatus.SUPERSEDED
    assert desk.store.sessions.get(massage.id).plan_id == second.id


def test_a_confirmation_stays_once_a_session_was_booked_against_it(desk, ana):
    planned(desk, ana)
    booked(desk, ana, local(11, days=1))
    with pytest.raises(NotAllowed, match="Sessions that were booked since count against this plan"):
        undo(desk, CLAIRE)
    assert plan_of(desk, ana).status is PlanStatus.ACTIVE


def test_a_plan_does_not_go_on_beside_another(desk, ana):
    plan = planned(desk, ana)
    desk.plans.complete(plan, reason="Well", **vouching(desk, CLAIRE, NOW))
    other = desk.plans.draft(ana, FORM, actor=MARIA, now=NOW)
    desk.plans.confirm(other, **vouching(desk, SAM, NOW))
    with pytest.raises(NotAllowed, match="Another plan of Ana Ruiz goes on now"):
        undo(desk, CLAIRE)


def test_a_plan_somebody_else_changed_since_stays(desk, ana):
    plan = planned(desk, ana)
    paused = desk.plans.pause(plan, reason="On holiday", actor=MARIA, now=NOW)
    desk.plans.resume(paused, **vouching(desk, CLAIRE, NOW))
    with pytest.raises(NotAllowed, match="Claire Dubois went on with the plan of care of Ana Ruiz"):
        undo(desk)


def test_a_score_taken_back_counts_no_more_and_again(desk, ana):
    session = booked(desk, ana, local(11))
    desk.progress.note(session, Measure.PAIN_BEFORE, 7, actor=MARIA, now=NOW)
    assert next_undo(desk) == "noted the pain before the session of Ana Ruiz as 7"
    undo(desk)
    assert pains(desk, session) == {}
    assert desk.progress.trend(ana, actor=MARIA, now=LATER).points == ()
    redo(desk)
    assert pains(desk, session) == {Measure.PAIN_BEFORE: 7}


def test_a_mended_score_taken_back_gives_way_to_the_first(desk, ana):
    session = booked(desk, ana, local(11))
    desk.progress.note(session, Measure.PAIN_BEFORE, 7, actor=MARIA, now=NOW)
    desk.progress.note(session, Measure.PAIN_BEFORE, 4, actor=MARIA, now=NOW)
    undo(desk)
    assert pains(desk, session) == {Measure.PAIN_BEFORE: 7}


def test_a_score_somebody_mended_since_stays(desk, ana):
    session = booked(desk, ana, local(11))
    desk.progress.note(session, Measure.PAIN_BEFORE, 7, actor=MARIA, now=NOW)
    desk.progress.note(session, Measure.PAIN_BEFORE, 4, actor=SAM, now=NOW)
    with pytest.raises(NotAllowed, match="The pain before the session of Ana Ruiz has changed since"):
        undo(desk)
    assert pains(desk, session) == {Measure.PAIN_BEFORE: 4}


def test_an_activity_noted_without_a_session_is_taken_back(desk, ana):
    desk.progress.note_activity(ana, "walking to the shop", 5, actor=MARIA, now=NOW)
    assert next_undo(desk) == "noted the activity of Ana Ruiz as 5"
    undo(desk)
    assert desk.progress.trend(ana, actor=MARIA, now=LATER).points == ()


def test_what_counts_follows_a_plan_that_was_taken_back(desk, ana):
    plan = planned(desk, ana)
    form = replace(FORM, parts=(EXERCISES,), reason="No massage any more")
    desk.plans.change(plan, form, **vouching(desk, CLAIRE, NOW))
    undo(desk, CLAIRE)
    session = booked(desk, ana, local(11, days=1))
    assert desk.store.sessions.get(session.id).plan_id == plan.id
    assert desk.plans.fitting(ana.id, Kind.MASSAGE, on=NOW.date()) is not None
