"""Hours, absences, holidays and equipment in the settings, typed and clicked as at the desk."""

from datetime import time, timedelta

import pytest
from PySide6.QtCore import Qt

from clinicdesk.domain.suitability import Technique
from clinicdesk.domain.working_hours import AbsenceReason, ClockSpan
from clinicdesk.ui.settings.away_card import OTHER_HOURS
from clinicdesk.ui.settings.person_row import PersonRow
from clinicdesk.ui.settings.week_editor import TWO
from tests.ui.clinic_day import MONDAY, answer, book, local, register, type_of

TODAY = MONDAY.date()
MORNING, AFTERNOON = ClockSpan(time(9), time(12)), ClockSpan(time(13), time(17))


@pytest.fixture
def page(window):
    window.show_page("settings")
    return window.pages.page("settings")


@pytest.fixture
def hours(page):
    page.show_section("Hours and absences")
    return page.hours


@pytest.fixture
def session(context, maria):
    """Ana, tomorrow at ten with Jonas."""
    patient = register(context.desk, maria)
    answer(context.desk, maria, patient)
    return book(context.desk, maria, patient, local(10, day=1))


def choose_owner(section, name):
    section.owner.setCurrentIndex(section.owner.findText(name))
    section.owner.activated.emit(section.owner.currentIndex())


def type_into(qtbot, line, text, key=Qt.Key.Key_Return):
    line.setFocus()
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, key)


def said(window):
    return window.context.messages.current.text if window.context.messages.current else ""


