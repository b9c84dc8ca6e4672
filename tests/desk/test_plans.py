from dataclasses import replace
from datetime import timedelta

import pytest

from clinicdesk.desk.plan_views import Alert, PlanForm, PlanPlace
from clinicdesk.domain.plan import PlanPart, PlanStatus
from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.suitability import Kind
from clinicdesk.errors import InvalidValues, NotAllowed, StaleRecord
from tests.desk.front_desk import (
    CLAIRE,
    EXERCISE,
    JORDAN,
    MARIA,
    NOW,
    SWEDISH,
    TODAY,
    audited,
    booked,
    harmless,
    judged,
    local,
)
from tests.vouching import vouching

MASSAGES = PlanPart(Kind.MASSAGE, SWEDISH.id, 2)
EXERCISES = PlanPart(Kind.PHYSICAL_THERAPY, EXERCISE.id, 4, min_days=2)
FORM = PlanForm(
    goal="Carry my grandson up the stairs",
    activity="walking to the shop",
    parts=(MASSAGES, EXERCISES),
    starts_on=TODAY,
    expires_on=TODAY + timedelta(days=60),
    review_on=TODAY + timedelta(days=30),
)
ELEVEN = local(11)


@pytest.fixture
def ana(desk):
    return judged(desk)


def planned(desk, patient, **changes):
    """An active plan."""
    plan = desk.plans.draft(patient, replace(FORM, **changes), actor=MARIA, now=NOW)
    return desk.plans.confirm(plan, **vouching(desk, CLAIRE, NOW))


def standing(desk, patient, now=NOW):
    (found,) = desk.plans.of_patient(patient, actor=MARIA, now=now)
    return found


def alerts(desk, patient, now=NOW):
    return [notice.alert for notice in standing(desk, patient, now).notices]


def completed(desk, session):
    """A session that took place, however it came about."""
    with desk.store.write():
        return desk.store.sessions.update(
            replace(session, status=SessionStatus.COMPLETED, arrived_at=NOW, started_at=NOW, completed_at=NOW)
        )


def missed(desk, session):
    return desk.day.no_show(session, actor=MARIA, now=NOW)


def test_a_receptionist_drafts_and_a_therapist_confirms(desk, ana):
    draft = desk.plans.draft(ana, FORM, actor=MARIA, now=NOW)
    assert (draft.status, draft.version, draft.confirmed_by) == (PlanStatus.DRAFT, 1, None)
    with pytest.raises(NotAllowed, match="Only a therapist can confirm a plan"):
        desk.plans.confirm(draft, **vouching(desk, MARIA, NOW))
    active = desk.plans.confirm(draft, **vouching(desk, CLAIRE, NOW))
    assert (active.status, active.version, active.confirmed_by) == (PlanStatus.ACTIVE, 2, CLAIRE.id)
    assert audited(desk)[0][:2] == ("Claire Dubois", "plan.confirm")
    shown = standing(desk, ana)
    assert (shown.made_by, shown.confirmed_by) == ("Claire Dubois", "Claire Dubois")


def test_a_change_is_a_new_version_and_the_old_one_stays(desk, ana):
    plan = planned(desk, ana)
    form = replace(FORM, goal="Sleep through", reason="The stairs are done.")
    changed = desk.plans.change(plan, form, **vouching(desk, CLAIRE, NOW))
    assert (changed.version, changed.status) == (3, PlanStatus.ACTIVE)
    versions = desk.plans.versions(changed, actor=MARIA, now=NOW)
    assert [each.goal for each in versions] == ["Sleep through", FORM.goal, FORM.goal]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"goal": " "}, "goal"),
        ({"parts": ()}, "parts"),
        ({"parts": (replace(MASSAGES, sessions=0),)}, "parts"),
        ({"parts": (replace(MASSAGES, sessions=61),)}, "parts"),
        ({"expires_on": TODAY - timedelta(days=1)}, "expires_on"),
        ({"expires_on": None}, "expires_on"),
        ({"review_on": TODAY + timedelta(days=61)}, "review_on"),
        ({"starts_on": None}, "starts_on"),
    ],
)
def test_what_cannot_be_planned_is_told_at_its_field(desk, ana, changes, field):
    with pytest.raises(InvalidValues) as told:
        desk.plans.draft(ana, replace(FORM, **changes), actor=MARIA, now=NOW)
    assert field in told.value.fields
    assert desk.plans.of_patient(ana, actor=MARIA, now=NOW) == []


