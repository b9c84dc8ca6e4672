"""Asking for an earlier time, and giving a free one to somebody, from wherever the eye already is."""

from datetime import time, timedelta

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinicdesk.ui.calendar.picture import Cursor
from clinicdesk.ui.patients.sessions import SessionsSection
from clinicdesk.ui.patients.waiting import WaitingSection
from tests.ui.clinic_day import local
from tests.ui.schedule_hands import column_of, middle_of
from tests.ui.test_waiting_page import TODAY, Here, labels, press, type_

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def here(window, maria):
    return Here(window, maria)


@pytest.fixture
def far(here):
    """Ana with Jonas, three weeks from now at ten."""
    return here.booked(here.ana, local(10, day=21))


@pytest.fixture
def schedule(here):
    here.window.show_page("schedule")
    return here.window.pages.page("schedule")


def asked_for(here, session):
    """The form is open for a session; keep it."""
    assert here.window.pages.current_name == "waiting"
    assert "Ana Ruiz" in here.page.form.title.text()
    assert here.page.form.what.currentText().startswith("Swedish massage, earlier than Mon 14 Dec, 10:00")
    press(K.Key_Return, CTRL)
    assert [each.session_id for each in here.entries] == [session.id]
    return here.window.pages.current_name


def put_cursor(schedule, title, moment):
    schedule.canvas.setFocus()
    schedule.canvas.put_cursor(Cursor(column_of(schedule, title), moment))


def test_from_a_session_of_the_schedule_by_its_letter_and_back(here, far, schedule):
    schedule.show_day(TODAY + timedelta(days=21))
    schedule.canvas.select(far.id)
    schedule.canvas.setFocus()
    press(K.Key_E)
    assert asked_for(here, far) == "schedule"
    assert schedule.day == TODAY + timedelta(days=21)


def test_from_the_details_of_a_session_by_a_click(here, far, schedule):
    schedule.show_day(TODAY + timedelta(days=21))
    QTest.mouseClick(schedule.canvas.viewport(), Qt.MouseButton.LeftButton, pos=middle_of(schedule, far).toPoint())
    button, _ = schedule.bubble.buttons["earlier"]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked_for(here, far) == "schedule"


def test_asked_again_for_the_same_session_the_wish_is_changed(here, far, schedule):
    here.wait(here.ana, far, note="Mornings")
    schedule.show_day(TODAY + timedelta(days=21))
    schedule.canvas.select(far.id)
    schedule.canvas.setFocus()
    press(K.Key_E)
    assert here.page.form.note.text() == "Mornings"
    here.page.form.urgency.choose("urgent")
    press(K.Key_Return, CTRL)
    assert [each.urgent for each in here.entries] == [True]


def test_from_what_was_just_booked(here, qtbot):
    here.window.flows.start_booking(here.ana)
    page = here.window.pages.page("booking")
    page.day.picker.choose(TODAY + timedelta(days=21))
    page.book()
    card = page.booked_card
    assert card.earlier_button.isVisible()
    QTest.mouseClick(card.earlier_button, Qt.MouseButton.LeftButton)
    assert here.page.form.what.currentText().startswith("Swedish massage")
    assert "earlier than Mon 14 Dec" in here.page.form.what.currentText()
    press(K.Key_Return, CTRL)
    assert [each.session_id for each in here.entries] == [page.booked.id]
    assert here.window.pages.current_name == "booking"


def test_not_for_what_is_today(here):
    here.window.flows.start_booking(here.ana)
    page = here.window.pages.page("booking")
    page.book()
    assert page.booked_card.isVisible()
    assert not page.booked_card.earlier_button.isVisible()


def test_from_the_next_free_times_when_the_first_is_far(here):
    here.window.flows.start_booking(here.ana)
    page = here.window.pages.page("booking")
    page.show_next_free()
    assert not page.next_free.wait_button.isVisible()
    page.next_free.first.choose(TODAY + timedelta(days=20))
    assert page.next_free.wait_button.isVisible()
    QTest.mouseClick(page.next_free.wait_button, Qt.MouseButton.LeftButton)
    assert here.page.form.what.currentText().endswith("nothing booked yet")
    press(K.Key_Escape)
    assert here.entries == []
    assert here.window.pages.current_name == "booking"


