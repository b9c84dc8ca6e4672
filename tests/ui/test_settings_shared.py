"""Two desks at the settings, and what is half typed there: nothing is overwritten silently, nothing typed is lost."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from PySide6.QtCore import Qt

from clinicdesk.data import open_store
from clinicdesk.desk import Desk
from clinicdesk.domain.working_hours import Absence, AbsenceReason, ClockSpan, HolidayChoice
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.settings.page import SettingsPage
from clinicdesk.ui.settings.person_row import PersonRow
from tests.ui.clinic_day import MONDAY, local

TODAY = MONDAY.date()
JONAS = "staff-jonas"
DASH = "\N{EN DASH}"
AT = local(9, 12)


@pytest.fixture
def page(window):
    window.show_page("settings")
    page = window.pages.page("settings")
    page.show_section("Hours and absences")
    return page


@pytest.fixture
def hours(page):
    return page.hours


class Colleague:
    """Jonas, at a second desk on the same file."""

    def __init__(self, desk, jonas):
        self.desk = desk
        self.by = {"actor": jonas, "now": AT}

    def set_day(self, day, *spans):
        """Give one of his weekdays other hours."""
        week = list(days_of(self.desk))
        week[day] = tuple(ClockSpan(time(first), time(last)) for first, last in spans)
        self.desk.timetable.set_weekly(JONAS, (tuple(week),), valid_from=TODAY, reference=TODAY, **self.by)

    def set_special(self, *spans, owner=None, on=TODAY):
        spans = tuple(ClockSpan(time(first), time(last)) for first, last in spans)
        self.desk.timetable.set_special(owner, on, spans, **self.by)

    def mend_clinic(self, **details):
        self.desk.clinic.update(replace(self.desk.clinic.current(), **details), **self.by)


@pytest.fixture
def other(store_path, desk, ruleset, jonas):
    with open_store(store_path) as store:
        yield Colleague(Desk(store, ruleset), jonas)


def choose_owner(qtbot, section, name):
    """Choose whose hours by the arrow keys."""
    section.owner.setFocus()
    qtbot.keyClick(section.owner, Qt.Key.Key_Home)
    for _ in range(section.owner.findText(name)):
        qtbot.keyClick(section.owner, Qt.Key.Key_Down)


def type_over(qtbot, line, text):
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, text)


def days_of(desk, owner=JONAS):
    return desk.timetable.weekly(owner, TODAY).weeks[0]


def said(window):
    return window.context.messages.current.text if window.context.messages.current else ""


def line(hours, day):
    return hours.usual.week.days[0][day]


def test_hours_in_front_follow_another_desk_while_nothing_is_typed(qtbot, hours, other):
    choose_owner(qtbot, hours, "Jonas Weber")
    other.set_day(0, (8, 12))
    qtbot.waitUntil(lambda: line(hours, 0).text() == f"08:00{DASH}12:00")
    assert not hours.usual.save.isEnabled()


def test_hours_that_another_desk_changed_are_not_overwritten_and_what_was_typed_stands(
    qtbot, hours, other, window, context
):
    choose_owner(qtbot, hours, "Jonas Weber")
    type_over(qtbot, line(hours, 1), "9-11")
    other.set_day(0, (8, 12))
    qtbot.keyClick(line(hours, 1), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "Jonas Weber changed these hours at 09:12. Nothing was overwritten." in said(window)
    assert days_of(context.desk)[1] != (ClockSpan(time(9), time(11)),)
    assert hours.usual.strip.isVisible()
    assert f"It says there: Monday 08:00{DASH}12:00." in hours.usual.strip.words.text()
    assert (line(hours, 0).text(), line(hours, 1).text()) == (f"08:00{DASH}12:00", f"09:00{DASH}11:00")
    qtbot.keyClick(line(hours, 1), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert said(window).startswith("The hours were saved.")
    assert days_of(context.desk)[:2] == ((ClockSpan(time(8), time(12)),), (ClockSpan(time(9), time(11)),))
    assert not hours.usual.strip.isVisible()


def test_theirs_can_be_looked_at_and_what_was_typed_comes_back(qtbot, hours, other, window):
    choose_owner(qtbot, hours, "Jonas Weber")
    type_over(qtbot, line(hours, 1), "9-11")
    other.set_day(1, (14, 16))
    hours.usual.save.click()
    assert f"Tuesday 14:00{DASH}16:00" in hours.usual.strip.words.text()
    assert line(hours, 1).text() == f"09:00{DASH}11:00"
    hours.usual.strip.action.setFocus()
    qtbot.keyClick(hours.usual.strip.action, Qt.Key.Key_Space)
    assert line(hours, 1).text() == f"14:00{DASH}16:00"
    assert not hours.usual.save.isEnabled()
    qtbot.keyClick(hours.usual.strip.action, Qt.Key.Key_Space)
    assert line(hours, 1).text() == f"09:00{DASH}11:00"
    assert hours.usual.save.isEnabled()


def test_hours_taken_back_elsewhere_are_a_change_too(qtbot, hours, other, window):
    other.set_day(0, (8, 12))
    hours.refresh()
    choose_owner(qtbot, hours, "Jonas Weber")
    type_over(qtbot, line(hours, 1), "9-11")
    other.desk.undoing.undo(**other.by | {"now": local(9, 20)})
    hours.usual.save.click()
    assert "Jonas Weber changed these hours at 09:20." in said(window)
    assert line(hours, 0).text() == f"08:00{DASH}18:00"


def test_a_word_half_typed_stands_while_another_desk_changes_something(qtbot, hours, other, context):
    choose_owner(qtbot, hours, "Jonas Weber")
    type_over(qtbot, line(hours, 1), "9-1")
    with qtbot.waitSignal(context.records_changed):
        other.set_special(on=TODAY + timedelta(days=3))
    assert line(hours, 1).text() == "9-1"
    assert line(hours, 1).hasFocus()
    assert hours.preview.cells[0][3].words.text() == "Off"
    qtbot.keyClicks(line(hours, 1), "2")
    qtbot.keyClick(line(hours, 1), Qt.Key.Key_Return)
    assert line(hours, 1).text() == f"09:00{DASH}12:00"


def test_a_typed_week_stays_when_time_off_is_noted(qtbot, hours, context):
    choose_owner(qtbot, hours, "Jonas Weber")
    type_over(qtbot, line(hours, 1), "9-11")
    type_over(qtbot, hours.away.first.editor, "+3")
    qtbot.keyClick(hours.away.first.editor, Qt.Key.Key_Return)
    qtbot.keyClick(hours.away.note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(context.desk.timetable.book(now=context.now()).absences) == 1
    assert line(hours, 1).text() == f"09:00{DASH}11:00"
    assert hours.usual.save.isEnabled()
    hours.usual.save.click()
    assert days_of(context.desk)[1] == (ClockSpan(time(9), time(11)),)


def test_what_is_typed_stays_when_the_page_is_left_and_when_somebody_elses_hours_are_looked_at(qtbot, hours, window):
    choose_owner(qtbot, hours, "Jonas Weber")
    type_over(qtbot, line(hours, 1), "9-11")
    qtbot.keyClicks(hours.away.note, "Dentist")
    window.show_page("today")
    window.show_page("settings")
    assert hours.owner.currentText() == "Jonas Weber"
    assert line(hours, 1).text() == f"09:00{DASH}11:00"
    assert hours.away.note.text() == "Dentist"
    choose_owner(qtbot, hours, "Aiko Tanaka")
    assert line(hours, 1).text() == f"08:00{DASH}18:00"
    assert hours.away.note.text() == ""
    choose_owner(qtbot, hours, "Jonas Weber")
    assert line(hours, 1).text() == f"09:00{DASH}11:00"
    assert hours.away.note.text() == "Dentist"
    assert "typed before and kept" in hours.usual.strip.words.text()


@pytest.fixture
def hours_anew(qtbot, store_path, ruleset, window):
    """Makes the hours of a program that is started anew on the same file."""

    first = window.context
    with open_store(store_path) as store:

        def start():
            context = DeskContext(Desk(store, ruleset), first.clinic, first.actor, clock=first.clock)
            page = SettingsPage(context)
            qtbot.addWidget(page)
            page.show()
            page.page_shown()
            page.show_section("Hours and absences")
            return page.hours

        yield start


def test_a_typed_week_comes_back_after_a_crash(qtbot, hours, window, hours_anew):
    choose_owner(qtbot, hours, "Jonas Weber")
    type_over(qtbot, line(hours, 1), "9-11")
    drafts = window.context.desk.drafts
    qtbot.waitUntil(lambda: drafts.kept("hours", f"{window.context.actor.id} {JONAS}") is not None)
    again = hours_anew()
    choose_owner(qtbot, again, "Jonas Weber")
    assert line(again, 1).text() == "9-11"
    again.usual.strip.action.click()
    assert line(again, 1).text() == f"08:00{DASH}18:00"


def test_a_week_kept_before_a_crash_is_put_on_top_of_what_others_changed_since(qtbot, hours, window, hours_anew, other):
    choose_owner(qtbot, hours, "Jonas Weber")
    type_over(qtbot, line(hours, 1), "9-11")
    drafts = window.context.desk.drafts
    qtbot.waitUntil(lambda: drafts.kept("hours", f"{window.context.actor.id} {JONAS}") is not None)
    other.set_day(0, (8, 12))
    again = hours_anew()
    choose_owner(qtbot, again, "Jonas Weber")
    assert (line(again, 0).text(), line(again, 1).text()) == (f"08:00{DASH}12:00", "9-11")
    assert "Jonas Weber changed these hours at 09:12." in again.usual.strip.words.text()


def test_holidays_ticked_here_are_put_on_top_of_those_chosen_elsewhere(qtbot, hours, other, window, context):
    qtbot.mouseClick(hours.holidays.boxes["Thanksgiving Day"], Qt.MouseButton.LeftButton)
    other.desk.timetable.choose_holidays(HolidayChoice("", frozenset({"Christmas Day"})), **other.by)
    hours.holidays.save.click()
    assert "Jonas Weber changed which holidays are kept at 09:12." in said(window)
    assert hours.holidays.boxes["Christmas Day"].isChecked()
    assert hours.holidays.boxes["Thanksgiving Day"].isChecked()
    hours.holidays.save.click()
    kept = context.desk.timetable.book(now=context.now()).holidays.kept
    assert kept == {"Christmas Day", "Thanksgiving Day"}


def test_the_hours_of_a_date_decided_elsewhere_meanwhile_are_not_overwritten(qtbot, context, other, hours, window):
    hours.away.kind.button("other").click()
    type_over(qtbot, hours.away.part, "10-13")
    other.set_special((9, 12))
    hours.away.add.click()
    assert "Jonas Weber changed these hours at 09:12." in said(window)
    assert hours.away.part.text() == "10-13"
    hours.away.add.click()
    (special,) = context.desk.timetable.exceptions(now=context.now())
    assert special.spans == (ClockSpan(time(10), time(13)),)


def test_time_off_that_is_being_changed_and_was_taken_back_elsewhere_can_be_entered_anew(qtbot, context, other, hours):
    absence = Absence("leave", JONAS, AbsenceReason.LEAVE, TODAY, TODAY)
    context.desk.timetable.add_absence(absence, **other.by)
    hours.refresh()
    choose_owner(qtbot, hours, "Jonas Weber")
    hours.away.change(absence)
    qtbot.keyClicks(hours.away.note, "Dentist")
    other.desk.timetable.withdraw_absence(absence, **other.by)
    qtbot.waitUntil(lambda: hours.away.add.text() == "Add")
    hours.away.add.click()
    (again,) = context.desk.timetable.book(now=context.now()).absences
    assert (again.note, again.id == absence.id) == ("Dentist", False)


def test_the_clinics_details_follow_and_what_is_typed_is_put_on_top(qtbot, page, other, window, context):
    page.show_section("Clinic")
    form = page.clinic.form
    other.mend_clinic(address="1 New Road")
    qtbot.waitUntil(lambda: form.address.text() == "1 New Road")
    form.name.setFocus()
    qtbot.keyClicks(form.name, " North")
    other.mend_clinic(notice_hours=48)
    qtbot.keyClick(form.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "Jonas Weber changed the clinic's details at 09:12." in said(window)
    assert "Changed there: notice for cancelling." in said(window)
    assert form.notice_hours.value() == 48
    qtbot.keyClick(form.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    stored = context.desk.clinic.current()
    assert (stored.name[-6:], stored.notice_hours, stored.address) == (" North", 48, "1 New Road")


def test_the_clinics_details_half_typed_stay_when_the_page_is_left(qtbot, page, window):
    page.show_section("Clinic")
    qtbot.keyClicks(page.clinic.form.name, " North")
    window.show_page("today")
    window.show_page("settings")
    assert page.clinic.form.name.text().endswith(" North")
    assert page.clinic.save.isEnabled()


def test_a_name_half_typed_for_a_colleague_stays_when_the_page_is_left(qtbot, page, window, other, context):
    page.show_section("People")
    row = next(row for row in page.staff.findChildren(PersonRow) if row.member.id == JONAS)
    next(each for each in row.change.menu().actions() if each.text() == "Rename…").trigger()
    type_over(qtbot, row.form.name, "Jonas Web")
    page.show_section("Rooms")
    with qtbot.waitSignal(context.records_changed):
        other.set_special()
    window.show_page("today")
    window.show_page("settings")
    page.show_section("People")
    assert row.form.isVisible()
    assert row.form.name.text() == "Jonas Web"


def test_a_device_half_typed_stays_when_the_page_is_left(qtbot, page, window):
    page.show_section("Equipment")
    form = page.equipment.form
    qtbot.keyClicks(form.name, "Ultrasound 1")
    qtbot.keyClicks(form.kind, "Ultra")
    window.show_page("today")
    window.show_page("settings")
    assert (form.name.text(), form.kind.currentText()) == ("Ultrasound 1", "Ultra")