def test_only_a_therapist_changes_what_is_confirmed_and_says_why(desk, ana):
    plan = planned(desk, ana)
    with pytest.raises(NotAllowed, match="change a confirmed plan"):
        desk.plans.change(plan, replace(FORM, reason="More"), **vouching(desk, MARIA, NOW))
    with pytest.raises(InvalidValues) as told:
        desk.plans.change(plan, FORM, **vouching(desk, CLAIRE, NOW))
    assert set(told.value.fields) == {"reason"}


def test_of_two_changes_at_once_the_second_is_refused(desk, ana):
    plan = planned(desk, ana)
    desk.plans.pause(plan, reason="On holiday", actor=MARIA, now=NOW)
    with pytest.raises(StaleRecord):
        desk.plans.complete(plan, reason="Goal reached", **vouching(desk, CLAIRE, NOW))
    assert standing(desk, ana).plan.status is PlanStatus.PAUSED


def test_steps_follow_each_other(desk, ana):
    plan = planned(desk, ana)
    paused = desk.plans.pause(plan, reason="On holiday", actor=MARIA, now=NOW)
    with pytest.raises(NotAllowed, match="go on with a plan"):
        desk.plans.resume(paused, **vouching(desk, MARIA, NOW))
    resumed = desk.plans.resume(paused, **vouching(desk, CLAIRE, NOW))
    done = desk.plans.complete(resumed, reason="Goal reached", **vouching(desk, CLAIRE, NOW))
    assert (done.status, done.version, done.reason) == (PlanStatus.COMPLETED, 5, "Goal reached")
    for step in (desk.plans.resume, desk.plans.confirm):
        with pytest.raises(NotAllowed, match="completed"):
            step(done, **vouching(desk, CLAIRE, NOW))
    with pytest.raises(NotAllowed, match="Make a new one"):
        desk.plans.change(done, replace(FORM, reason="More"), **vouching(desk, CLAIRE, NOW))


def test_a_draft_can_be_set_aside(desk, ana):
    draft = desk.plans.draft(ana, FORM, actor=MARIA, now=NOW)
    assert desk.plans.set_aside(draft, actor=MARIA, now=NOW).status is PlanStatus.SUPERSEDED
    assert alerts(desk, ana) == []


def test_confirming_another_plan_supersedes_the_one_that_went_on(desk, ana):
    planned(desk, ana)
    planned(desk, ana, goal="Play tennis again")
    found = desk.plans.of_patient(ana, actor=MARIA, now=NOW)
    assert [(each.plan.goal, each.plan.status) for each in found] == [
        ("Play tennis again", PlanStatus.ACTIVE),
        (FORM.goal, PlanStatus.SUPERSEDED),
    ]


def advice(desk, patient, on=TODAY):
    answers = desk.store.intakes.latest(patient.id).answers
    assessment = desk.intakes.assess(patient, answers, SWEDISH.technique, on=on)
    return assessment.offer_physical_therapy, {pairing.id for pairing in assessment.pairing}


def test_a_plan_on_file_counts_more_than_an_answer_that_there_is_none(desk, ana):
    assert advice(desk, ana)[0]
    assert "no_active_plan" in advice(desk, ana)[1]
    planned(desk, ana)
    assert not advice(desk, ana)[0]
    assert "no_active_plan" not in advice(desk, ana)[1]
    assert "keep_active_plan" in advice(desk, ana)[1]
    assert advice(desk, ana, FORM.expires_on + timedelta(days=1))[0]


def test_a_plan_of_massage_alone_or_one_that_rests_is_no_active_plan(desk, ana):
    plan = planned(desk, ana, parts=(MASSAGES,))
    assert advice(desk, ana)[0]
    plan = desk.plans.change(plan, replace(FORM, reason="More"), **vouching(desk, CLAIRE, NOW))
    assert not advice(desk, ana)[0]
    desk.plans.pause(plan, reason="On holiday", actor=CLAIRE, now=NOW)
    assert advice(desk, ana)[0]


def test_what_a_person_says_they_do_themselves_stands_beside_the_plan(desk):
    patient = judged(desk, active_plan="exercise_or_stretching")
    planned(desk, patient)
    answers = desk.store.intakes.latest(patient.id).answers
    assert desk.intakes.resolve(patient, answers, on=TODAY)["active_plan"] == "exercise_or_stretching"


def test_a_plan_changes_no_verdict(desk, ana):
    before = [offer.verdict for offer in desk.booking.offers(ana, {}, on=TODAY)]
    planned(desk, ana)
    assert [offer.verdict for offer in desk.booking.offers(ana, {}, on=TODAY)] == before


