from datetime import date, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCalendarWidget, QTableView

from clinicdesk.ui.booking.clock_edit import ClockEdit, read_clock
from clinicdesk.ui.day_picker import DayPicker, read_day

TODAY = date(2026, 11, 23)  # a Monday


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("10:15", time(10, 15)),
        ("1015", time(10, 15)),
        ("10.15", time(10, 15)),
        (" 9 ", time(9)),
        ("905", time(9, 5)),
        ("9h30", time(9, 30)),
        ("2 pm", time(14)),
        ("2:30pm", time(14, 30)),
        ("12 am", time(0)),
        ("12 p.m.", time(12)),
        ("0:05", time(0, 5)),
    ],
)
def test_a_time_is_read_as_people_type_it(typed, meant):
    assert read_clock(typed) == meant


@pytest.mark.parametrize("typed", ["", "noon", "25:00", "10:75", "13 pm", "10:15:20", "-3"])
def test_what_is_no_time_is_refused_with_an_example(typed):
    with pytest.raises(ValueError, match=r"Try (10:15|2 pm)"):
        read_clock(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("today", TODAY),
        ("tomorrow", date(2026, 11, 24)),
        ("tue", date(2026, 11, 24)),
        ("Monday", date(2026, 11, 30)),
        ("su", date(2026, 11, 29)),
        ("+7", date(2026, 11, 30)),
        ("-1", date(2026, 11, 22)),
        ("24 Nov", date(2026, 11, 24)),
        ("Tue 24 Nov 2026", date(2026, 11, 24)),
        ("24.11.", date(2026, 11, 24)),
        ("2026-12-01", date(2026, 12, 1)),
        ("3 Jan", date(2027, 1, 3)),
        ("in 2 weeks", date(2026, 12, 7)),
    ],
)
def test_a_day_is_read_as_people_type_it(typed, meant):
    assert read_day(typed, TODAY, day_first=True) == meant


def test_the_country_decides_which_of_two_figures_is_the_month():
    assert read_day("3/12", TODAY, day_first=True) == date(2026, 12, 3)
    assert read_day("3/12", TODAY, day_first=False) == date(2027, 3, 12)


@pytest.mark.parametrize("typed", ["whenever", "t", "31 feb", "+", "99/99"])
def test_what_is_no_day_is_refused_with_examples(typed):
    with pytest.raises(ValueError, match=r"Try 24 Nov, tomorrow, tue or \+7\."):
        read_day(typed, TODAY, day_first=True)


@pytest.fixture
def picker(qtbot):
    made = DayPicker(TODAY, day_first=True)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_buttons_beside_a_day_go_one_back_and_one_on(qtbot, picker):
    with qtbot.waitSignal(picker.day_chosen) as told:
        qtbot.mouseClick(picker.next_button, Qt.MouseButton.LeftButton)
    assert told.args == [date(2026, 11, 24)]
    qtbot.mouseClick(picker.previous_button, Qt.MouseButton.LeftButton)
    assert picker.day == TODAY
    assert not picker.today_button.isEnabled()


def test_a_day_shown_by_the_program_is_not_told_as_a_choice(qtbot, picker):
    with qtbot.assertNotEmitted(picker.day_chosen):
        picker.set_day(date(2026, 12, 1))
    assert picker.editor.text() == "Tue 1 Dec 2026"


def test_a_typed_day_is_echoed_in_full(qtbot, picker):
    picker.editor.selectAll()
    QTest.keyClicks(picker.editor, "fri")
    with qtbot.waitSignal(picker.day_chosen):
        QTest.keyClick(picker.editor, Qt.Key.Key_Return)
    assert picker.editor.text() == "Fri 27 Nov 2026"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_day_is_chosen_from_the_month(qtbot, picker):
    QTest.keyClick(picker.editor, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = picker.findChild(QCalendarWidget)
    qtbot.waitUntil(calendar.isVisible)
    days = calendar.findChild(QTableView)
    QTest.keyClick(days, Qt.Key.Key_Right)
    with qtbot.waitSignal(picker.day_chosen) as told:
        QTest.keyClick(days, Qt.Key.Key_Return)
    assert told.args == [date(2026, 11, 24)]
    qtbot.waitUntil(lambda: picker.findChild(QCalendarWidget) is None)


@pytest.fixture
def clock_edit(qtbot):
    made = ClockEdit()
    qtbot.addWidget(made)
    made.show_time(time(10, 15))
    made.show()
    return made


def test_the_arrows_move_a_time_by_five_minutes(qtbot, clock_edit):
    with qtbot.waitSignal(clock_edit.time_typed) as told:
        QTest.keyClick(clock_edit, Qt.Key.Key_Up)
    assert told.args == [time(10, 20)]
    QTest.keyClick(clock_edit, Qt.Key.Key_Down)
    assert clock_edit.text() == "10:15"


def test_a_misread_time_is_kept_to_be_mended(qtbot, clock_edit):
    clock_edit.selectAll()
    QTest.keyClicks(clock_edit, "25:00")
    with qtbot.waitSignal(clock_edit.time_misread) as told, qtbot.assertNotEmitted(clock_edit.time_typed):
        QTest.keyClick(clock_edit, Qt.Key.Key_Return)
    assert told.args == ["A day has 24 hours. Try 10:15."]
    assert clock_edit.text() == "25:00"


def test_leaving_a_time_as_it_was_tells_nobody(qtbot, clock_edit):
    with qtbot.assertNotEmitted(clock_edit.time_typed):
        QTest.keyClick(clock_edit, Qt.Key.Key_Return)
