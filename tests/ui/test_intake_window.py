"""The intake in the real window: what the panel asks for, and what stops everything."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from clinicdesk.desk.patient_form import PatientForm
from clinicdesk.domain.suitability import Technique
from clinicdesk.ui.shell.urgent import UrgentNotice
from tests.ui.pin_hands import take_back


@pytest.fixture
def ana(desk, maria, clock):
    form = PatientForm(given_name="Ana", family_name="Ruiz", birth_date="3 Apr 1980", sex_at_birth="female")
    return desk.patients.register(form, actor=maria, now=clock())


@pytest.fixture
def intake(window, ana, qtbot):
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    window.flows.start_intake(ana)
    yield window.pages.page("intake")
    window.close()


@pytest.fixture
def press(qtbot):
    def press(*keys):
        for key in keys:
            focus = QApplication.focusWidget()
            assert focus is not None
            if isinstance(key, str):
                qtbot.keyClicks(focus, key)
            else:
                qtbot.keyClick(focus, key)

    return press


def test_the_panel_answers_as_each_answer_lands(window, intake, press):
    intake.go_to("disc_problem")
    press("4")
    assert window.focus.answers["disc_problem"].value == "herniation_no_leg_symptoms"
    assert "Not suitable" in [label.text() for label in window.panel.findChildren(QLabel) if label.isVisible()]


def test_a_question_on_the_panel_leads_to_it(window, intake):
    window.panel.question_requested.emit("osteoporosis")
    row = intake.asking.view.rows["osteoporosis"]
    assert row.isAncestorOf(QApplication.focusWidget())


def test_a_technique_chosen_on_the_panel_stays_chosen_while_answering(window, intake, press):
    window.panel.technique_chosen.emit(Technique.DEEP_TISSUE)
    intake.go_to("fever_now")
    press("n")
    assert window.focus.technique is Technique.DEEP_TISSUE


def test_an_emergency_stops_everything_and_keeps_the_answer(window, intake, press, desk, ana):
    intake.go_to("main_complaint")
    press("2")
    intake.asking.show_group("private_signs")
    intake.asking.view._box.reveal.click()
    intake.asking.view.rows["saddle_numbness"].setFocus()
    press("y")
    notice = window.findChild(UrgentNotice)
    assert notice.isVisible()
    assert notice.isAncestorOf(QApplication.focusWidget())
    press(Qt.Key.Key_Escape)
    row = intake.asking.view.rows["saddle_numbness"]
    assert row.isAncestorOf(QApplication.focusWidget())
    intake.page_left()
    assert desk.intakes.draft(ana.id).answers["saddle_numbness"].value == "yes"


def test_an_emergency_answered_in_private_waits_at_the_desk(window, intake, press, qtbot):
    intake.go_to("main_complaint")
    press("2")
    intake.asking.show_group("private_signs")
    qtbot.mouseClick(intake.asking.view._box.hand_over, Qt.MouseButton.LeftButton)
    screen = intake.hand_over
    qtbot.waitUntil(lambda: QApplication.activeWindow() is screen)
    press("y")
    take_back(screen, window.context)
    notice = window.findChild(UrgentNotice)
    assert notice.isVisible()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    assert notice.isAncestorOf(window.focusWidget())


def test_registering_somebody_goes_on_to_their_intake(window, qtbot, press):
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    window.flows.register("")
    press("Bo", Qt.Key.Key_Return, "Holm", Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Return)
    intake = window.pages.page("intake")
    assert window.pages.current_name == "intake"
    assert intake.header.title.text() == "Intake: Bo Holm"
    assert intake.asking.view.rows["main_complaint"].isAncestorOf(QApplication.focusWidget())


def test_in_large_text_the_height_is_for_the_questions(qtbot, window, intake):
    window._style.choose_text_scale(200)
    window.resize(1024, 700)
    page, asking = intake, intake.asking

    def whole(row):
        seen = row.visibleRegion().boundingRect()
        return seen.height() == row.height() and not row.isHidden()

    for _ in range(2):
        qtbot.waitUntil(lambda: whole(asking.view.rows["main_complaint"]))
        assert asking._areas[asking.current].viewport().height() > 300
        assert page.header.title.isVisible()
        for button in (page.complete_button, page.hand_over_button):
            qtbot.waitUntil(lambda each=button: each.visibleRegion().boundingRect() == each.rect())
        # What is told above the questions is there when one scrolls up to it, and leaves with the group.
        asking.step_group(2)
        qtbot.waitUntil(lambda: whole(next(iter(asking.view.rows.values()))))
        assert asking.view.isAncestorOf(page.progress)
        bar = asking._areas[asking.current].verticalScrollBar()
        bar.setValue(0)
        assert not page.header.subtitle.visibleRegion().isEmpty()
        asking.step_group(-2)
    page.complete()
    qtbot.waitUntil(lambda: 300 < page.completed._card.width() <= page.completed.width())
    page.completed.questions_button.click()
    assert not page.header.isAncestorOf(page.complete_button)
    window._style.choose_text_scale(100)
    qtbot.waitUntil(lambda: page.header.isAncestorOf(page.complete_button))
    assert page.header.isAncestorOf(page.header.subtitle)
    assert not asking.isAncestorOf(page.progress)
