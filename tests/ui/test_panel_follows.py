"""Whom the panel speaks of while sessions of several people are in sight: whoever is looked at, or nobody."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.clinic_day import MASSAGE_BLOCKED, answer, book, local, register
from tests.ui.schedule_hands import click_gap, middle_of, move

K = Qt.Key


def press(which, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), which, modifier)


def type_words(words):
    for letter in words:
        QTest.keyClicks(QApplication.focusWidget(), letter)


@pytest.fixture
def window(qtbot, window):
    window.resize(1500, 900)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def on_panel(window):
    """The name on the panel, or nobody's."""
    return window.panel._name.text() if window.panel._person.isVisible() else ""


@pytest.fixture
def ana(desk, maria):
    person = register(desk, maria)
    answer(desk, maria, person)
    return person


@pytest.fixture
def tiago(desk, maria):
    """Tiago is with Jonas at eleven, and massage is not suitable for him any more."""
    person = register(desk, maria, "Tiago Reis")
    answer(desk, maria, person)
    session = book(desk, maria, person, local(11))
    answer(desk, maria, person, at=local(8), **MASSAGE_BLOCKED)
    return session


@pytest.fixture
def schedule(window, tiago):
    window.show_page("schedule")
    return window.pages.page("schedule")


def begin_for(schedule, name):
    click_gap(schedule, "Jonas Weber", local(13, 5))
    type_words(name)
    press(K.Key_Return)


def step_onto(schedule, session):
    schedule.canvas.setFocus()
    schedule.canvas.select(session.id)
    press(K.Key_Down)
    press(K.Key_Up)
    assert schedule.canvas.current.session == session


def test_a_booking_that_is_left_leaves_nobody_on_the_panel(window, ana, schedule):
    begin_for(schedule, "ana")
    assert on_panel(window) == "Ana Ruiz"
    press(K.Key_Escape)
    assert on_panel(window) == ""
    assert window.dock.tab.accessibleName() == "Suitability"


def test_the_keyboard_on_another_persons_session_takes_the_one_before_away(window, ana, tiago, schedule):
    window.flows.open_patient(ana.id)
    window.show_page("schedule")
    assert on_panel(window) == "Ana Ruiz"
    step_onto(schedule, tiago)
    assert schedule.bubble.isVisible()
    assert on_panel(window) == ""


def test_opened_details_put_their_person_on_the_panel(window, ana, tiago, schedule):
    begin_for(schedule, "ana")
    place = middle_of(schedule, tiago).toPoint()
    QTest.mouseClick(schedule.canvas.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert schedule.bubble.name.text() == on_panel(window) == "Tiago Reis"
    assert window.focus.session == tiago
    assert not schedule.quick.isVisible()
    press(K.Key_Escape)
    schedule.canvas.select(tiago.id)
    press(K.Key_Space)
    assert on_panel(window) == "Tiago Reis"


def test_a_session_taken_in_hand_takes_another_person_away(window, ana, tiago, schedule):
    window.flows.open_patient(ana.id)
    window.show_page("schedule")
    place = middle_of(schedule, tiago)
    QTest.mousePress(schedule.canvas.viewport(), Qt.MouseButton.LeftButton, pos=place.toPoint())
    place.setY(place.y() + 60)
    move(schedule, place)
    assert schedule.canvas.carry is not None
    assert on_panel(window) == ""
    press(K.Key_Escape)


def test_the_person_stays_while_the_pointer_only_passes_over_others(qtbot, window, ana, tiago, schedule):
    window.flows.open_patient(ana.id)
    window.show_page("schedule")
    move(schedule, middle_of(schedule, tiago), buttons=Qt.MouseButton.NoButton)
    qtbot.waitUntil(schedule.bubble.isVisible)
    assert on_panel(window) == "Ana Ruiz"


def test_a_booking_for_somebody_without_an_intake_does_not_keep_the_person_before(desk, maria, window, ana, schedule):
    register(desk, maria, "Cy Young")
    begin_for(schedule, "ana")
    QTest.mouseClick(schedule.quick.change_button, Qt.MouseButton.LeftButton)
    assert on_panel(window) == ""
    type_words("cy")
    press(K.Key_Return)
    assert on_panel(window) == "Cy Young"
    assert window.panel._no_intake.isVisible()


def test_who_was_booked_stays_on_the_panel_until_somebody_else_is_asked_for(window, ana, schedule):
    begin_for(schedule, "ana")
    press(K.Key_Return)
    assert schedule.canvas.current.patient.name == "Ana Ruiz"
    assert on_panel(window) == "Ana Ruiz"
    click_gap(schedule, "Aiko Tanaka", local(15, 5))
    assert on_panel(window) == ""


def test_on_today_the_panel_does_not_go_on_about_the_line_before(desk, maria, window, ana, tiago):
    later = book(desk, maria, ana, local(14))
    window.show_page("today")
    table = window.pages.page("today").table
    table.select_session(tiago.id)
    press(K.Key_Return)
    assert on_panel(window) == "Tiago Reis"
    press(K.Key_Down)
    assert table.current_row().session.id == later.id
    assert on_panel(window) == ""
    press(K.Key_Return)
    assert on_panel(window) == "Ana Ruiz"


def test_today_leaves_who_was_opened_before_on_the_panel_until_a_line_is_gone_to(window, ana, tiago):
    window.flows.open_patient(ana.id)
    window.show_page("today")
    assert on_panel(window) == "Ana Ruiz"


def test_a_form_at_the_panel_is_not_taken_away_by_an_arrow(desk, window, jonas, tiago, *, schedule):
    held = register(desk, jonas, "Hal Ford")
    answer(desk, jonas, held, leg_radiating_pain="pain_only")
    session = book(desk, jonas, held, local(14))
    window.context.change_actor(jonas)
    schedule.records_changed()
    place = middle_of(schedule, session).toPoint()
    QTest.mouseClick(schedule.canvas.viewport(), Qt.MouseButton.LeftButton, pos=place)
    window.panel.deciding.ask(next(iter(window.panel.deciding.subject.choices)))
    assert window.panel.busy
    step_onto(schedule, tiago)
    assert window.panel.busy
    assert on_panel(window) == "Hal Ford"
