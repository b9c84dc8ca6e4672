"""The flow of a day: confirmed, late, waiting too long, called off with notice, and what happened told."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from clinicdesk.domain.session import CancelCause, SessionStatus
from clinicdesk.domain.suitability import Technique
from clinicdesk.ui.style import LIGHT, apply_style
from clinicdesk.ui.today import TodayPage
from clinicdesk.ui.today.model import ALERT_ROLE, DETAIL_ROLE, Alert, Column
from tests.ui.clinic_day import answer, book, local, register


@pytest.fixture(scope="module")
def dressed(qapp):
    apply_style(qapp, LIGHT)


@pytest.fixture
def ana(desk, maria):
    person = register(desk, maria)
    answer(desk, maria, person, at=local(8))
    return person


@pytest.fixture
def session(desk, maria, ana):
    return book(desk, maria, ana, local(10))


@pytest.fixture
def page(qtbot, context, dressed, session):
    made = TodayPage(context)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    qtbot.waitExposed(made)
    made.page_shown()
    made.table.setFocus()
    return made


def cell(page, column, role=Qt.ItemDataRole.DisplayRole):
    return page.table.model().index(0, column).data(role)


def stored(page, session):
    return page.context.desk.store.sessions.get(session.id)


def test_a_letter_confirms_and_the_same_letter_again_says_so(page, session, context):
    QTest.keyClicks(page.table, "f")
    assert stored(page, session).confirmed_at == context.now()
    assert cell(page, Column.STATUS) == "Confirmed"
    assert page.counts.number("Expected") == 1
    QTest.keyClicks(page.table, "f")
    assert context.messages.current.text == "Ana Ruiz has confirmed already."
    QTest.keyClicks(page.table, "a")
    assert cell(page, Column.STATUS) == "Arrived"


def test_who_has_not_come_by_the_clinics_limit_is_overdue(page, clock, context):
    clock.now = local(10, 9)
    page.tick()
    assert (cell(page, Column.STATUS), cell(page, Column.STATUS, DETAIL_ROLE)) == ("Expected", "late 9 min")
    assert cell(page, Column.STATUS, ALERT_ROLE) is None
    clock.now = local(10, 10)
    page.tick()
    assert (cell(page, Column.STATUS), cell(page, Column.STATUS, DETAIL_ROLE)) == ("Overdue", "late 10 min")
    assert cell(page, Column.STATUS, ALERT_ROLE) == Alert.OVERDUE
    assert cell(page, Column.STATUS, Qt.ItemDataRole.AccessibleTextRole) == "Status: Overdue, late 10 min"


def test_waiting_is_too_long_from_the_start_of_the_session_on(page, clock, context):
    clock.now = local(9, 30)
    QTest.keyClicks(page.table, "a")
    clock.now = local(10, 14)
    page.tick()
    assert (cell(page, Column.STATUS), cell(page, Column.WAITING)) == ("Arrived", "44 min")
    clock.now = local(10, 15)
    page.tick()
    assert (cell(page, Column.STATUS), cell(page, Column.WAITING)) == ("Waits too long", "45 min")
    assert cell(page, Column.STATUS, ALERT_ROLE) == Alert.WAITS


def test_who_comes_late_is_told_to_have_come_late(page, clock):
    clock.now = local(10, 12)
    QTest.keyClicks(page.table, "a")
    assert cell(page, Column.STATUS, DETAIL_ROLE) == "came 12 min late"


def cancel_form(page):
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    return page.table._form


def test_the_form_says_how_much_notice_there_is_and_whether_it_is_late(page, session, clock):
    clock.now = local(8, 15)
    form = cancel_form(page)
    assert (
        form.notice.text() == "1 h 45 min before the start. Counts as a late cancellation if the person calls it off."
    )
    form.reason.setCurrentText("The therapist is away")
    assert form.notice.text() == "1 h 45 min before the start."
    form.reason.setCurrentText("The person is ill")
    assert form.notice.text() == "1 h 45 min before the start. Counts as a late cancellation."
    QTest.keyClick(form.note, Qt.Key.Key_Return)
    kept = stored(page, session)
    assert (kept.cancel_cause, kept.cancelled_late, kept.cancelled_at) == (CancelCause.ILL, True, local(8, 15))
    page.undo()
    assert stored(page, session).status is SessionStatus.BOOKED


def test_what_happened_is_told_under_the_line_and_under_the_pointer(qtbot, page, session):
    QTest.keyClicks(page.table, "f")
    QTest.keyClicks(page.table, "h")
    form = page.table._form
    told = [label.text() for label in form.findChildren(type(form.fault))]
    assert "Maria marked Ana Ruiz as confirmed" in told
    assert "Mon 23 Nov, 09:30" in told
    QTest.keyClick(form.do_it, Qt.Key.Key_Escape)
    assert page.table._form is None
    place = page.table.visualRect(page.table.model().index(0, Column.STATUS)).center()
    rest = QHelpEvent(QEvent.Type.ToolTip, place, page.table.viewport().mapToGlobal(place))
    QApplication.sendEvent(page.table.viewport(), rest)
    assert "Mon 23 Nov, 09:30   Maria marked Ana Ruiz as confirmed" in QToolTip.text()
    QToolTip.hideText()


def test_large_text_has_the_numbers_in_one_line(qtbot, qapp, page):
    page.resize(740, 560)
    apply_style(qapp, LIGHT, 200)
    try:
        qtbot.waitUntil(page.counts._line.isVisible)
    finally:
        apply_style(qapp, LIGHT)
    assert page.counts._line.isHidden()


def test_the_undo_button_shows_as_much_as_there_is_room_for_and_says_all(qtbot, page):
    button = page.undo_button
    qtbot.waitUntil(lambda: button.text() == "Undo: booked Ana Ruiz for 10:00")
    button.setFixedWidth(button.sizeHint().width() - 60)
    qtbot.waitUntil(lambda: button.text() == "Undo: booked Ana Ruiz\nfor 10:00")
    button.setFixedWidth(button.minimumSizeHint().width() + 20)
    qtbot.waitUntil(lambda: button.text().endswith("…"))
    assert button.accessibleName() == "Undo: booked Ana Ruiz for 10:00"
    assert "booked Ana Ruiz for 10:00 (Ctrl+Z)" in button.toolTip()


# -- walk-ins ------------------------------------------------------------------------------------


def test_a_walk_in_is_found_booked_and_arrived_by_keys_alone(qtbot, window, desk, maria, ana):
    bo = register(desk, maria, "Bo Li")
    answer(desk, maria, bo)
    book(desk, maria, bo, local(11))
    window.show_page("today")
    assert window.focusWidget() is window.pages.current_page.table
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_W)
    assert window.focusWidget() is window.box
    qtbot.keyClicks(window.box, "ana")
    qtbot.keyClick(window.box, Qt.Key.Key_Return)
    page = window.pages.current_page
    view = page.door.stranger
    assert view.types.current_offer().session_type.technique is Technique.SWEDISH
    assert view.first.text().endswith("09:30 with Jonas Weber")
    qtbot.keyClick(view.types, Qt.Key.Key_Return)
    (row,) = [page.model.row_at(0)]
    assert (row.session.status, row.patient.name) == (SessionStatus.ARRIVED, "Ana Ruiz")
    assert page.table.current_row().session.id == row.session.id
    assert window.banner.label.text() == "Ana Ruiz is here: Swedish massage at 09:30 with Jonas Weber."
    qtbot.mouseClick(window.banner.action_button, Qt.MouseButton.LeftButton)
    assert page.model.rowCount() == 1
    assert desk.store.sessions.get(row.session.id).status is SessionStatus.ENTERED_IN_ERROR


def test_in_large_text_a_walk_in_reads_whole_and_its_button_stays_in_sight(qtbot, window, desk, maria, ana):
    window._style.choose_text_scale(200)
    window.resize(1024, 700)
    window.show_page("today")
    page = window.pages.current_page
    page.walk_in(ana)
    view = page.door.stranger
    for widget in (view.types, view.first, view.take_button, view.back_button):
        qtbot.waitUntil(lambda each=widget: each.visibleRegion().boundingRect() == each.rect())
    assert view.types.width() > 600


def test_a_stranger_is_registered_first_and_the_walk_in_goes_on(qtbot, window, desk, maria):
    register(desk, maria, "Bo Li")
    window.flows.ask_walk_in()
    qtbot.keyClicks(window.box, "Zed Quill")
    qtbot.keyClick(window.box, Qt.Key.Key_Up)
    qtbot.keyClick(window.box, Qt.Key.Key_Return)
    assert window.pages.current_name == "registration"
    form = window.pages.current_page
    form.patient_saved.emit(register(desk, maria, "Zed Quill"))
    page = window.pages.current_page
    assert page.door.stranger.patient.details.full_name == "Zed Quill"
    qtbot.keyClick(page.door.stranger.types, Qt.Key.Key_Escape)
    assert page.door.stranger is None


def test_what_is_not_suitable_today_is_shown_and_cannot_be_taken(qtbot, window, desk, maria):
    person = register(desk, maria)
    answer(desk, maria, person, at=local(8), saddle_numbness="yes")
    window.show_page("today")
    page = window.pages.current_page
    page.walk_in(person)
    view = page.door.stranger
    assert not view.take_button.isEnabled()
    assert "cannot be given today" in view.detail.text()
    qtbot.keyClick(view.types, Qt.Key.Key_Return)
    assert page.model.rowCount() == 0


def test_missed_sessions_are_told_where_one_books_and_on_the_record(qtbot, window, desk, maria, ana):
    desk.day.no_show(book(desk, maria, ana, local(13)), actor=maria, now=local(13, 30))
    window.flows.open_patient(ana.id)
    record = window.pages.current_page.record
    assert "1 no-show in the last 12 months" in record.header.subtitle.text()
    window.flows.start_booking(ana)
    assert "1 no-show in the last 12 months" in window.pages.current_page.header.subtitle.text()


def test_the_limits_are_the_clinics_to_set(qtbot, window, desk):
    window.show_page("settings")
    form = window.pages.current_page.clinic.form
    form.waiting_minutes.setValue(5)
    form.late_minutes.setValue(7)
    form.notice_hours.setValue(48)
    window.pages.current_page.clinic.save.click()
    clinic = desk.clinic.current()
    assert (clinic.waiting_minutes, clinic.late_minutes, clinic.notice_hours) == (5, 7, 48)
    assert window.context.clinic == clinic
