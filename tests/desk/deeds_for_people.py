"""What is done about sessions and people, each with whatever it needs picked by number."""

from dataclasses import replace
from datetime import time, timedelta

from clinicdesk.desk.patient_form import PatientForm
from clinicdesk.desk.series_views import Scope, SeriesChange, SeriesRow
from clinicdesk.domain.call import CallStep
from clinicdesk.domain.clearance import ClearanceReason
from clinicdesk.domain.intake import Answer
from clinicdesk.domain.session import BookingRequest, CancelCause, SessionStatus
from tests.desk.front_desk import CLAIRE, EXERCISE, JORDAN, LETTER, MAPLE, SAM, SWEDISH, WILLOW, harmless, local
from tests.desk.hand import deed, therapists_deed

S = SessionStatus
ANSWERS = (
    {},
    {"leg_radiating_pain": "pain_only"},
    {"disc_problem": "herniation_no_leg_symptoms"},
    {"fever_now": "yes"},
)


def _expected(session):
    return session.status.expected


def _of_today(hand):
    return lambda each: _expected(each) and each.starts_at.date() == hand.now.date()


# -- sessions ----------------------------------------------------------------------------------


@deed
def book(hand):
    session_type, therapist = ((SWEDISH, JORDAN), (SWEDISH, SAM), (EXERCISE, SAM))[hand.other % 3]
    at = local(9 + hand.pick % 8, 45, days=hand.other % 3)
    room = (None, MAPLE.id)[hand.other % 2]
    request = BookingRequest(hand.key, hand.patient.id, session_type.id, therapist.id, at, room)
    hand.desk.booking.book(request, **hand.by)


@deed
def take_a_walk_in(hand):
    offers = hand.desk.walk_ins.offers(hand.patient, **hand.by)
    hand.desk.walk_ins.take(hand.one_of(each.request for each in offers if each.request), **hand.by)


@deed
def book_a_series(hand):
    at = [local(9 + hand.pick % 8, days=days) for days in (1 + hand.other % 2, 9)]
    rows = [SeriesRow(BookingRequest(hand.key, hand.patient.id, EXERCISE.id, CLAIRE.id, each)) for each in at]
    hand.desk.series.book(rows, **hand.by)


@deed
def change_a_series(hand):
    begun = hand.session(lambda each: each.series_id and _expected(each) and each.starts_at > hand.now)
    change = (SeriesChange(starts_at=time(9 + hand.pick % 8)), SeriesChange(weekday=hand.pick % 5), None)
    wanted = change[hand.other % 3] or SeriesChange(cancel=True)
    rows = hand.desk.series.changed(begun, (Scope.ALL, Scope.FOLLOWING)[hand.other % 2], wanted, now=hand.now)
    hand.desk.series.change(rows, reason="Away", **hand.by)


@deed
def move(hand):
    session = hand.session(_expected)
    at, therapist = local(9 + hand.other % 8, 30, days=hand.pick % 3), (SAM, JORDAN)[hand.other % 2]
    room_id = (None, WILLOW.id)[hand.pick % 2]
    hand.desk.moving.move(session, starts_at=at, therapist_id=therapist.id, room_id=room_id, **hand.by)


@deed
def resize(hand):
    session = hand.session(_expected)
    length = timedelta(minutes=20 + 15 * (hand.other % 4))
    hand.desk.moving.resize(session, ends_at=session.starts_at + length, **hand.by)


@deed
def confirm(hand):
    hand.desk.day.confirm(hand.session(lambda each: each.status is S.BOOKED), **hand.by)


@deed
def arrive(hand):
    hand.desk.day.arrive(hand.session(_of_today(hand)), **hand.by)


@deed
def check_in(hand):
    session = hand.session(_of_today(hand))
    found = hand.desk.arrivals.check(session, **hand.by)
    known = hand.desk.ruleset.knowledge.findings
    told = {id_: Answer(known[id_].harmless) for id_ in found.questions}
    if hand.other % 3 == 2 and "night_sweats" in told:
        told["night_sweats"] = Answer("yes")
    hand.desk.arrivals.check_in(session, told, **hand.by)


@deed
def start(hand):
    hand.desk.day.start(hand.session(lambda each: each.status is S.ARRIVED), **hand.by)


@deed
def complete(hand):
    hand.desk.day.complete(hand.session(lambda each: each.status is S.IN_SESSION), **hand.by)


@deed
def miss(hand):
    hand.desk.day.no_show(hand.session(_expected), **hand.by)


@deed
def cancel(hand):
    cause = (CancelCause.ASKED, CancelCause.CLINIC)[hand.other % 2]
    hand.desk.day.cancel(hand.session(lambda each: each.status.live), reason="Away", cause=cause, **hand.by)


@therapists_deed
def release(hand):
    held = hand.session(lambda each: each.held and each.status.next_steps)
    reason = (ClearanceReason.EXAMINED, ClearanceReason.CLEARED_IN_WRITING)[hand.other % 2]
    hand.desk.day.release(held, note="Looked at.", reason=reason, letter=LETTER, **hand.vouching)


@deed
def keep_against_the_hours(hand):
    hand.desk.displaced.keep(hand.one_of(hand.desk.displaced.waiting(now=hand.now)), **hand.by)


@deed
def keep_while_referred(hand):
    case = hand.one_of(hand.store.referrals.open())
    session = hand.one_of(each for each in hand.store.sessions.of_patient(case.referral.patient_id) if _expected(each))
    hand.desk.referrals.keep(case, session, **hand.by)


@deed
def close_a_call(hand):
    line = hand.one_of(hand.desk.call_list.waiting(**hand.by))
    hand.desk.call_list.close(line, list(CallStep)[hand.other % 3], note="Left word.", **hand.by)


@deed
def rebook(hand):
    lines = hand.desk.call_list.waiting(**hand.by)
    line = hand.one_of(each for each in lines if hand.desk.call_list.offers(each))
    offered = hand.desk.call_list.offers(line)
    places = hand.desk.call_list.places(line, offered[0].session_type, now=hand.now)
    hand.desk.call_list.rebook(line, hand.one_of(places), **hand.by)


# -- people ------------------------------------------------------------------------------------


@deed
def register(hand):
    hand.desk.patients.register(PatientForm("Eve", "Stone", phone=f"503 555 01{hand.pick}4"), **hand.by)


@deed
def amend(hand):
    form = replace(hand.desk.patients.form_of(hand.patient), preferred_name=f"Nan{hand.other % 3}")
    hand.desk.patients.amend(hand.patient, form, **hand.by)


@deed
def answer(hand):
    hand.desk.intakes.complete(hand.patient, harmless(hand.desk, **ANSWERS[hand.other % 4]), **hand.by)


@therapists_deed
def clear(hand):
    patient, technique = hand.patient, (SWEDISH, EXERCISE)[hand.other % 2].technique
    latest = hand.store.intakes.latest(patient.id)
    judgement = hand.desk.judging.judge(patient, latest.answers if latest else {}, technique, on=hand.now.date())
    choices = hand.desk.clearing.choices(judgement, patient, on=hand.now.date())
    rule = hand.one_of(each.rule for each in choices.values() if each.every_session)
    grounds = {"reason": ClearanceReason.CLEARED_IN_WRITING, "letter": LETTER, "text": "Light work."}
    hand.desk.clearing.give(patient, rule, technique=technique, **grounds, **hand.vouching)


@therapists_deed
def take_a_clearance_back(hand):
    standing = hand.one_of(each for each in hand.of_all(hand.store.clearances) if each.taken_back is None)
    hand.desk.clearing.take_back(standing, why="About somebody else.", **hand.vouching)
