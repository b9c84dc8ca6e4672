"""The first visit, typed and clicked from the door to the printed sheet, on a real file."""

import pytest

from clinicdesk.data import open_store
from clinicdesk.desk import Desk
from clinicdesk.domain.suitability import Kind
from clinicdesk.story.first_visit import HERNIATED, NUMB, ORDINARY
from clinicdesk.story.hands import NotOnScreenError
from clinicdesk.ui.panel.lines import ChoiceLine
from tests.e2e.conftest import receptionist_of, save_as


def booked_today(program):
    context = program.window.context
    return program.desk.day.sessions(context.today(), actor=context.actor, now=context.now())


def assert_nothing_cut_off(window):
    """Every line of the panel is as high as its words, whatever stood in it before."""
    lines = [line for line in window.findChildren(ChoiceLine) if line.isVisible()]
    assert lines
    assert [line.text() for line in lines if line.height() < line.heightForWidth(line.width())] == []


def test_an_ordinary_back_is_registered_asked_booked_printed_and_there_after_reopening(program, open_program, tmp_path):
    desk = receptionist_of(program)
    hands = desk.hands

    desk.register(ORDINARY)
    assert hands.sees("Ask the therapist"), "nothing is asked yet, so nothing is known"
    desk.ask(ORDINARY)
    assert hands.sees("With precautions")
    assert hands.sees("Use moderate pressure at most; expect bruises more easily.")
    hands.click("Complete intake")
    hands.waits_to_see("Intake complete")

    hands.click("Book a session")
    hands.choose("Swedish massage")
    hands.press("Ctrl+Return")
    hands.waits_to_see("Booked: Swedish massage 60 min, Mon 23 Nov 09:30\N{EN DASH}10:30, with Jonas Weber")
    hands.click("Book physical therapy too")
    hands.press("Ctrl+Return")
    hands.waits_to_see("with Aiko Tanaka")

    hands.click("Print sheet")
    hands.waits_to_see("Visit sheet")
    paper = tmp_path / "sheet.pdf"
    save_as(program, paper)
    hands.waits_to_see("The sheet was saved as sheet.pdf.")
    assert paper.read_bytes().startswith(b"%PDF")

    hands.press("Ctrl+1")
    hands.press("A")
    assert "Arrived" in hands.read_line("Time: 09:30")
    program.close()

    again = open_program()
    desk = receptionist_of(again)
    today = desk.hands.read_line("Time: 09:30")
    assert ORDINARY.name in today
    assert "Arrived" in today
    assert "With precautions" in today
    desk.hands.press("Return")
    desk.hands.waits_to_see("With precautions")
    desk.hands.click("Therapist")
    rule = again.desk.ruleset.knowledge.rules["R-AP"]
    desk.hands.waits_to_see(rule.title)
    desk.hands.click(rule.title)
    assert desk.hands.sees(rule.because)


def test_a_herniated_disc_blocks_massage_and_books_physical_therapy_in_one_click(program):
    desk = receptionist_of(program)
    hands = desk.hands
    desk.register(HERNIATED)
    desk.ask(HERNIATED)
    assert hands.sees("Not suitable")
    assert hands.sees("Do not book massage. This does not stop physical therapy.")
    assert_nothing_cut_off(program.window)
    hands.click("Complete intake")

    hands.click("Book physical therapy")
    hands.choose("Swedish massage")
    hands.press("Ctrl+Return")
    assert booked_today(program) == []
    hands.choose("Guided exercise")
    hands.press("Ctrl+Return")
    hands.waits_to_see("Booked: Guided exercise 45 min, Mon 23 Nov 09:30\N{EN DASH}10:15, with Aiko Tanaka")
    assert [row.session_type.kind for row in booked_today(program)] == [Kind.PHYSICAL_THERAPY]


def test_saddle_numbness_stops_everything_with_the_emergency_words(program):
    desk = receptionist_of(program)
    hands = desk.hands
    desk.register(NUMB)
    desk.ask(NUMB, stop_after="private_signs")
    hands.waits_to_see("Stop. Do not book a session.")
    assert_nothing_cut_off(program.window)
    assert hands.sees("In an emergency call 911")
    hands.click("Print what to do now")
    hands.waits_to_see("What to do now")

    hands.press("Ctrl+B")
    with pytest.raises(NotOnScreenError):
        hands.button("Book")
    assert hands.sees("In an emergency call 911")
    assert list(booked_today(program)) == []


def test_answers_given_so_far_are_on_disk_before_anybody_saves(program, qtbot):
    desk = receptionist_of(program)
    desk.register(ORDINARY)
    desk.hands.point_at("Is this pain new to you, or lately quite different or worse than you are used to?")
    desk.hands.press("Y")
    patient = program.window.focus.patient

    with open_store(program.store.path) as other:  # what another start would find if this one died now
        elsewhere = Desk(other, program.desk.ruleset)

        def kept():
            draft = elsewhere.intakes.draft(patient.id)
            return draft is not None and draft.answers["pain_new_or_changed"].value == "yes"

        qtbot.waitUntil(kept)