def test_a_week_is_typed_copied_and_saved_by_keys_alone(qtbot, hours, context):
    monday, tuesday = hours.usual.week.days[0][:2]
    type_into(qtbot, monday, "9-12 1-5")
    assert tuesday.hasFocus()
    assert monday.text() == "09:00\N{EN DASH}12:00, 13:00\N{EN DASH}17:00"
    monday.setFocus()
    qtbot.keyClick(monday, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert tuesday.text() == monday.text()
    hours.usual.week.copy.click()
    for line in hours.usual.week.days[0][5:]:
        type_into(qtbot, line, "closed")
    qtbot.keyClick(hours.usual.week.days[0][6], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    weekly = context.desk.timetable.weekly(None, TODAY)
    assert weekly.weeks == (((MORNING, AFTERNOON),) * 5 + ((), ()),)
    assert (context.clinic.opens_at, context.clinic.closes_at) == (time(9), time(17))


def test_hours_that_do_not_read_are_said_and_nothing_is_saved(qtbot, hours, context):
    type_into(qtbot, hours.usual.week.days[0][0], "mornings")
    assert "Monday, week A: This does not read as hours" in hours.usual.week.fault.text()
    hours.usual.week.edited.emit()
    hours.usual.save.click()
    assert context.desk.timetable.weekly(None, TODAY).id == ""
    assert hours.usual.week.days[0][0].hasFocus()


def test_two_weeks_take_turns_and_the_coming_weeks_show_it_before_it_is_saved(qtbot, hours, context):
    choose_owner(hours, "Jonas Weber")
    assert "whenever the clinic is open" in hours.usual.follows.text()
    hours.usual.week.turns.choose(TWO)
    type_into(qtbot, hours.usual.week.days[0][0], "9-12")
    type_into(qtbot, hours.usual.week.days[1][0], "")
    assert [hours.preview.cells[week][0].words.text() for week in range(4)] == [
        "9\N{EN DASH}12", "Off", "9\N{EN DASH}12", "Off",
    ]  # fmt: skip
    hours.usual.save.click()
    weekly = context.desk.timetable.weekly("staff-jonas", TODAY)
    assert [week[0] for week in weekly.weeks] == [(MORNING,), ()]


def test_time_off_says_how_many_sessions_it_hits_and_lists_them(qtbot, hours, session, context, window):
    choose_owner(hours, "Jonas Weber")
    type_into(qtbot, hours.away.first.editor, "tomorrow")
    type_into(qtbot, hours.away.last.editor, "+3")
    qtbot.keyClicks(hours.away.note, "Family")
    qtbot.keyClick(hours.away.note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (absence,) = context.desk.timetable.book(now=context.now()).absences
    assert (absence.reason, absence.first, absence.last, absence.note) == (
        AbsenceReason.LEAVE, TODAY + timedelta(days=1), TODAY + timedelta(days=3), "Family",
    )  # fmt: skip
    assert "It hits 1 session" in said(window)
    assert hours.waiting.words.text() == "1 session has no time any more."
    hours.waiting.action.click()
    assert window.pages.current_name == "follow_up"
    (row,) = window.pages.page("follow_up").section.rows
    assert row.displaced.row.session == session
    assert "Jonas Weber is on leave until 26 November." in row.accessibleName()
    assert row.hasFocus()


def enter_leave(qtbot, hours):
    choose_owner(hours, "Jonas Weber")
    type_into(qtbot, hours.away.first.editor, "tomorrow")
    hours.away.add.click()


def test_time_off_is_made_longer_and_hits_more(qtbot, hours, session, context, maria):
    patient = register(context.desk, maria, "Bo Berg")
    answer(context.desk, maria, patient)
    book(context.desk, maria, patient, local(10, day=2))
    enter_leave(qtbot, hours)
    hours.away.change(context.desk.timetable.book(now=context.now()).absences[0])
    assert hours.away.last.editor.hasFocus()
    type_into(qtbot, hours.away.last.editor, "+2")
    assert hours.away.add.text() == "Save change"
    hours.away.add.click()
    (absence,) = context.desk.timetable.book(now=context.now()).absences
    assert absence.last == TODAY + timedelta(days=2)
    assert hours.waiting.words.text() == "2 sessions have no time any more."
    assert hours.away.add.text() == "Add"


def test_an_absence_is_taken_back(qtbot, hours, session, context):
    enter_leave(qtbot, hours)
    hours.away.absence_withdrawn.emit(context.desk.timetable.book(now=context.now()).absences[0])
    assert not hours.waiting.isVisible()
    assert context.desk.timetable.book(now=context.now()).absences == ()


def test_one_day_gets_other_hours_and_its_usual_ones_back(qtbot, hours, context):
    hours.away.kind.choose(OTHER_HOURS)
    type_into(qtbot, hours.away.first.editor, "sat")
    type_into(qtbot, hours.away.part, "10-13")
    hours.away.add.click()
    (special,) = context.desk.timetable.exceptions(now=context.now())
    assert (special.on.isoformat(), special.spans) == ("2026-11-28", (ClockSpan(time(10), time(13)),))
    assert hours.preview.cells[0][5].words.text() == "10\N{EN DASH}13"
    hours.away.special_withdrawn.emit(special)
    assert context.desk.timetable.exceptions(now=context.now()) == []


@pytest.mark.parametrize(("typed", "sentence"), [("8-9, 10-11", "one stretch"), ("noon", "does not read")])
def test_a_part_of_a_day_that_cannot_be_is_said_beside_its_field(qtbot, hours, context, typed, sentence):
    type_into(qtbot, hours.away.part, typed)
    hours.away.add.click()
    assert sentence in hours.away.part_field.error
    assert context.desk.timetable.book(now=context.now()).absences == ()


def test_hours_that_were_saved_are_undone_by_the_key_and_shown_as_they_were(qtbot, hours, window, context):
    monday = hours.usual.week.days[0][0]
    before = monday.text()
    type_into(qtbot, monday, "9-12")
    hours.usual.save.click()
    hours.holidays.boxes["Thanksgiving Day"].click()
    hours.holidays.save.click()
    hours.usual.save.setFocus()
    qtbot.keyClick(hours.usual.save, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert said(window) == "Undone: changed which holidays the clinic keeps closed."
    assert not hours.holidays.boxes["Thanksgiving Day"].isChecked()
    assert hours.usual.week.days[0][0].text() == "09:00\N{EN DASH}12:00"
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert said(window).startswith("Undone: changed the usual week of the clinic from ")
    assert hours.usual.week.days[0][0].text() == before


def test_holidays_are_ticked_previewed_and_saved(hours, context):
    hours.holidays.boxes["Thanksgiving Day"].click()
    assert hours.preview.cells[0][3].words.text() == "Thanksgiving Day"
    hours.holidays.save.click()
    assert context.desk.timetable.book(now=context.now()).holidays.kept == {"Thanksgiving Day"}
    assert not hours.holidays.save.isEnabled()


def test_a_device_is_added_and_a_session_needs_its_kind(qtbot, page, context):
    page.show_section("Equipment")
    form = page.equipment.form
    qtbot.keyClicks(form.name, "Ultrasound 1")
    form.kind.setCurrentText("Ultrasound")
    page.equipment.list.add_button.click()
    (item,) = context.desk.equipping.devices()
    assert (item.name, item.kind) == ("Ultrasound 1", "Ultrasound")
    electro = type_of(context.desk, Technique.ELECTROTHERAPY)
    box = page.equipment.needs[electro.id]
    box.setCurrentIndex(box.findData("Ultrasound"))
    box.activated.emit(box.currentIndex())
    assert context.desk.store.session_types.get(electro.id).equipment_kind == "Ultrasound"
    page.equipment._retire(item)
    assert context.desk.equipping.devices() == [item]


def test_a_therapist_is_limited_to_some_techniques(page, context):
    page.show_section("People")
    row = next(row for row in page.staff.findChildren(PersonRow) if row.member.id == "staff-jonas")
    row._choose_skills()
    for technique in (Technique.DEEP_TISSUE, Technique.TRIGGER_POINT):
        row.form.boxes[technique].click()
    row.form.save.click()
    jonas = context.desk.store.staff.get("staff-jonas")
    assert jonas.techniques == {Technique.SWEDISH, Technique.RELAXATION}
    assert not jonas.gives(Technique.DEEP_TISSUE)


def test_the_clinics_details_leave_its_hours_as_they_were_decided_meanwhile(qtbot, page, hours, context):
    for line in hours.usual.week.days[0]:
        type_into(qtbot, line, "7-20")
    hours.usual.save.click()
    page.clinic.form.name.setText("Harbour Clinic")
    page.clinic.form.edited.emit()
    page.clinic.save.click()
    assert context.desk.clinic.current().opens_at == time(7)


def test_the_command_box_leads_to_the_hours(qtbot, window):
    window.box.open_with("ill")
    qtbot.waitUntil(lambda: any(row.title == "Hours and absences" for row in window.box.rows))
    next(row for row in window.box.rows if row.title == "Hours and absences").run()
    assert window.pages.page("settings").hours.owner.hasFocus()
