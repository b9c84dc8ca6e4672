"""A plan of care from the first visit to the day it has to change, typed and clicked on a real file."""

from dataclasses import replace

from clinicdesk.domain.intake import Answer
from clinicdesk.domain.plan import PlanStatus
from clinicdesk.domain.suitability import Kind
from clinicdesk.story.first_visit import ORDINARY
from tests.e2e.conftest import receptionist_of


def sit_down(program, name):
    """Somebody else takes the desk."""
    member = next(each for each in program.desk.clinic.staff() if each.name == name)
    program.window.context.change_actor(member)


def standing(program):
    context, desk = program.window.context, program.desk
    (person,) = desk.patients.find(ORDINARY.name, today=context.today())
    patient = desk.patients.open(person.id, actor=context.actor, now=context.now())
    return desk.plans.of_patient(patient, actor=context.actor, now=context.now())[0]


def open_record(program, hands):
    hands.press("Ctrl+K")
    hands.type_here(ORDINARY.name)
    hands.press("Return")
    hands.waits_to_see("Plan of care")


def test_a_plan_is_made_booked_as_a_series_and_changed_when_a_leg_gives_way(program, open_program, clock):
    desk = receptionist_of(program)
    desk.register(ORDINARY)
    desk.ask(ORDINARY)
    desk.hands.click("Complete intake")
    desk.hands.waits_to_see("Intake complete")
    sit_down(program, "Aiko Tanaka")
    open_record(program, desk.hands)
    desk.hands.click("Make a plan")
    desk.hands.fill("Goal, in the person's own words", "Carry my grandson upstairs")
    desk.hands.press("Ctrl+Return")
    desk.hands.click("Confirm")
    desk.prove()
    desk.hands.waits_to_see("“Carry my grandson upstairs”")
    desk.hands.click("Book the series")
    desk.hands.waits_to_see("12 sessions, all fit.")
    desk.hands.press("Ctrl+Return")
    desk.hands.waits_to_see("12 to come, 0 before.")
    counts = standing(program).counts
    assert {kind: count.booked for kind, count in counts.items()} == {Kind.MASSAGE: 4, Kind.PHYSICAL_THERAPY: 8}
    program.close()

    clock.advance(days=1)
    again = open_program()
    again.window.resize(1280, 2400)  # so high that nothing lies half beyond the edge
    hands = receptionist_of(again).hands
    open_record(again, hands)
    context, patient = again.window.context, again.window.focus.patient
    before = again.desk.intakes.latest(patient.id, actor=context.actor, now=context.now()).answers
    asked_anew = {key: replace(answer, given_on=None) for key, answer in before.items()}
    answers = {**asked_anew, "progressive_leg_weakness": Answer(value="yes")}
    again.desk.intakes.complete(patient, answers, actor=context.actor, now=context.now())
    again.window.pages.current_page.records_changed()
    hands.waits_to_see("To be seen by a doctor first: let the plan rest until then.")
    hands.click("Pause")
    hands.waits_to_see("Paused: no session counts until it goes on.")
    assert standing(again).plan.status is PlanStatus.PAUSED

    sit_down(again, "Aiko Tanaka")
    hands.click("Go on")
    receptionist_of(again).prove()
    hands.click("Change")
    hands.fill("Goal, in the person's own words", "Walk safely again")
    hands.fill("Why is it changed?", "After the doctor's report: exercise first")
    hands.press("Ctrl+Return")
    receptionist_of(again).prove()
    hands.waits_to_see("“Walk safely again”")
    plan = standing(again).plan
    assert (plan.status, plan.reason) == (PlanStatus.ACTIVE, "After the doctor's report: exercise first")
    assert [each.goal for each in again.desk.plans.versions(plan, actor=context.actor, now=context.now())][-1] == (
        "Carry my grandson upstairs"
    )