def test_from_the_record_which_tells_what_somebody_waits_for(here, far):
    here.window.flows.open_patient(here.ana.id)
    record = here.window.pages.page("patients").record
    assert not record.section(WaitingSection).isVisible()
    table = record.section(SessionsSection).table
    table.setFocus()
    press(K.Key_W)
    assert asked_for(here, far) == "patients"
    section = record.section(WaitingSection)
    assert section.isVisible()
    assert any(words.startswith("Any day with any therapist") for words in labels(section))


def test_a_gap_tells_how_many_wait_and_the_first_is_booked_by_two_keys(here, far, schedule):
    here.wait(here.bo, asked_at=local(9))
    here.wait(here.ana, far, urgent=True, earliest=time(10))
    schedule.show_day(TOMORROW)
    column = column_of(schedule, "Jonas Weber")
    opening = schedule.canvas.picture.opening_at(column, local(10, day=1))
    assert opening.waiting == "2"
    assert not any(each.waiting for each in schedule.canvas.picture.openings if each.column != column)
    put_cursor(schedule, "Jonas Weber", local(10, day=1))
    assert schedule.canvas.accessibleDescription().endswith(", 2 people wait for this time")
    press(K.Key_E)
    waiting = schedule.here.waiting
    assert [each.candidate.patient.name for each in waiting.people.lines] == ["Ana Ruiz", "Bo Lin"]
    assert waiting.people.lines[0].hasFocus()
    press(K.Key_B)
    assert here.session(far).starts_at == local(10, day=1)
    assert schedule.canvas.picture.found(far.id) is not None
    assert [each.candidate.patient.name for each in waiting.people.lines] == []
    assert not waiting.isVisible()
    assert schedule.canvas.hasFocus()
    press(K.Key_Z, CTRL)
    assert here.session(far).starts_at == far.starts_at


def test_the_week_of_everybody_tells_it_too_on_its_gaps_and_over_its_days(qtbot, here, far, *, schedule):
    here.wait(here.bo, weekdays=frozenset({1}))
    here.wait(here.ana, far, weekdays=frozenset({1, 2}))
    schedule.show_day(TOMORROW)
    press(K.Key_W)
    canvas = schedule.canvas

    def opening(day):
        lanes = canvas.picture.lanes
        column = next(at for at, each in enumerate(lanes) if (each.on, each.title) == (day, "Jonas Weber"))
        return canvas.picture.opening_at(column, local(10, day=(day - TODAY).days))

    qtbot.waitUntil(lambda: [group.waiting for group in canvas.picture.groups] == ["", "2", "1", "", "", "", ""])
    assert [opening(TODAY + timedelta(days=place)).waiting for place in range(4)] == ["", "2", "1", ""]
    over = QPointF(canvas.place_of(opening(TOMORROW).column, local(10, day=1)).x(), 5)
    qtbot.mouseMove(canvas.viewport(), over.toPoint())
    qtbot.waitUntil(lambda: canvas.viewport().toolTip() == "Open the day. 2 people wait for a time of this day")
    canvas.setFocus()
    canvas.put_cursor(Cursor(opening(TOMORROW).column, local(10, day=1)))
    assert canvas.accessibleDescription().endswith(", 2 people wait for this time")
    press(K.Key_E)
    press(K.Key_B)
    qtbot.waitUntil(lambda: [group.waiting for group in canvas.picture.groups][1] == "1")
    assert len(here.desk.schedule.slots(TOMORROW)) == 1


def test_the_counts_of_a_week_stay_while_it_is_looked_through_again(qtbot, here, far, schedule, context):
    here.wait(here.ana, far)
    press(K.Key_W)
    canvas = schedule.canvas
    qtbot.waitUntil(lambda: any(each.waiting for each in canvas.picture.openings))
    told = [each.waiting for each in canvas.picture.openings]
    schedule.records_changed()
    assert [each.waiting for each in canvas.picture.openings] == told


def test_whoever_opens_a_gap_is_named_for_it_once_however_often_it_is_looked_at_again(here, far, schedule):
    here.wait(here.ana, far)
    schedule.show_day(TOMORROW)
    put_cursor(schedule, "Jonas Weber", local(10, day=1))
    press(K.Key_E)
    (entry,) = here.desk.store.audit.tail(1)
    assert (entry.actor_name, entry.action) == (here.maria.name, "waiting.read")
    assert entry.detail["patients"] == [here.ana.id]
    here.context.records_changed.emit()
    assert schedule.here.waiting.people.lines
    assert here.desk.store.audit.newest() == entry.seq


