"""What is done about plans, the waiting list, hours and the clinic, each with whatever it needs picked by number."""

from dataclasses import replace
from datetime import time, timedelta

from clinicdesk.domain.plan import PlanPart, PlanStatus
from clinicdesk.domain.score import Measure
from clinicdesk.domain.staff import Equipment, Role, Room, StaffMember
from clinicdesk.domain.suitability import Kind
from clinicdesk.domain.waiting import WaitingEntry
from clinicdesk.domain.working_hours import Absence, AbsenceReason, ClockSpan, HolidayChoice, same_every_day
from tests.desk.busy_clinic import ELECTRO, PLAN
from tests.desk.front_desk import CLAIRE, EXERCISE, JORDAN, SAM, SWEDISH, TODAY
from tests.desk.hand import deed, therapists_deed

# -- plans and scores --------------------------------------------------------------------------


@deed
def draft_a_plan(hand):
    hand.desk.plans.draft(hand.patient, PLAN, **hand.by)


@therapists_deed
def confirm_a_plan(hand):
    hand.desk.plans.confirm(hand.plan(PlanStatus.DRAFT), **hand.vouching)


@therapists_deed
def change_a_plan(hand):
    parts = (PlanPart(Kind.PHYSICAL_THERAPY, EXERCISE.id, 2 + hand.other),)
    plan = hand.plan(PlanStatus.DRAFT, PlanStatus.ACTIVE, PlanStatus.PAUSED)
    hand.desk.plans.change(plan, replace(PLAN, parts=parts, reason="More of it"), **hand.vouching)


@deed
def pause_a_plan(hand):
    hand.desk.plans.pause(hand.plan(PlanStatus.ACTIVE), reason="Away", **hand.by)


@therapists_deed
def resume_a_plan(hand):
    hand.desk.plans.resume(hand.plan(PlanStatus.PAUSED), **hand.vouching)


@therapists_deed
def complete_a_plan(hand):
    hand.desk.plans.complete(hand.plan(PlanStatus.ACTIVE, PlanStatus.PAUSED), reason="Well", **hand.vouching)


@deed
def drop_a_draft(hand):
    hand.desk.plans.set_aside(hand.plan(PlanStatus.DRAFT), **hand.by)


@deed
def note_a_score(hand):
    measure = (Measure.PAIN_BEFORE, Measure.PAIN_AFTER)[hand.other % 2]
    hand.desk.progress.note(hand.session(lambda each: each.status.live), measure, hand.other, **hand.by)


@deed
def note_an_activity(hand):
    hand.desk.progress.note_activity(hand.patient, "walking", hand.other, **hand.by)


@deed
def mend_an_activity(hand):
    score = hand.one_of(each for each in hand.of_all(hand.store.scores) if each.session_id is None)
    patient = hand.store.patients.get(score.patient_id)
    hand.desk.progress.mend(patient, score.id, score.measure, 10 - hand.other, **hand.by)


# -- the waiting list --------------------------------------------------------------------------


@deed
def ask_to_wait(hand):
    last = TODAY + timedelta(days=20)
    hand.desk.waiting.ask(WaitingEntry(hand.key, hand.patient.id, SWEDISH.id, hand.now, last), **hand.by)


@deed
def change_a_wish(hand):
    entry = hand.wish().entry
    hand.desk.waiting.change(replace(entry, urgent=not entry.urgent, note="Mornings"), **hand.by)


@deed
def stop_waiting(hand):
    hand.desk.waiting.withdraw(hand.wish().entry, **hand.by)


@deed
def offer(hand):
    person = _somebody_for_a_free_time(hand)
    hand.desk.waiting.offer(person.entry, person.place, **hand.by)


@deed
def take_an_offer_back(hand):
    hand.desk.waiting.take_offer_back(hand.wish(lambda row: row.entry.offer).entry, **hand.by)


