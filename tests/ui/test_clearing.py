"""What a therapist decides at the panel: by keyboard, by name, with a reason and an end."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea

from clinicdesk.domain.clearance import DEFAULT_DAYS, ClearanceReason, Letter
from clinicdesk.domain.suitability import Technique, Verdict
from clinicdesk.ui.panel import Voice
from clinicdesk.ui.patients.clearances import ClearancesSection
from clinicdesk.ui.patients.sessions import SessionsSection
from clinicdesk.ui.patients.sessions_model import Column
from clinicdesk.ui.sign_in.veils import PinVeil
from clinicdesk.ui.style import ThemeChoice, tokens, verdict_words
from tests.ui.clinic_day import answer, book, local, register
from tests.ui.pin_hands import type_pin
from tests.vouching import PIN, vouching

CONTROL = Qt.KeyboardModifier.ControlModifier
SCIATICA = {"leg_radiating_pain": "pain_only"}
TEXT = "Straight leg raise is free."


@pytest.fixture
def ana(desk, maria):
    person = register(desk, maria)
    answer(desk, maria, person, **SCIATICA)
    return person


@pytest.fixture
def press(qtbot):
    def press(*keys, modifier=Qt.KeyboardModifier.NoModifier):
        for key in keys:
            focus = QApplication.focusWidget()
            assert focus is not None
            if isinstance(key, str):
                qtbot.keyClicks(focus, key)
            else:
                qtbot.keyClick(focus, key, modifier)

    return press


@pytest.fixture
def aiko(staff):
    return staff[2]


@pytest.fixture
def view(window, context, aiko, ana):
    """The panel with Ana in focus and Aiko at the desk, who gives physical therapy."""
    context.change_actor(aiko)
    window.flows.open_patient(ana.id)
    return window.panel.view


def offered(view):
    """The reasons that can be cleared here and now."""
    return [line for line in view.why.lines if line.isVisible() and line.clear_button and line.clear_button.isVisible()]


def notes(view):
    return [line.note.text() for line in view.why.lines if line.isVisible() and line.note and line.note.isVisible()]


def lines(section):
    return [line for line in section.lines if line.isVisibleTo(section)] if section.isVisible() else []


def clear(view, press):
    """By keyboard alone, from the button of the reason."""
    fill_in(view, press)
    type_pin(view)


def fill_in(view, press):
    offered(view)[0].clear_button.setFocus()
    press(Qt.Key.Key_Space)
    assert view.form.reason.hasFocus()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Tab, TEXT)
    press(Qt.Key.Key_Return, modifier=CONTROL)


def scrolled(view):
    return view.findChild(QScrollArea).verticalScrollBar()


def test_the_verdict_comes_back_into_sight_after_a_decision_and_with_another_person(
    window, view, press, desk, *, maria, qtbot
):
    bo = register(desk, maria, "Bo Lindqvist")
    answer(desk, maria, bo)
    window.resize(1280, 600)
    qtbot.waitUntil(lambda: scrolled(view).maximum() > 0)
    scrolled(view).setValue(scrolled(view).maximum())
    clear(view, press)
    assert scrolled(view).value() == 0
    qtbot.waitUntil(lambda: scrolled(view).maximum() > 0)
    scrolled(view).setValue(scrolled(view).maximum())
    window.flows.open_patient(bo.id)
    assert scrolled(view).value() == 0


def test_what_a_reason_rests_on_follows_the_theme(window, view, qtbot, style):
    head = view.why.lines[0].head
    qtbot.mouseClick(head, Qt.MouseButton.LeftButton)
    style.choose_theme(ThemeChoice.LIGHT)
    assert tokens().muted in view.why.lines[0].body.text()
    style.choose_theme(ThemeChoice.DARK)
    assert tokens().muted in view.why.lines[0].body.text()
    style.choose_theme(ThemeChoice.LIGHT)


def test_a_therapist_clears_a_reason_by_keyboard_and_the_original_stays_in_sight(
    window, view, press, desk, *, ana, context
):
    assert view.verdict.words.text() == verdict_words(Verdict.NEEDS_CLINICIAN_REVIEW)
    clear(view, press)
    (given,) = desk.clearing.history(ana.id, actor=context.actor, now=context.now())
    assert (given.reason, given.text, given.session_id) == (ClearanceReason.EXAMINED, TEXT, None)
    assert given.expires_on == context.today() + timedelta(days=DEFAULT_DAYS)
    assert view.form is None
    assert view.isAncestorOf(QApplication.focusWidget())
    assert view.verdict.words.text() == verdict_words(Verdict.SUITABLE_WITH_PRECAUTIONS)
    original = view.verdict.original.text()
    assert original == "Rules: Ask the therapist  ·  cleared by Aiko Tanaka, until 21 Dec 2026"
    assert original in view.verdict.accessibleName()
    (line,) = lines(view.cleared)
    assert line.line.words.text().endswith("cleared by Aiko Tanaka for Swedish massage or gentler until 21 Dec 2026")
    assert line.line.below.text() == f"A physical therapist has examined the person: “{TEXT}”"
    assert window.dock.tab.accessibleName() == f"Suitability: {verdict_words(Verdict.SUITABLE_WITH_PRECAUTIONS)}"


def test_what_waited_for_the_decision_is_no_longer_held_on_the_record(
    window, context, aiko, ana, press, *, desk, maria
):
    book(desk, maria, ana, local(10, day=2))
    context.change_actor(aiko)
    window.flows.open_patient(ana.id)
    section = window.pages.page("patients").record.section(SessionsSection)
    assert status(section) == "Held"
    clear(window.panel.view, press)
    assert status(section) == "Expected"


def status(section):
    return section.model.index(0, Column.STATUS).data()


def test_for_the_desk_there_is_nothing_of_it_but_the_result(window, view, press, context, maria):
    clear(view, press)
    context.change_actor(maria)
    assert window.panel.voice.value() == Voice.DESK
    assert lines(view.cleared) == []
    assert TEXT not in view.verdict.accessibleName()
    assert view.verdict.words.text() == verdict_words(Verdict.SUITABLE_WITH_PRECAUTIONS)
    assert view.verdict.original.isVisible()
    assert [line.head.text() for line in lines(view.why)] == ["A therapist has cleared this. The precautions count."]


def test_a_receptionist_is_told_who_can(window, ana, context):
    window.flows.open_patient(ana.id)
    view = window.panel.view
    assert offered(view) == []
    assert notes(view) == []
    window.panel.voice.choose(Voice.THERAPIST)
    assert offered(view) == []
    assert notes(view) == ["A therapist at the desk can clear this."]


def test_nothing_is_cleared_before_the_pin_is_typed(qtbot, window, view, press, desk, *, ana, context, aiko):
    fill_in(view, press)
    assert desk.clearing.history(ana.id, actor=aiko, now=context.now()) == []
    assert any(each.isVisible() for each in window.findChildren(PinVeil))
    qtbot.keyClicks(window.focusWidget(), PIN)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(desk.clearing.history(ana.id, actor=aiko, now=context.now())) == 1)
    assert view.verdict.words.text() == verdict_words(Verdict.SUITABLE_WITH_PRECAUTIONS)


def test_words_and_a_day_are_asked_for_and_escape_leaves(view, press, desk, ana, context):
    offered(view)[0].clear_button.click()
    form = view.form
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return, modifier=CONTROL)
    assert form.words_field.error == "Say in a few words what you found and what is agreed."
    assert form.words.hasFocus()
    press(TEXT)
    form.until.edit.setText("in 40 weeks")
    press(Qt.Key.Key_Return, modifier=CONTROL)
    assert form.until.error == "A clearance stands for 90 days at most; then it is looked at anew."
    form.ends.choose("7")
    assert form.until.day() == context.today() + timedelta(days=7)
    press(Qt.Key.Key_Escape)
    assert view.form is None
    assert view.isAncestorOf(QApplication.focusWidget())
    assert desk.clearing.history(ana.id, actor=context.actor, now=context.now()) == []


def test_a_letter_is_asked_for_kept_shown_and_taken_over(window, view, press, desk, ana, *, context, maria):
    offered(view)[0].clear_button.click()
    form = view.form
    assert form.letter.isVisible()
    press(Qt.Key.Key_Tab, "Dr Moss", Qt.Key.Key_Tab, "1 Feb", Qt.Key.Key_Tab, TEXT)
    press(Qt.Key.Key_Return, modifier=CONTROL)
    assert form.letter.on.error == "This letter is more than 90 days old. Ask the physician for a new one."
    assert form.letter.on.edit.hasFocus()
    form.letter.on.edit.setText("+3")
    press(Qt.Key.Key_Return, modifier=CONTROL)
    assert form.letter.on.error.startswith("This does not read as a date.")
    form.letter.on.edit.setText("20 Nov")
    form.letter.by.clear()
    press(Qt.Key.Key_Return, modifier=CONTROL)
    assert (form.letter.by_field.error, form.letter.on.error) == ("Say who wrote the letter.", "")
    press("Dr Moss")
    press(Qt.Key.Key_Return, modifier=CONTROL)
    type_pin(view)
    (line,) = lines(view.cleared)
    told = f"A clinician has cleared it in writing (letter of Dr Moss, 20 Nov 2026): “{TEXT}”"
    assert line.line.below.text() == told
    record = window.pages.page("patients").record.section(ClearancesSection)
    assert told in record.lines[0].line.below.text()
    answer(desk, maria, ana, at=context.now())
    answer(desk, maria, ana, at=context.now() + timedelta(seconds=1), **SCIATICA)
    window.focus.refresh()
    lines(view.lapsed)[0].button.click()
    letter = view.form.letter
    assert (letter.by.text(), letter.on.edit.text()) == ("Dr Moss", "Fri 20 Nov 2026")
    assert letter.by.accessibleDescription() == "Taken over from before: look at the letter again."
    press(Qt.Key.Key_Return, modifier=CONTROL)
    type_pin(view)
    newest, _ = desk.clearing.history(ana.id, actor=context.actor, now=context.now())
    assert newest.letter == Letter("Dr Moss", date(2026, 11, 20))


def test_who_gives_no_physical_therapy_cannot_say_that_somebody_was_examined(window, view, press, context, jonas):
    clear(view, press)
    view.cleared.lines[0].button.click()
    press("Look again", Qt.Key.Key_Return)
    type_pin(view)
    context.change_actor(jonas)
    lines(view.lapsed)[0].button.click()
    form = view.form
    assert form.reason.reason() is ClearanceReason.CLEARED_IN_WRITING
    assert form.words.toPlainText() == TEXT
    press(Qt.Key.Key_Down)
    assert form.reason.reason() is ClearanceReason.TECHNIQUE_CHANGED
    assert form.reason.accessibleDescription().startswith("That somebody was examined can be said only by")
    assert not form.reason.choose(ClearanceReason.EXAMINED)


@pytest.mark.parametrize("given", [{"saddle_numbness": "yes"}, {"consent_given": "no"}, {"intoxicated_now": "yes"}])
def test_what_may_never_be_lifted_offers_nothing_and_says_so(window, desk, maria, context, *, aiko, given):
    person = register(desk, maria, "Bo Holm")
    answer(desk, maria, person, **given)
    context.change_actor(aiko)
    window.flows.open_patient(person.id)
    assert offered(window.panel.view) == []
    assert any(note.startswith("Never lifted.") for note in notes(window.panel.view))


def test_answers_just_being_given_cannot_be_decided_about(window, view, ana, press):
    window.flows.start_intake(ana)
    page = window.pages.page("intake")
    page.go_to("fever_now")
    press("y")
    assert view.why.isVisible()
    assert offered(view) == []


def test_a_changed_answer_voids_it_and_the_old_grounds_are_taken_over_by_hand(
    window, view, press, desk, ana, *, context, maria
):
    clear(view, press)
    answer(desk, maria, ana, at=context.now())
    answer(desk, maria, ana, at=context.now() + timedelta(seconds=1), **SCIATICA)
    window.focus.refresh()
    assert view.verdict.words.text() == verdict_words(Verdict.NEEDS_CLINICIAN_REVIEW)
    assert not view.verdict.original.isVisible()
    (line,) = lines(view.lapsed)
    assert "The answers it rests on have changed since." in line.line.words.text()
    line.button.setFocus()
    press(Qt.Key.Key_Space)
    form = view.form
    assert (form.reason.reason(), form.words.toPlainText()) == (ClearanceReason.EXAMINED, TEXT)
    assert len(desk.clearing.history(ana.id, actor=context.actor, now=context.now())) == 1
    press(Qt.Key.Key_Return, modifier=CONTROL)
    type_pin(view)
    assert view.verdict.words.text() == verdict_words(Verdict.SUITABLE_WITH_PRECAUTIONS)
    assert len(desk.clearing.history(ana.id, actor=context.actor, now=context.now())) == 2


def test_it_is_taken_back_with_a_reason_and_undone_by_the_key(view, press, desk, ana, context):
    clear(view, press)
    press(Qt.Key.Key_Z, modifier=CONTROL)
    assert view.verdict.words.text() == verdict_words(Verdict.NEEDS_CLINICIAN_REVIEW)
    clear(view, press)
    (line,) = lines(view.cleared)
    line.button.setFocus()
    press(Qt.Key.Key_Space, Qt.Key.Key_Return)
    assert view.form.fault.text() == "Say in a few words why it is taken back."
    press("Numbness came", Qt.Key.Key_Return)
    type_pin(view)
    assert view.verdict.words.text() == verdict_words(Verdict.NEEDS_CLINICIAN_REVIEW)
    assert "Taken back by Aiko Tanaka: “Numbness came”." in lines(view.lapsed)[0].line.words.text()
    assert len(desk.clearing.history(ana.id, actor=context.actor, now=context.now())) == 2


def test_one_session_alone_is_cleared_where_one_is_looked_at(window, view, press, desk, ana, *, maria, context, clock):
    session = book(desk, maria, ana, local(15))
    other = book(desk, maria, ana, local(15, day=2))
    window.focus.open_session(session)
    offered(view)[0].clear_button.setFocus()
    press(Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Tab, TEXT, Qt.Key.Key_Tab, Qt.Key.Key_Right)
    assert view.form.scope.value() == "this"
    assert "Only Mon 23 Nov, 15:00" in [each.text() for each in view.form.scope.findChildren(QPushButton)]
    press(Qt.Key.Key_Return, modifier=CONTROL)
    type_pin(view)
    about = "for the session of Mon 23 Nov, 15:00"
    assert context.messages.current.text == f"Cleared for Ana Ruiz {about} until 21 Dec 2026."
    assert about in lines(view.cleared)[0].line.words.text()
    assert about in window.pages.page("patients").record.section(ClearancesSection).lines[0].line.words.text()
    undo = desk.undoing.next_undo(actor=context.actor, now=clock())
    assert undo == "cleared rule R-SCI1 for Ana Ruiz, session at 15:00"
    (given,) = desk.clearing.history(ana.id, actor=context.actor, now=clock())
    assert given.session_id == session.id
    assert view.verdict.words.text() == verdict_words(Verdict.SUITABLE_WITH_PRECAUTIONS)
    window.focus.open_session(other)
    assert view.verdict.words.text() == verdict_words(Verdict.NEEDS_CLINICIAN_REVIEW)


def test_a_decision_about_one_session_names_it_as_it_is_moved_and_once_it_stands_no_more(
    window, view, desk, ana, aiko, *, maria, clock
):
    session = book(desk, maria, ana, local(15))
    given = desk.clearing.give(
        ana, "R-SCI1", technique=Technique.SWEDISH, reason=ClearanceReason.EXAMINED, text=TEXT, session=session,
        **vouching(desk, aiko, clock()),
    )  # fmt: skip
    at = {"starts_at": local(16, day=1), "therapist_id": "staff-jonas", "room_id": None}
    desk.moving.move(desk.store.sessions.get(session.id), **at, actor=maria, now=clock())
    window.flows.open_patient(ana.id)
    window.flows.open_patient(ana.id)
    section = window.pages.page("patients").record.section(ClearancesSection)
    assert "for the session of Tue 24 Nov, 16:00 until" in section.lines[0].line.words.text()
    desk.clearing.take_back(given, why="Not so.", **vouching(desk, aiko, clock()))
    window.focus.open_session(desk.store.sessions.get(session.id))
    told = lines(view.lapsed)[0].line.words.text()
    assert "cleared by Aiko Tanaka for the session of Tue 24 Nov, 16:00, no longer." in told


def test_the_record_tells_the_history_and_takes_back(window, view, press, desk, ana, *, context, maria):
    clear(view, press)
    record = window.pages.page("patients").record
    section = record.section(ClearancesSection)
    (line,) = section.lines
    assert line.line.words.text().endswith("cleared by Aiko Tanaka for Swedish massage or gentler until 21 Dec 2026")
    assert TEXT in line.line.below.text()
    assert "The rules said: Ask the therapist." in line.line.below.text()
    line.button.setFocus()
    press(Qt.Key.Key_Space, "Looked again", Qt.Key.Key_Return)
    type_pin(view)
    assert "Taken back by Aiko Tanaka: “Looked again”." in section.lines[0].line.words.text()
    assert view.verdict.words.text() == verdict_words(Verdict.NEEDS_CLINICIAN_REVIEW)
    context.change_actor(maria)
    assert TEXT not in section.lines[0].line.below.text()
    told = "Rule R-SCI1: cleared by Aiko Tanaka, no longer. Taken back by Aiko Tanaka."
    assert section.lines[0].line.words.text() == told
    assert not section.lines[0].button.isVisible()


def test_one_of_two_reasons_cleared_leaves_the_verdict_and_the_card_says_nothing_of_it(
    window, desk, maria, context, *, aiko, press
):
    person = register(desk, maria, "Bo Holm")
    answer(desk, maria, person, **SCIATICA, disc_problem="bulge_incidental")
    context.change_actor(aiko)
    window.flows.open_patient(person.id)
    view = window.panel.view
    assert len(offered(view)) == 2
    clear(view, press)
    assert view.verdict.words.text() == verdict_words(Verdict.NEEDS_CLINICIAN_REVIEW)
    assert not view.verdict.original.isVisible()
    assert (len(lines(view.cleared)), len(offered(view))) == (1, 1)


def test_what_is_being_typed_stays_when_another_desk_changes_something(window, view, press, desk, ana, *, maria):
    offered(view)[0].clear_button.click()
    view.form.words.setFocus()
    press(TEXT)
    book(desk, maria, ana, local(15))
    window.focus.refresh()
    assert view.form.words.toPlainText() == TEXT
    assert view.form.words.hasFocus()
    window.panel.voice.choose(Voice.DESK)
    assert view.form is None


def test_without_any_decision_the_record_says_nothing_of_it(window, ana):
    window.flows.open_patient(ana.id)
    assert not window.pages.page("patients").record.section(ClearancesSection).isVisible()


def test_what_was_said_when_it_was_booked_is_shown_for_a_session(window, desk, maria, ana):
    session = book(desk, maria, ana, local(15))
    answer(desk, maria, ana, saddle_numbness="yes")
    window.focus.open_session(session)
    assert window.panel.view.verdict.words.text() == verdict_words(Verdict.NEEDS_CLINICIAN_REVIEW)


@pytest.mark.parametrize("width", [1400, 1024])
def test_one_key_leads_to_what_can_be_decided_from_wherever_one_is_and_escape_back(
    window, context, desk, ana, maria, *, jonas, press, width, qtbot
):
    book(desk, maria, ana, local(15), therapist="staff-jonas")
    window.resize(width, 800)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.flows.open_patient(ana.id)
    window.show_page("today")
    table = window.pages.page("today").table
    table.setFocus()
    shift = Qt.KeyboardModifier.ShiftModifier
    press(Qt.Key.Key_F9, modifier=shift)
    assert context.messages.current.text.startswith("Only a therapist decides beside the rules.")
    assert table.hasFocus()
    context.change_actor(jonas)
    table.setFocus()
    window.panel.voice.choose(Voice.DESK)
    was_open = window.dock.is_open
    press(Qt.Key.Key_F9, modifier=shift)
    view = window.panel.view
    button = offered(view)[0].clear_button
    assert button.hasFocus()
    assert "Shift+F9" in button.toolTip()
    press(Qt.Key.Key_Escape)
    assert table.hasFocus()
    assert window.dock.is_open == was_open
    press(Qt.Key.Key_F9, modifier=shift)
    press(Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Tab, TEXT)
    press(Qt.Key.Key_Return, modifier=CONTROL)
    type_pin(view)
    assert len(desk.clearing.history(ana.id, actor=jonas, now=context.now())) == 1
    press(Qt.Key.Key_Escape)
    assert table.hasFocus()
    press(Qt.Key.Key_F9, modifier=shift)
    assert lines(view.cleared)[0].button.hasFocus()
    assert ("Shift+F9", "Decide at the panel") in [(each.keys, each.words) for each in window.commands]
