"""Keys of a page, sent to whatever has the keyboard there while there is something on the page."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinicdesk.desk.keys import new_key
from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.waiting import WaitingEntry
from clinicdesk.domain.working_hours import Absence, AbsenceReason
from clinicdesk.ui.schedule.keys import SCHEDULE_KEYS
from clinicdesk.ui.schedule.view import ScheduleCanvas
from clinicdesk.ui.today.forms import CancelForm
from clinicdesk.ui.today.story import StoryForm
from clinicdesk.ui.today.table import DayTable
from tests.ui.clinic_day import EARLIER, MONDAY, answer, book, local, register

K = Qt.Key
UNTIL = MONDAY.date() + timedelta(days=30)


def press(which, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), which, modifier)


def type_words(words):
    for letter in words:
        QTest.keyClicks(QApplication.focusWidget(), letter)


@pytest.fixture
def window(qtbot, window):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.fixture
def sessions(desk, maria, jonas, clock):
    """Ana is in session, Bo has arrived, Carol is expected."""
    made = []
    for at, name in ((local(8), "Ana Ruiz"), (local(9, 10), "Bo Li"), (local(10, 20), "Carol Case")):
        person = register(desk, maria, name)
        answer(desk, maria, person, at=local(7))
        made.append(book(desk, maria, person, at))
    ana, bo, carol = made
    ana = desk.day.arrive(ana, actor=maria, now=clock())
    ana = desk.day.start(ana, actor=jonas, now=clock())
    return ana, desk.day.arrive(bo, actor=maria, now=clock()), carol


def on_file(desk, session):
    return desk.store.sessions.get(session.id)


@pytest.fixture
def today(window, sessions):
    """Today with its lines, the keyboard on the table, on whoever is in session."""
    window.show_page("today")
    page = window.pages.page("today")
    page.table.select_session(sessions[0].id)
    assert QApplication.focusWidget() is page.table
    assert isinstance(page.table, DayTable)
    return page


def test_w_on_the_lines_of_the_day_asks_who_has_come_and_the_name_goes_there(desk, window, today, sessions):
    press(K.Key_W)
    assert QApplication.focusWidget() is window.box
    type_words("carol cas")
    assert window.box.text().endswith("carol cas")
    press(K.Key_Return)
    assert today.door.stranger.patient.details.full_name == "Carol Case"
    assert [on_file(desk, each) for each in sessions] == list(sessions)


def test_a_letter_that_means_nothing_here_moves_and_changes_nothing(desk, today, sessions):
    type_words("bjklxyz")
    assert today.table.current_row().session.id == sessions[0].id
    assert [on_file(desk, each) for each in sessions] == list(sessions)


@pytest.mark.parametrize(
    ("key", "seen"),
    [
        (K.Key_C, lambda page: page.table.current_row().session.status is SessionStatus.COMPLETED),
        (K.Key_Delete, lambda page: "can no longer be cancelled" in page.context.messages.current.text),
        (K.Key_H, lambda page: isinstance(page.table._form, StoryForm)),
        (K.Key_R, lambda page: page.context.messages.current.text == "The session of Ana Ruiz is not held."),
        (K.Key_N, lambda page: page.context.messages.current.text == "Ana Ruiz is in session already."),
        (K.Key_PageUp, lambda page: page.day == page.context.today() - timedelta(days=1)),
        (K.Key_PageDown, lambda page: page.day == page.context.today() + timedelta(days=1)),
    ],
)
def test_every_key_of_the_day_works_on_its_lines(today, key, seen):
    press(key)
    assert seen(today)


def test_enter_on_a_line_shows_why_and_t_comes_back_to_today(desk, maria, window, today, sessions):
    press(K.Key_Return)
    assert window.focus.session.id == sessions[0].id
    ahead = register(desk, maria, "Dee Wall")
    answer(desk, maria, ahead)
    book(desk, maria, ahead, local(11, day=1))
    press(K.Key_PageDown)
    assert today.model.rowCount() == 1
    assert QApplication.focusWidget() is today.table
    press(K.Key_T)
    assert today.day == today.context.today()


def test_delete_on_who_is_expected_asks_why(today, sessions):
    press(K.Key_Down)
    press(K.Key_Down)
    press(K.Key_Delete)
    assert isinstance(today.table._form, CancelForm)


@pytest.fixture
def schedule(window, sessions):
    window.show_page("schedule")
    page = window.pages.page("schedule")
    assert isinstance(QApplication.focusWidget(), ScheduleCanvas)
    page.canvas.select(sessions[2].id)
    return page


@pytest.mark.parametrize(
    ("key", "seen"),
    [
        (K.Key_PageDown, lambda page: page.day == page.context.today() + timedelta(days=1)),
        (K.Key_PageUp, lambda page: page.day == page.context.today() - timedelta(days=1)),
        (K.Key_W, lambda page: page.view.week),
        (K.Key_F3, lambda page: page.view.week),
        (K.Key_F4, lambda page: page.view.rooms),
        (K.Key_R, lambda page: page.view.rooms),
        (K.Key_G, lambda page: page.canvas.current is None),
        (K.Key_Space, lambda page: page.bubble.opened),
        (K.Key_P, lambda page: len(page.tray.slots) == 1),
        (K.Key_Return, lambda page: page.canvas.carry is not None),
        (K.Key_Delete, lambda page: page.bubble.form is not None),
        (K.Key_F, lambda page: page.canvas.current.session.status is SessionStatus.CONFIRMED),
        (K.Key_A, lambda page: page.canvas.current.session.status is SessionStatus.ARRIVED),
        (K.Key_C, lambda page: QApplication.activePopupWidget() is not None),
    ],
)
def test_every_key_of_the_schedule_works_on_its_sessions(schedule, key, seen):
    press(key)
    assert seen(schedule)
    if (menu := QApplication.activePopupWidget()) is not None:
        menu.close()


def test_h_and_r_change_the_columns_and_the_keyboard_stays_on_its_session(schedule, sessions):
    lanes = schedule.canvas.picture.lanes
    for key, rooms in ((K.Key_R, True), (K.Key_W, True), (K.Key_H, False), (K.Key_D, False)):
        press(key)
        assert schedule.view.rooms is rooms
        assert schedule.bar.by.value() == ("rooms" if rooms else "therapists")
        assert schedule.canvas.current.session.id == sessions[2].id
    assert [lane.key for lane in schedule.canvas.picture.lanes] == [lane.key for lane in lanes]
    assert {"H", "R"} <= {letter for letter, _ in SCHEDULE_KEYS}


def test_t_and_d_come_back_to_the_day_of_today(schedule):
    for key in (K.Key_W, K.Key_PageDown, K.Key_T, K.Key_D):
        press(key)
    assert (schedule.view.week, schedule.day) == (False, schedule.context.today())


def test_o_and_e_on_a_session_lead_to_the_person_and_to_the_waiting_list(window, schedule, sessions):
    press(K.Key_E)
    assert window.pages.current_name == "waiting"
    window.show_page("schedule")
    schedule.canvas.select(sessions[2].id)
    press(K.Key_O)
    assert window.pages.current_name == "patients"


def test_beside_the_calendar_letters_do_nothing_with_its_session(desk, schedule, sessions):
    """Whoever has tabbed to the buttons does not look at the card the calendar was on."""
    for widget in (schedule.book_button, schedule.bar.picker.next_button, schedule.bar.views_button):
        widget.setFocus()
        for key in (K.Key_A, K.Key_F, K.Key_N, K.Key_P, K.Key_Delete):
            press(key)
    assert on_file(desk, sessions[2]) == sessions[2]
    assert schedule.tray.slots == {}
    assert not schedule.bubble.isVisible()


def test_the_keys_of_the_waiting_list_work_on_its_lines(desk, maria, window, sessions):
    wish = WaitingEntry(new_key(EARLIER), sessions[2].patient_id, sessions[2].session_type_id, EARLIER, UNTIL)
    desk.waiting.ask(wish, actor=maria, now=EARLIER)
    window.show_page("waiting")
    page = window.pages.page("waiting")
    (line,) = page.lines
    assert QApplication.focusWidget() is page.free.lines[0]
    for _ in page.free.lines:
        press(K.Key_Down)
    assert QApplication.focusWidget() is line
    press(K.Key_N)
    assert page.form.isVisible()
    type_words("n b")
    assert page.form.search.editor.text() == "n b"
    press(K.Key_Escape)
    line.setFocus()
    press(K.Key_E)
    assert page.form.isVisible()
    press(K.Key_Escape)
    line.setFocus()
    press(K.Key_Return)
    assert window.pages.current_name == "patients"


def test_the_keys_of_the_follow_up_work_on_its_lines(desk, maria, window, sessions):
    dee = register(desk, maria, "Dee Wall")
    answer(desk, maria, dee)
    book(desk, maria, dee, local(14))
    day = local(12).date()
    absence = Absence("ill", "staff-jonas", AbsenceReason.ILLNESS, day, day)
    desk.timetable.add_absence(absence, actor=maria, now=window.context.now())
    window.show_page("follow_up")
    page = window.pages.page("follow_up")
    absences = page.section
    assert len(absences.rows) == 2
    press(K.Key_Down)
    assert QApplication.focusWidget() is absences.rows[1]
    press(K.Key_Left)
    assert page.section is not absences
    press(K.Key_Right)
    press(K.Key_C)
    assert QApplication.focusWidget() is absences.rows[0].form.line
    press(K.Key_Escape)
    press(K.Key_Return)
    assert window.pages.current_name == "patients"