def test_booking_counts_against_the_active_plan_by_itself(desk, ana):
    plan = planned(desk, ana)
    massage = booked(desk, ana, ELEVEN)
    exercise = booked(desk, ana, local(10), session_type=EXERCISE, therapist=CLAIRE)
    assert {massage.plan_id, exercise.plan_id} == {plan.id}
    counts = standing(desk, ana).counts
    assert (counts[Kind.MASSAGE].booked, counts[Kind.MASSAGE].left) == (1, 1)
    assert (counts[Kind.PHYSICAL_THERAPY].booked, counts[Kind.PHYSICAL_THERAPY].left) == (1, 3)


@pytest.mark.parametrize("status", ["draft", "paused", "completed"])
def test_only_an_active_plan_counts(desk, ana, status):
    if status == "draft":
        desk.plans.draft(ana, FORM, actor=MARIA, now=NOW)
    elif status == "paused":
        desk.plans.pause(planned(desk, ana), reason="Away", actor=MARIA, now=NOW)
    else:
        desk.plans.complete(planned(desk, ana), reason="Done", **vouching(desk, CLAIRE, NOW))
    assert booked(desk, ana, ELEVEN).plan_id is None


def test_what_the_plan_does_not_reach_to_is_booked_beside_it(desk, ana):
    planned(desk, ana, parts=(MASSAGES,))
    assert booked(desk, ana, local(10), session_type=EXERCISE, therapist=CLAIRE).plan_id is None
    assert booked(desk, ana, local(8, days=70)).plan_id is None
    in_plan = [booked(desk, ana, local(8, days=day)).plan_id for day in (1, 2, 3)]
    assert in_plan[0] == in_plan[1] is not None
    assert in_plan[2] is None


def test_a_cancelled_session_gives_its_place_back(desk, ana):
    planned(desk, ana)
    session = booked(desk, ana, ELEVEN)
    desk.day.cancel(session, reason="Ill", actor=MARIA, now=NOW)
    assert standing(desk, ana).counts[Kind.MASSAGE].left == 2


@pytest.mark.parametrize(("counts", "left"), [(False, 2), (True, 1)])
def test_a_no_show_uses_a_session_up_only_where_the_plan_says_so(desk, ana, counts, left):
    planned(desk, ana, missed_count=counts)
    session = missed(desk, booked(desk, ana, ELEVEN))
    count = standing(desk, ana).counts[Kind.MASSAGE]
    assert (count.left, count.used) == (left, 2 - left)
    assert (session.id in desk.plans.places([session.id])) is counts


def test_a_confirmed_plan_takes_over_what_is_booked_already(desk, ana):
    for day in (1, 2, 3):
        booked(desk, ana, local(8, days=day))
    plan = planned(desk, ana)
    owned = [session.plan_id for session in desk.store.sessions.of_patient(ana.id)]
    assert owned == [plan.id, plan.id, None]
    assert standing(desk, ana).counts[Kind.MASSAGE].left == 0


def test_each_session_knows_its_place_in_the_plan(desk, ana):
    planned(desk, ana)
    second = booked(desk, ana, local(8, days=3))
    first = booked(desk, ana, local(8, days=1))
    exercise = booked(desk, ana, local(10, days=1), session_type=EXERCISE, therapist=CLAIRE)
    other = booked(desk, judged(desk, "Bo", "Holm"), local(14))
    places = desk.plans.places([first.id, second.id, exercise.id, other.id])
    assert places == {first.id: PlanPlace(1, 2), second.id: PlanPlace(2, 2), exercise.id: PlanPlace(1, 4)}
    assert str(places[exercise.id]) == "1 of 4"


def test_the_calendar_the_day_and_the_record_show_the_place(desk, ana):
    planned(desk, ana)
    booked(desk, ana, ELEVEN)
    slots = [slot for column in desk.booking.day(TODAY).columns for slot in column.sessions]
    (row,) = desk.day.sessions(TODAY, actor=MARIA, now=NOW)
    (kept,) = desk.history.sessions(ana.id, actor=MARIA, now=NOW)
    assert [str(each.place_in_plan) for each in (slots[0], row, kept)] == ["1 of 2"] * 3


def test_a_day_of_many_sessions_asks_for_their_places_once(desk, ana, monkeypatch):
    planned(desk, ana)
    for hour in (11, 14):
        booked(desk, ana, local(hour))
    asked = []
    places = desk.store.plans.places
    monkeypatch.setattr(desk.store.plans, "places", lambda ids: asked.append(list(ids)) or places(ids))
    desk.booking.day(TODAY)
    assert [len(ids) for ids in asked] == [2]


def test_massage_alone_is_flagged_with_what_to_pair_it_with(desk, ana):
    planned(desk, ana, parts=(MASSAGES,))
    shown = standing(desk, ana)
    assert [notice.words for notice in shown.notices] == [
        "Massage only: nothing in it is done by the person themselves."
    ]
    assert "Pair it with exercise, a stretching routine or physical therapy." in shown.advice


