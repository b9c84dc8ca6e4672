"""The Follow-up page: lists of what has to be dealt with, gone through by keys, and seen from every page."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from clinicdesk.domain.working_hours import Absence, AbsenceReason
from clinicdesk.ui.follow_up.page import SECTIONS
from clinicdesk.ui.shell.window_commands import ENTRIES
from tests.ui.clinic_day import MONDAY, answer, book, local, register

TODAY = MONDAY.date()


@pytest.fixture
def session(context, maria):
    """Ana, tomorrow at ten with Jonas."""
    patient = register(context.desk, maria)
    answer(context.desk, maria, patient)
    return book(context.desk, maria, patient, local(10, day=1))


def on_leave(context, owner="staff-jonas", *, key="leave"):
    """Somebody is away tomorrow."""
    day = TODAY + timedelta(days=1)
    absence = Absence(key, owner, AbsenceReason.LEAVE, day, day)
    context.desk.timetable.add_absence(absence, actor=context.actor, now=context.now())


@pytest.fixture
def absences(window, context, session):
    """The page with one session whose therapist is away."""
    on_leave(context)
    window.show_page("follow_up")
    page = window.pages.page("follow_up")
    assert page.section.title == "Absences"
    return page.section


def said(window):
    return window.context.messages.current.text if window.context.messages.current else ""


def tab(page, title):
    place = next(place for place, section in enumerate(page.sections) if section.title == title)
    return page.tabs.tabText(place)


def test_every_section_says_that_all_is_well_while_nothing_waits(qtbot, window):
    key = Qt.Key(Qt.Key.Key_0 + [entry.name for entry in ENTRIES].index("follow_up") + 1)
    qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    page = window.pages.page("follow_up")
    assert window.pages.current_name == "follow_up"
    for _ in page.sections:
        assert page.section.isVisible()
        assert page.section.empty.isVisible()
        assert not page.section.summary.isVisible()
        assert page.tabs.tabText(page.tabs.currentIndex()) == page.section.title
        qtbot.keyClick(page.tabs, Qt.Key.Key_Right)
    assert page.tabs.hasFocus()


def test_the_page_opens_where_something_waits_with_the_keyboard_on_the_first_line(absences, window):
    (row,) = absences.rows
    assert row.hasFocus()
    assert tab(window.pages.page("follow_up"), "Absences") == "Absences  1"
    assert absences.summary.isVisible()
    assert not absences.empty.isVisible()


def test_left_and_right_go_round_the_sections_from_a_line_too(qtbot, absences, window):
    page = window.pages.page("follow_up")
    seen = []
    for _ in SECTIONS:
        seen.append(page.section.title)
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Right)
    assert sorted(seen) == sorted(section.title for section in SECTIONS)
    assert page.section is absences
    assert absences.rows[0].hasFocus()


def test_the_rail_says_from_every_page_how_much_waits(qtbot, window, context, session):
    entry = window.rail.button("follow_up")
    assert window.pages.current_name == "today"
    on_leave(context)
    qtbot.waitUntil(lambda: entry.count == 1)
    assert entry.accessibleName() == "Follow-up, 1 open"
    before = entry.grab().toImage()
    context.desk.undoing.undo(actor=context.actor, now=context.now())
    qtbot.waitUntil(lambda: entry.count == 0)
    assert entry.accessibleName() == "Follow-up"
    assert entry.grab().toImage() != before


def test_a_change_from_elsewhere_is_followed_and_the_keyboard_stays_on_its_line(
    qtbot, absences, window, context, maria
):
    bo = register(context.desk, maria, "Bo Berg")
    answer(context.desk, maria, bo)
    context.desk.timetable.withdraw_absence(
        context.desk.timetable.book(now=context.now()).absences[0], actor=maria, now=context.now()
    )
    book(context.desk, maria, bo, local(8, day=1))
    on_leave(context, key="again")
    context.records_changed.emit()
    assert [row.displaced.row.patient.name for row in absences.rows] == ["Bo Berg", "Ana Ruiz"]
    assert absences.rows[1].hasFocus()
    assert tab(window.pages.page("follow_up"), "Absences") == "Absences  2"


def test_a_list_is_never_read_anew_from_under_a_form(qtbot, absences, context):
    (row,) = absences.rows
    qtbot.keyClick(row, Qt.Key.Key_C)
    context.records_changed.emit()
    assert absences.rows == [row]
    assert row.form.line.hasFocus()


def test_enter_opens_the_record(qtbot, absences, window):
    qtbot.keyClick(absences.rows[0], Qt.Key.Key_Return)
    assert window.pages.current_name == "patients"
    assert window.focus.patient.details.full_name == "Ana Ruiz"


def test_a_session_is_moved_from_the_list_by_keys(qtbot, absences, session, context, window):
    (row,) = absences.rows
    qtbot.keyClick(row, Qt.Key.Key_M)
    assert row.places[0].hasFocus()
    qtbot.keyClick(row.places[0], Qt.Key.Key_Down)
    qtbot.keyClick(row.places[1], Qt.Key.Key_Return)
    assert absences.rows == []
    assert absences.empty.isVisible()
    assert "Ana Ruiz was moved to" in said(window)
    assert context.desk.store.sessions.get(session.id).starts_at != session.starts_at


def test_a_session_is_cancelled_from_the_list_with_its_reason(qtbot, absences, session, context):
    (row,) = absences.rows
    qtbot.keyClick(row, Qt.Key.Key_C)
    assert row.form.line.hasFocus()
    row.form.line.clear()
    qtbot.keyClick(row.form.line, Qt.Key.Key_Return)
    assert row.form.field.error
    qtbot.keyClicks(row.form.line, "Therapist on leave")
    qtbot.keyClick(row.form.line, Qt.Key.Key_Return)
    assert context.desk.store.sessions.get(session.id).cancel_reason == "Therapist on leave"
    assert absences.rows == []


def test_a_session_is_kept_and_the_list_ends_there(qtbot, absences, context):
    qtbot.keyClick(absences.rows[0], Qt.Key.Key_K)
    assert absences.rows == []
    assert context.desk.displaced.count(now=context.now()) == 0


def test_escape_puts_a_form_of_the_list_away(qtbot, absences):
    (row,) = absences.rows
    for _ in range(3):
        qtbot.keyClick(row, Qt.Key.Key_C)
        qtbot.keyClick(row.form.line, Qt.Key.Key_Escape)
        assert row.hasFocus()
        assert not row.busy