@deed
def give_a_free_time(hand):
    person = _somebody_for_a_free_time(hand)
    hand.desk.waiting.book(person.entry, person.place, **hand.by)


def _somebody_for_a_free_time(hand):
    times = hand.desk.wanted.wanted(TODAY, TODAY + timedelta(days=2), now=hand.now)
    return hand.one_of(person for wanted in times for person in wanted.people)


# -- hours -------------------------------------------------------------------------------------


@deed
def decide_usual_hours(hand):
    owner = (None, JORDAN.id, SAM.id)[hand.pick % 3]
    weeks = same_every_day((ClockSpan(time(8 + hand.other % 3), time(15 + hand.other % 4)),))
    day = hand.day
    hand.desk.timetable.set_weekly(owner, weeks, valid_from=day, reference=day, **hand.by)


@deed
def decide_a_date(hand):
    owner = (None, JORDAN.id, SAM.id)[hand.pick % 3]
    spans = ((ClockSpan(time(10), time(12)),), (), None)[hand.other // 3 % 3]
    hand.desk.timetable.set_special(owner, hand.day, spans, **hand.by)


@deed
def go_away(hand):
    owner, reason = ((None, AbsenceReason.CLOSURE), (SAM.id, AbsenceReason.LEAVE))[hand.pick % 2]
    hand.desk.timetable.add_absence(Absence(hand.key, owner, reason, hand.day, hand.day), **hand.by)


@deed
def change_an_absence(hand):
    absence = hand.one_of(hand.desk.timetable.book(now=hand.now).absences)
    hand.desk.timetable.change_absence(replace(absence, last=absence.last + timedelta(days=1)), **hand.by)


@deed
def come_back(hand):
    hand.desk.timetable.withdraw_absence(hand.one_of(hand.desk.timetable.book(now=hand.now).absences), **hand.by)


@deed
def choose_holidays(hand):
    kept = frozenset({("Thanksgiving Day", "Christmas Day")[hand.pick % 2]})
    hand.desk.timetable.choose_holidays(HolidayChoice(("", "NY")[hand.other % 2], kept), **hand.by)


# -- the clinic --------------------------------------------------------------------------------


@deed
def change_the_clinic(hand):
    hand.desk.clinic.update(replace(hand.desk.clinic.current(), notice_hours=24 + hand.other), **hand.by)


@deed
def hire(hand):
    new = StaffMember(hand.key, "Noa Blum", Role.THERAPIST, frozenset({Kind.MASSAGE}))
    hand.desk.clinic.add_staff(new, **hand.by)


@deed
def rename(hand):
    hand.desk.people.rename(hand.one_of(hand.desk.clinic.staff()), f"Kim Moss {hand.other}", **hand.by)


@deed
def retire(hand):
    hand.desk.people.retire(hand.one_of(each for each in hand.desk.clinic.staff() if each != hand.actor), **hand.by)


@deed
def bring_back(hand):
    hand.desk.people.bring_back(hand.one_of(hand.desk.people.former()), **hand.by)


@deed
def narrow_skills(hand):
    hand.desk.equipping.set_techniques(CLAIRE, [EXERCISE.technique, ELECTRO.technique][: 1 + hand.other % 2], **hand.by)


@deed
def add_a_room(hand):
    hand.desk.clinic.add_room(Room(hand.key, "Oak"), **hand.by)


@deed
def add_a_session_type(hand):
    hand.desk.clinic.add_session_type(replace(SWEDISH, id=hand.key, name="Long massage", minutes=90), **hand.by)


@deed
def equip(hand):
    hand.desk.equipping.set_need(ELECTRO, ("Ultrasound", "")[hand.other % 2], **hand.by)


@deed
def add_a_device(hand):
    hand.desk.equipping.add(Equipment(hand.key, "Laser", "Laser"), **hand.by)


@deed
def retire_a_device(hand):
    hand.desk.equipping.retire(hand.one_of(hand.desk.equipping.devices()), **hand.by)