def test_hands_on_physical_therapy_beside_massage_is_passive_too(desk, ana):
    manual = next(each for each in desk.clinic.session_types() if each.technique == "manual_therapy")
    planned(desk, ana, parts=(MASSAGES, replace(EXERCISES, session_type_id=manual.id)))
    assert standing(desk, ana).notices[0].words.startswith("Passive care only")


def test_with_active_work_in_the_plan_no_advice_is_needed(desk, ana):
    planned(desk, ana)
    assert standing(desk, ana).advice == ""
    assert alerts(desk, ana) == []


def test_no_pairing_is_advised_where_massage_is_forbidden(desk):
    feverish = judged(desk, fever_now="yes")
    planned(desk, feverish, parts=(MASSAGES,))
    assert standing(desk, feverish).advice == ""
    assert Alert.MASSAGE_ONLY in alerts(desk, feverish)


def test_a_passive_share_that_does_not_fall_is_told(desk, ana):
    planned(desk, ana)
    booked(desk, ana, local(10, days=1), session_type=EXERCISE, therapist=CLAIRE)
    booked(desk, ana, local(8, days=2))
    shown = standing(desk, ana)
    assert shown.shares == (0.0, 1.0)
    assert [notice.words for notice in shown.notices] == ["The share of passive care does not fall: 0 %, 100 %."]


def test_sessions_used_up_are_told(desk, ana):
    planned(desk, ana)
    for day in (1, 2):
        completed(desk, booked(desk, ana, local(8, days=day)))
    words = [notice.words for notice in standing(desk, ana).notices if notice.alert is Alert.USED_UP]
    assert words == ["Massage: all 2 sessions of the plan are used."]


def test_the_end_and_the_review_are_told_in_time(desk, ana):
    planned(desk, ana)
    assert Alert.REVIEW_DUE not in alerts(desk, ana, NOW + timedelta(days=29))
    assert Alert.REVIEW_DUE in alerts(desk, ana, NOW + timedelta(days=30))
    assert Alert.EXPIRES_SOON in alerts(desk, ana, NOW + timedelta(days=46))
    assert Alert.EXPIRED in alerts(desk, ana, NOW + timedelta(days=61))


def test_the_day_tells_what_the_plans_of_its_people_have_to_say(desk, ana):
    planned(desk, ana, parts=(MASSAGES,))
    booked(desk, ana, ELEVEN)
    booked(desk, judged(desk, "Bo", "Holm"), local(14))
    first, second = desk.day.sessions(TODAY, actor=MARIA, now=NOW)
    assert [notice.alert for notice in first.notices] == [Alert.MASSAGE_ONLY]
    assert second.notices == ()


def test_a_session_cannot_name_a_plan_that_is_not_on_file(desk, ana):
    session = booked(desk, ana, ELEVEN)
    with pytest.raises(Exception, match="unknown:plans"), desk.store.write():
        desk.store.sessions.update(replace(session, plan_id="nowhere"))
    assert JORDAN.id == session.therapist_id


def test_what_was_booked_says_how_it_counts(desk, ana):
    session = booked(desk, ana, ELEVEN)
    assert desk.plans.told(session, now=NOW) == ""
    planned(desk, ana, parts=(replace(MASSAGES, sessions=2),))
    second = booked(desk, ana, local(11, days=3))
    assert desk.plans.told(second, now=NOW).startswith("It counts as massage 2 of 2 of the plan. Massage only:")
    third = booked(desk, ana, local(11, days=6))
    assert desk.plans.told(third, now=NOW).startswith("It does not count against the plan: no massage is left in it.")
    exercise = booked(desk, ana, local(14, days=6), session_type=EXERCISE, therapist=CLAIRE)
    assert "there is no physical therapy in it." in desk.plans.told(exercise, now=NOW)


def test_a_plan_that_the_rules_forbid_by_now_says_so_first(desk, ana):
    planned(desk, ana)
    answers = harmless(desk, disc_problem="herniation_no_leg_symptoms")
    desk.intakes.complete(ana, answers, actor=MARIA, now=NOW)
    assert standing(desk, ana).notices[0].words == "Massage is not suitable now: the plan has to change."
    changed = replace(FORM, parts=(EXERCISES,), reason="A disc problem was found.")
    desk.plans.change(standing(desk, ana).plan, changed, **vouching(desk, CLAIRE, NOW))
    assert Alert.UNSUITABLE not in alerts(desk, ana)
    desk.intakes.complete(ana, harmless(desk, saddle_numbness="yes"), actor=MARIA, now=NOW)
    assert standing(desk, ana).notices[0].words.startswith("To be seen by a doctor first")