def test_from_the_quick_booking_of_a_gap_by_the_mouse(here, far, schedule):
    here.wait(here.ana, far)
    schedule.show_day(TOMORROW)
    point = schedule.canvas.place_of(column_of(schedule, "Jonas Weber"), local(10, 5, day=1)).toPoint()
    QTest.mouseClick(schedule.canvas.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert schedule.quick.waiting_button.text() == "1 person waits for this time"
    QTest.mouseClick(schedule.quick.waiting_button, Qt.MouseButton.LeftButton)
    assert not schedule.quick.isVisible()
    line = schedule.here.waiting.people.lines[0]
    QTest.mouseClick(line.book_button, Qt.MouseButton.LeftButton)
    assert here.session(far).starts_at == local(10, day=1)


def test_a_gap_tells_that_it_was_offered_to_somebody_before_another_is_booked_there(here, far, schedule):
    here.wait(here.ana, far)
    schedule.show_day(TOMORROW)
    put_cursor(schedule, "Jonas Weber", local(10, day=1))
    press(K.Key_E)
    press(K.Key_O)
    press(K.Key_Escape)
    press(K.Key_Return)
    assert schedule.quick.waiting_button.text() == "Offered to Ana Ruiz. 1 person waits for this time"
    assert schedule.quick.waiting_button.isVisible()


def test_where_nobody_waits_the_gap_says_so_and_escape_leads_back(here, schedule):
    schedule.show_day(TOMORROW)
    put_cursor(schedule, "Jonas Weber", local(10, day=1))
    press(K.Key_E)
    waiting = schedule.here.waiting
    assert waiting.words.text() == "Nobody of the waiting list could have this time."
    press(K.Key_Escape)
    assert not waiting.isVisible()
    assert schedule.canvas.hasFocus()


def test_the_gap_of_a_room_tells_who_could_have_it_with_whom(here, far, schedule):
    here.wait(here.ana, far)
    schedule.show_day(TOMORROW)
    press(K.Key_F4)
    column = next(at for at, lane in enumerate(schedule.canvas.picture.lanes) if lane.room_id)
    assert schedule.canvas.picture.opening_at(column, local(10, day=1)).waiting == "1"
    schedule.canvas.put_cursor(Cursor(column, local(10, day=1)))
    press(K.Key_E)
    press(K.Key_B)
    assert here.session(far).room_id == schedule.canvas.picture.lanes[column].room_id


def test_over_a_gap_the_pointer_tells_who_waits(here, far, schedule):
    here.wait(here.ana, far)
    schedule.show_day(TOMORROW)
    point = schedule.canvas.place_of(column_of(schedule, "Jonas Weber"), local(10, 5, day=1))
    QTest.mouseMove(schedule.canvas.viewport(), point.toPoint())
    schedule.canvas._hover(QPointF(point))
    assert schedule.canvas.viewport().toolTip() == "1 person waits for this time (E)"


def test_a_cancelled_session_of_the_schedule_tells_who_could_have_its_time(here, far, schedule):
    taken = here.booked(here.bo, local(11, day=1))
    here.wait(here.ana, far, earliest=time(11), latest=time(12, 15))
    schedule.show_day(TOMORROW)
    here.window.freed.look()
    schedule.canvas.select(taken.id)
    schedule.canvas.setFocus()
    press(K.Key_Delete)
    form = schedule.bubble.form
    form.reason.setCurrentIndex(1)
    press(K.Key_Return)
    here.window.freed.look()
    assert "Tue 24 Nov" in here.window.freed.label.text()
    assert here.said == "Bo Lin: cancelled."
    QTest.mouseClick(here.window.freed.action_button, Qt.MouseButton.LeftButton)
    assert here.window.pages.current_name == "waiting"
    assert QApplication.focusWidget() is next(each for each in here.page.free.lines if each.open).people.lines[0]


def test_the_command_box_finds_the_page_and_the_commands_by_their_words(here):
    here.window.show_page("today")
    press(K.Key_K, CTRL)
    type_("earlier")
    assert any("Wait for a time" in row.title for row in here.window.box.rows)
