import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from clinicdesk.desk.patient_form import PatientForm
from clinicdesk.domain.intake import Answer, Source
from clinicdesk.domain.suitability import Verdict
from clinicdesk.ui.shell.urgent import UrgentNotice
from clinicdesk.ui.shell.window import MainWindow
from clinicdesk.ui.sign_in.veils import NewPinVeil
from tests.ui.pin_hands import take_back
from tests.vouching import PIN, take_all_pins

CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def ana(desk, maria, clock):
    form = PatientForm(given_name="Ana", family_name="Ruiz", birth_date="3 Apr 1980", sex_at_birth="female")
    return desk.patients.register(form, actor=maria, now=clock())


@pytest.fixture
def intake(qtbot, window, ana):
    """Ana's intake in the window, which is the active one."""
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    window.flows.start_intake(ana)
    return window.pages.page("intake")


@pytest.fixture
def screen(qtbot, intake):
    """The whole intake in Ana's hands."""
    return given(qtbot, intake)


def given(qtbot, intake):
    qtbot.mouseClick(intake.hand_over_button, LEFT)
    screen = intake.hand_over
    qtbot.waitUntil(lambda: QApplication.activeWindow() is screen)
    return screen


def press(qtbot, *keys):
    for key in keys:
        focus = QApplication.focusWidget()
        qtbot.keyClick(focus, key) if isinstance(key, Qt.Key) else qtbot.keyClicks(focus, key)


def seen(widget):
    labels = [label for label in widget.findChildren(QLabel) if label.isVisible()]
    return " ".join(label.text() for label in labels if label.window() is widget.window())


def go_to(qtbot, screen, step):
    while screen.current != step:
        qtbot.mouseClick(screen.next_button, LEFT)


def asked(screen):
    return [key for key, row in screen.view.rows.items() if row.isVisible()]


def test_the_whole_intake_is_asked_one_group_at_a_time(qtbot, screen, ruleset):
    assert screen.isModal()
    assert screen.isFullScreen()
    groups = []
    while True:
        groups.append(screen.current)
        findings = {ruleset.knowledge.findings[key].group for key in asked(screen)}
        assert findings == {screen.current} or not findings
        if screen.next_button.isHidden():
            break
        assert screen.done_button.isHidden()
        qtbot.mouseClick(screen.next_button, LEFT)
    assert groups[0] == "visit"
    assert {"private_signs", "emergency", "muscles"} <= set(groups)
    assert f"Part {len(groups)} of {len(groups)}" in seen(screen)
    qtbot.mouseClick(screen.previous_button, LEFT)
    assert screen.current == groups[-2]


def test_nothing_of_the_desk_or_of_anybody_can_be_seen_or_reached(qtbot, window, screen):
    assert "Ana" not in seen(screen)
    assert seen(window) == ""
    assert not window.rail.isVisible()
    assert "Ana" not in screen.windowTitle()
    for key in (Qt.Key.Key_K, Qt.Key.Key_1, Qt.Key.Key_L):
        qtbot.keyClick(QApplication.focusWidget(), key, CTRL)
        qtbot.keyClick(window, key, CTRL)
    press(qtbot, Qt.Key.Key_Escape, Qt.Key.Key_F1)
    assert window.pages.current_name == "intake"
    assert not window.locking.locked
    assert screen.isVisible()


def test_what_the_staff_measure_is_not_asked_of_the_person(qtbot, screen):
    go_to(qtbot, screen, "go_ahead")
    assert asked(screen)
    assert "bp_systolic" not in screen.rows


def test_none_of_these_is_the_persons_own_answer_too(qtbot, intake, screen):
    go_to(qtbot, screen, "private_signs")
    qtbot.mouseClick(screen.view.none_button, LEFT)
    given_answer = intake.in_hand.answers["saddle_numbness"]
    assert given_answer == Answer(value="no", source=Source.PATIENT)
    assert screen.next_button.hasFocus()
    assert not screen.view.none_button.isEnabled()


