"""How old the answers are that a verdict rests on: told wherever it is shown, and nobody begins by old ones."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicdesk.desk.assessing import judgement_in
from clinicdesk.desk.booking import BookingRequest
from clinicdesk.desk.keys import new_key
from clinicdesk.desk.moving import moved
from clinicdesk.desk.slots import SlotWish
from clinicdesk.domain.intake import Answer
from clinicdesk.domain.renewal import FULL_INTAKE_DAYS, Renewal
from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.suitability import Technique, Verdict
from clinicdesk.errors import NotAllowed
from tests.desk.front_desk import (
    CLAIRE,
    JORDAN,
    MARIA,
    NOW,
    SWEDISH,
    TODAY,
    asked,
    booked,
    harmless,
    judged,
    local,
    person,
)  # fmt: skip
from tests.desk.test_clearing import SCIATICA, give
from tests.vouching import vouching

YEARS_AGO = NOW - timedelta(days=700)
OLD = Renewal(YEARS_AGO.date())
BY_ANSWERS_OF = "by answers of 23 December 2024"


@pytest.fixture
def back_again(desk):
    """Somebody whose only intake is 700 days old and spoke against nothing."""
    patient = person(desk)
    desk.intakes.complete(patient, harmless(desk), actor=MARIA, now=YEARS_AGO)
    return patient


def answers_of(desk, patient):
    return desk.store.intakes.latest(patient.id).answers


def of_the_day(desk):
    """Everything that is asked at every visit."""
    findings = desk.ruleset.knowledge.findings
    return {key: answer for key, answer in harmless(desk).items() if findings[key].every_visit}


def judge(desk, patient, on):
    return desk.judging.judge(patient, answers_of(desk, patient), Technique.SWEDISH, on=on)


@pytest.mark.parametrize(("days", "due"), [(0, False), (FULL_INTAKE_DAYS, False), (FULL_INTAKE_DAYS + 1, True)])
def test_from_the_ninety_first_day_on_nobody_begins_by_it_and_the_verdict_says_so(desk, days, due):
    patient = judged(desk)
    judgement = judge(desk, patient, TODAY + timedelta(days=days))
    assert judgement.effective.renewal == judgement.assessment.renewal == (Renewal(TODAY) if due else None)
    assert judgement.verdict is Verdict.SUITABLE, "what the answers come to is the same"
    assert judgement.to_start is (Verdict.NEEDS_CLINICIAN_REVIEW if due else Verdict.SUITABLE)


def test_it_counts_from_the_date_of_the_session_not_from_today(desk):
    patient = judged(desk)
    near, far = (booked(desk, patient, local(10, days=days)) for days in (84, 98))
    rows = {session.id: desk.store.assessments.latest_for(session.id) for session in (near, far)}
    assert judgement_in(rows[near.id]).effective.renewal is None
    assert judgement_in(rows[far.id]).effective.renewal == Renewal(TODAY)
    (line,) = desk.day.sessions(far.starts_at.date(), actor=MARIA, now=NOW)
    assert line.renewal == Renewal(TODAY)
    (line,) = desk.day.sessions(near.starts_at.date(), actor=MARIA, now=NOW)
    assert line.renewal is None


def test_booking_ahead_goes_on_and_says_by_which_answers(desk, back_again):
    offers = desk.booking.offers(back_again, answers_of(desk, back_again), on=TODAY)
    assert {offer.renewal for offer in offers} == {OLD}
    assert all(offer.bookable and not offer.hold for offer in offers)
    request = asked(back_again, local(10, days=1))
    (note,) = desk.booking.notes(request, now=NOW)
    assert note == f"Judged {BY_ANSWERS_OF}. The intake is renewed on arrival, before the session starts."
    session = desk.booking.book(request, actor=MARIA, now=NOW)
    assert not session.held
    there = moved(session, starts_at=local(14, days=1), therapist_id=JORDAN.id, room_id=None)
    assert desk.moving.fit(there, now=NOW).notes == (note,)


def test_the_next_free_times_and_the_lists_say_it_too(desk, back_again):
    wish = SlotWish(back_again.id, SWEDISH.id)
    assert {slot.renewal for slot in desk.next_free.find(wish, now=NOW)} == {OLD}
    session = booked(desk, back_again, local(10, days=1))
    (slot,) = [slot for day in desk.schedule.again(session.starts_at.date(), 1).days for slot in day.slots]
    assert slot.renewal == OLD


def test_paper_says_by_which_answers_and_what_is_due(desk, back_again):
    session = booked(desk, back_again, local(10))
    sheet = desk.visits.sheet(session.id, actor=MARIA, now=NOW)
    assert (sheet.verdict, sheet.renewal) == (Verdict.SUITABLE, OLD)
    assert sheet.desk_line == "The intake is renewed on arrival, before the session starts."


def test_a_session_that_is_looked_at_again_tells_of_the_intake_gone_through_since(desk, back_again):
    session = booked(desk, back_again, local(10, days=1))
    desk.intakes.complete(back_again, harmless(desk), actor=MARIA, now=NOW)
    (line,) = desk.day.sessions(session.starts_at.date(), actor=MARIA, now=NOW)
    assert line.renewal is None
    assert desk.judging.session(session).judgement.effective.renewal is None
    assert desk.call_list.waiting(actor=MARIA, now=NOW) == [], "nobody has to be called about it"


def test_a_line_of_the_call_list_says_by_which_answers_the_new_verdict_is(desk, back_again):
    session = booked(desk, back_again, local(10, days=1))
    herniated = {"disc_problem": Answer("herniation_no_leg_symptoms")}
    desk.intakes.complete(back_again, herniated, actor=MARIA, now=NOW)
    (call,) = desk.call_list.waiting(actor=MARIA, now=NOW)
    assert (call.row.session.id, call.verdict) == (session.id, Verdict.NOT_SUITABLE)
    assert call.assessment.renewal == OLD


def test_nothing_begins_by_it_whatever_a_therapist_decides(desk, back_again):
    session = booked(desk, back_again, local(10))
    arrived = desk.arrivals.check_in(session, of_the_day(desk), actor=MARIA, now=NOW).session
    with pytest.raises(NotAllowed, match="full intake is of 23 December 2024, more than 90 days ago"):
        desk.day.start(arrived, actor=JORDAN, now=NOW)
    desk.intakes.complete(back_again, harmless(desk), actor=MARIA, now=NOW)
    again = desk.arrivals.check_in(arrived, {}, actor=MARIA, now=NOW).session
    assert desk.day.start(again, actor=JORDAN, now=NOW).status is SessionStatus.IN_SESSION


def test_a_decision_makes_no_answer_younger_and_an_old_answer_makes_nothing_milder(desk):
    patient = person(desk)
    desk.intakes.complete(patient, harmless(desk, **SCIATICA), actor=MARIA, now=YEARS_AGO)
    give(desk, patient)
    found = judge(desk, patient, TODAY)
    assert (found.verdict, found.effective.renewal) == (Verdict.SUITABLE_WITH_PRECAUTIONS, OLD)
    assert found.to_start is Verdict.NEEDS_CLINICIAN_REVIEW
    desk.intakes.complete(patient, {"disc_problem": Answer("herniation_no_leg_symptoms")}, actor=MARIA, now=NOW)
    assert judge(desk, patient, TODAY).to_start is Verdict.NOT_SUITABLE


def test_answers_of_which_nobody_noted_the_day_are_too_old(desk):
    patient = person(desk)
    with desk.store.write():
        desk.store.intakes.add("older", patient.id, harmless(desk), completed_at=NOW, completed_by=MARIA.id)
    session = booked(desk, patient, local(10))
    assert judge(desk, patient, TODAY).effective.renewal == Renewal(None)
    assert desk.day.sessions(TODAY, actor=MARIA, now=NOW)[0].renewal == Renewal(None)
    assert "Nobody noted on which day" in desk.arrivals.check(session, actor=MARIA, now=NOW).obstacle


def test_an_answer_confirmed_later_makes_the_others_no_younger(desk, back_again):
    desk.intakes.complete(back_again, {"osteoporosis": Answer("no")}, actor=MARIA, now=NOW)
    assert judge(desk, back_again, TODAY).effective.renewal == OLD
    everything_else = {key: each for key, each in harmless(desk).items() if key != "osteoporosis"}
    desk.intakes.complete(back_again, everything_else, actor=MARIA, now=NOW + timedelta(days=3))
    assert judge(desk, back_again, TODAY + timedelta(days=90)).effective.renewal is None
    assert judge(desk, back_again, TODAY + timedelta(days=91)).effective.renewal == Renewal(TODAY)


def test_it_is_kept_with_the_assessment_and_told_to_other_programs(desk, back_again):
    booked(desk, back_again, local(10))
    text = desk.exports.fhir(back_again.id, **vouching(desk, CLAIRE, NOW))
    assert "Suitable by answers of 2024-12-23; the intake is renewed on arrival" in text
    assert '"text": "Judged by answers of 2024-12-23; the intake is renewed on arrival."' in text


@settings(max_examples=40)
@given(data=st.data())
def test_whichever_answers_are_given_on_whichever_days_none_older_than_ninety_begins_a_session(lasting_desk, data):
    """The verdict, the lines of a day, and the start agree: all rests on the oldest answer that applies."""
    desk = lasting_desk
    patient, findings = person(desk), desk.ruleset.knowledge.findings
    askable = list(desk.ruleset.applicable(desk.intakes.resolve(patient, harmless(desk), on=TODAY)))
    counted = [key for key in askable if not findings[key].every_visit and not findings[key].may_stay_open]
    last: dict[str, date] = {}
    for ago in sorted(data.draw(st.sets(st.integers(0, 200), min_size=1, max_size=4)), reverse=True):
        some = data.draw(st.booleans()) and last
        told = counted[:: data.draw(st.integers(2, 9))] if some else askable
        now = NOW - timedelta(days=ago)
        given_then = {key: answer for key, answer in harmless(desk).items() if key in told}
        desk.intakes.complete(patient, given_then, actor=MARIA, now=now)
        last |= dict.fromkeys(set(told) & set(counted), now.date())
    oldest = min(last.values())
    old = (TODAY - oldest).days > FULL_INTAKE_DAYS
    assert judge(desk, patient, TODAY).effective.renewal == (Renewal(oldest) if old else None)
    request = BookingRequest(new_key(NOW), patient.id, SWEDISH.id, JORDAN.id, local(10), None)
    session = desk.booking.book(request, actor=MARIA, now=NOW)
    (line,) = [each for each in desk.day.sessions(TODAY, actor=MARIA, now=NOW) if each.session.id == session.id]
    assert line.renewal == (Renewal(oldest) if old else None)
    arrived = desk.arrivals.check_in(session, of_the_day(desk), actor=MARIA, now=NOW).session
    why = desk.arrivals.obstacle(arrived, NOW)
    assert why.startswith("The full intake is of") if old else why == ""
    desk.day.cancel(arrived, reason="next example", actor=MARIA, now=NOW)
