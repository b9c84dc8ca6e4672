"""The second visit: clear a week ago, and now a leg gives way; typed and clicked, on a real file."""

import pytest

from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.suitability import Verdict
from clinicdesk.story.first_visit import ORDINARY
from tests.e2e.conftest import receptionist_of


def session_of_today(program):
    context = program.window.context
    (row,) = program.desk.day.sessions(context.today(), actor=context.actor, now=context.now())
    return row


@pytest.fixture
def second_visit(program, open_program, clock):
    """Asked and found fit last Monday; booked for today, and at the door again."""
    desk = receptionist_of(program)
    desk.register(ORDINARY)
    desk.ask(ORDINARY)
    desk.hands.click("Complete intake")
    desk.hands.waits_to_see("Intake complete")
    desk.hands.click("Book a session")
    desk.hands.choose("Swedish massage")
    desk.hands.press(*["PgDown"] * 7)
    desk.hands.press("Ctrl+Return")
    desk.hands.waits_to_see("Booked: Swedish massage 60 min, Mon 30 Nov")
    program.close()
    clock.advance(days=7)
    return open_program()


def test_a_leg_that_gives_way_at_the_second_visit_stops_the_session(second_visit, open_program):
    desk = receptionist_of(second_visit)
    hands, questions = desk.hands, second_visit.desk.ruleset.knowledge.findings
    assert "With precautions" in hands.read_line(f"Person: {ORDINARY.name}")
    hands.press("A")
    hands.waits_to_see(f"Arriving: {ORDINARY.name}")
    hands.point_at(questions["progressive_leg_weakness"].question)
    hands.press("Y")
    hands.waits_to_see("Stop. Do not book a session.")
    assert hands.sees("In an emergency call 911")
    kept = session_of_today(second_visit)
    assert (kept.session.status, kept.verdict) == (SessionStatus.ARRIVED, Verdict.REFER_URGENTLY)

    hands.click("Print what to do now")
    hands.waits_to_see("What to do now")
    hands.press("Ctrl+1")
    line = hands.read_line(f"Person: {ORDINARY.name}")
    assert "Stop, refer urgently" in line
    assert "was: With precautions" in line
    hands.press("S")
    hands.waits_to_see(f"{ORDINARY.name} must be seen by a doctor first; the session cannot start.")
    assert session_of_today(second_visit).session.status is SessionStatus.ARRIVED
    second_visit.close()

    again = open_program()
    assert "Stop, refer urgently" in receptionist_of(again).hands.read_line(f"Person: {ORDINARY.name}")


def test_whoever_is_as_well_as_last_time_is_asked_in_a_few_keys_and_starts(second_visit):
    desk = receptionist_of(second_visit)
    hands = desk.hands
    hands.press("S")
    hands.waits_to_see(f"{ORDINARY.name} has not arrived yet.")
    hands.press("A", "0", "N", "4", "Y")
    hands.press("Return")  # to the private questions
    desk.hand_over(ORDINARY)
    hands.waits_to_see("all answered")
    hands.press("Ctrl+Return")
    assert "Arrived" in hands.read_line(f"Person: {ORDINARY.name}")
    assert "With precautions" in hands.read_line(f"Person: {ORDINARY.name}")
    assert not hands.sees("Check in")
    hands.press("S")
    assert session_of_today(second_visit).session.status is SessionStatus.IN_SESSION
