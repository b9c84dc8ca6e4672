"""Ctrl+Z and Ctrl+Shift+Z in the window, wherever the keyboard is."""

import pytest
from PySide6.QtCore import Qt

from clinicdesk.domain.session import SessionStatus
from tests.ui.clinic_day import answer, book, local, register

CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def session(desk, maria):
    person = register(desk, maria)
    answer(desk, maria, person, at=local(8))
    return book(desk, maria, person, local(10))


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(window.focusWidget() or window, key, modifier)


def status(desk, session):
    return desk.store.sessions.get(session.id).status


def test_the_keys_take_back_and_do_again_what_the_banner_says(qtbot, session, desk, window):
    window.pages.current_page.table.setFocus()
    press(qtbot, window, Qt.Key.Key_A)
    assert status(desk, session) is SessionStatus.ARRIVED
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    assert status(desk, session) is SessionStatus.BOOKED
    assert window.banner.label.text() == "Undone: marked Ana Ruiz as arrived."
    press(qtbot, window, Qt.Key.Key_Z, CTRL_SHIFT)
    assert status(desk, session) is SessionStatus.ARRIVED
    assert window.banner.label.text() == "Done again: marked Ana Ruiz as arrived."
    qtbot.mouseClick(window.banner.action_button, Qt.MouseButton.LeftButton)
    assert status(desk, session) is SessionStatus.BOOKED


def test_they_work_from_every_page_and_from_the_empty_box(qtbot, session, desk, window):
    window.show_page("patients")
    window.box.setFocus()
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    assert status(desk, session) is SessionStatus.ENTERED_IN_ERROR
    window.show_page("today")
    assert window.pages.current_page.model.rowCount() == 0


def test_what_is_typed_is_taken_back_before_what_was_done(qtbot, session, desk, window):
    window.box.setFocus()
    qtbot.keyClicks(window.box, "ana")
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    assert status(desk, session) is SessionStatus.BOOKED
    assert window.box.text() == ""


def test_the_box_says_what_would_be_taken_back(qtbot, session, window):
    window.box.open()
    qtbot.keyClicks(window.box, "undo")
    assert [row.title for row in window.box.rows][1] == "Undo: booked Ana Ruiz for 10:00"
    qtbot.keyClick(window.box, Qt.Key.Key_Return)
    assert window.banner.label.text() == "Undone: booked Ana Ruiz for 10:00."
    window.box.open()
    qtbot.keyClicks(window.box, "redo")
    assert [row.title for row in window.box.rows][1] == "Redo: booked Ana Ruiz for 10:00"


def test_a_session_put_back_to_a_time_that_has_passed_is_told_so(qtbot, session, desk, window, *, maria, clock):
    place = {"starts_at": local(15), "therapist_id": session.therapist_id, "room_id": None}
    desk.moving.move(session, **place, actor=maria, now=clock())
    clock.now = local(12)
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    assert window.banner.label.text() == (
        "Undone: moved Ana Ruiz to 15:00. Ana Ruiz is booked for 10:00 now, and that time has passed."
    )