def test_it_is_gone_through_with_the_keyboard_alone(qtbot, intake, screen):
    press(qtbot, "2", Qt.Key.Key_Return)
    assert intake.in_hand.answers["main_complaint"].source is Source.PATIENT
    while not screen.next_button.hasFocus():
        press(qtbot, "u")
    press(qtbot, Qt.Key.Key_Return)
    assert screen.current == "body_map"
    assert screen.view.picture.figure.hasFocus()
    press(qtbot, Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert screen.current == "go_ahead"
    screen.next_button.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    assert screen.current == "private_signs"
    press(qtbot, "0")
    assert intake.in_hand.answers["bladder_change"].value == "no"


def test_the_answers_are_looked_through_at_the_desk_before_anything_is_completed(qtbot, intake, screen, desk, ana):
    press(qtbot, "2")
    screen.finish()
    take_back(screen, intake.window().context)
    assert intake.hand_over is None
    assert "1 answer was given on the screen handed over" in intake.strip.words.text()
    assert desk.store.intakes.latest(ana.id) is None
    intake.go_to("main_complaint")
    assert "Answered on the screen handed over" in seen(intake.asking.view.rows["main_complaint"])


def test_an_urgent_answer_frightens_nobody_and_waits_for_the_desk(qtbot, window, intake, screen, ana):
    press(qtbot, "2")
    go_to(qtbot, screen, "private_signs")
    press(qtbot, "y")
    assert intake.in_hand.assessment.verdict is Verdict.REFER_URGENTLY
    words = seen(screen)
    assert "Please tell the person at the desk now." in words
    assert "numb" not in words
    assert "urgent" not in words.casefold()
    assert window.findChild(UrgentNotice) is None
    assert window.context.desk.referrals.open_of(ana.id).open, "the answer has left its trace"
    take_back(screen, window.context)
    assert window.findChild(UrgentNotice).isVisible()


# -- back to the desk ------------------------------------------------------------------------------


def test_while_nobody_has_a_pin_one_is_set_before_the_screen_is_handed_over(qtbot, window, context, intake):
    take_all_pins(context.desk)
    qtbot.mouseClick(intake.hand_over_button, LEFT)
    (veil,) = window.findChildren(NewPinVeil)
    assert "Only a PIN brings it back to the desk, and nobody has one yet" in seen(veil)
    press(qtbot, Qt.Key.Key_Escape)
    assert intake.hand_over is None, "thought better of it"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_H, Qt.KeyboardModifier.AltModifier)
    press(qtbot, PIN, Qt.Key.Key_Return, PIN, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: intake.hand_over is not None)
    screen = intake.hand_over
    qtbot.waitUntil(lambda: QApplication.activeWindow() is screen)
    screen.close()
    assert screen.isVisible(), "a key of the system's own closes it no more"
    press(qtbot, Qt.Key.Key_Return, "1357", Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "not the PIN" in seen(screen))
    assert seen(window) == ""
    press(qtbot, PIN, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: intake.hand_over is None)
    assert window.rail.isVisible()
    assert context.actor.name == "Maria"


def test_whose_pin_brings_it_back_sits_at_the_desk(qtbot, context, intake, screen):
    screen.finish()
    assert "PIN" not in seen(screen), "whoever holds it is not told how to get behind it"
    qtbot.mouseClick(screen.back_button, LEFT)
    assert screen.ending.entry.chosen.name == "Jonas Weber", "Maria has none"
    press(qtbot, PIN, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: context.actor.name == "Jonas Weber")
    assert intake.hand_over is None


def test_a_program_that_ended_in_the_persons_hands_opens_locked_with_the_draft(qtbot, context, style, settings, ana):
    first = MainWindow(context, style, settings)
    qtbot.addWidget(first)
    first.show()
    first.flows.start_intake(ana)
    intake = first.pages.page("intake")
    intake.handing_over.give_whole()
    intake.hand_over.rows["main_complaint"].answered.emit("main_complaint", Answer("back_pain"), False)
    qtbot.waitUntil(lambda: context.desk.intakes.draft(ana.id) is not None)
    again = MainWindow(context, style, settings)
    qtbot.addWidget(again)
    again.show()
    assert again.locking.locked
    assert "Today" not in seen(again)
    entry = again.locking.veil.entry
    qtbot.keyClicks(entry.line, PIN)
    qtbot.keyClick(entry.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not again.locking.locked)
    again.flows.start_intake(ana)
    assert again.pages.page("intake").in_hand.answers["main_complaint"].source is Source.PATIENT
    take_back(intake.hand_over, context)
    third = MainWindow(context, style, settings)
    qtbot.addWidget(third)
    assert third.locking.veil.entry.chosen == context.actor, "locked because they have a PIN, and for nothing else"
    assert third.locking.veil.entry.name.count() == len(context.desk.clinic.staff())
