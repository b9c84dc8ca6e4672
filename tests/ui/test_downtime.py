"""The sheets for a day without computers: when they are due, and that they are written."""

import os
import stat
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from clinicdesk.data import open_store
from clinicdesk.desk import Desk
from clinicdesk.domain.working_hours import Absence, AbsenceReason, ClockSpan, HolidayChoice
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.downtime.choice import Downtime
from clinicdesk.ui.shell.window import MainWindow
from tests.ui.clinic_day import answer, book, local, register

NEW_YORK = ZoneInfo("America/New_York")

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def context(desk, clinic, maria, clock, settings):
    """Maria at the desk, with settings and a second desk, as the program starts."""

    @contextmanager
    def open_desk():
        with open_store(desk.store.path) as store:
            yield Desk(store, desk.ruleset)

    return DeskContext(desk, clinic, maria, clock=clock, settings=settings, open_desk=open_desk)


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "downtime"
    made.mkdir()
    return made


@pytest.fixture
def ana(desk, maria):
    person = register(desk, maria)
    answer(desk, maria, person)
    book(desk, maria, person, local(11))
    book(desk, maria, person, local(10, day=2))
    return person


def at(day, hour, minute):
    """A time of November by the clinic's clock."""
    return datetime(2026, 11, day, hour, minute, tzinfo=NEW_YORK).astimezone(UTC)


def files(folder):
    return sorted(path.name for path in folder.iterdir())


def words_of(path):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def chosen(context, folder, **given):
    return Downtime(every_evening=True, folder=str(folder), **given).keep(context)


def ended(qtbot, keeper):
    qtbot.waitUntil(lambda: not keeper.running, timeout=20_000)


@pytest.mark.parametrize(
    ("written", "now", "due"),
    [
        (None, at(23, 9, 0), True),
        (at(22, 18, 5), at(23, 17, 59), False),
        (at(22, 18, 5), at(23, 18, 0), True),
        (at(22, 17, 0), at(23, 8, 0), True),
        (at(23, 18, 1), at(23, 23, 0), False),
    ],
)
def test_they_are_due_once_each_evening_or_at_the_next_start(written, now, due):
    choice = Downtime(every_evening=True, folder="somewhere", written_at=written)
    assert choice.due(now, NEW_YORK) is due
    assert not replace(choice, every_evening=False).due(now, NEW_YORK)
    assert not replace(choice, folder="").due(now, NEW_YORK)


@pytest.mark.parametrize(("hour", "first"), [(8, date(2026, 11, 23)), (18, date(2026, 11, 24))])
def test_in_the_morning_today_is_among_the_three_days_and_in_the_evening_it_is_not(hour, first):
    assert Downtime().first_day(datetime(2026, 11, 23, hour, tzinfo=NEW_YORK), NEW_YORK) == first


def test_on_the_evening_the_clock_changes_they_are_due_at_the_clinics_own_time():
    choice = Downtime(every_evening=True, folder="x", at=time(18), written_at=datetime(2026, 10, 31, 22, 0, tzinfo=UTC))
    assert not choice.due(datetime(2026, 11, 1, 22, 59, tzinfo=UTC), NEW_YORK)
    assert choice.due(datetime(2026, 11, 1, 23, 0, tzinfo=UTC), NEW_YORK)


@pytest.mark.usefixtures("ana")
def test_at_the_start_what_was_missed_is_written_without_a_word(qtbot, context, style, settings, folder):
    chosen(context, folder)
    window = MainWindow(context, style, settings)
    qtbot.addWidget(window)
    window.settle()
    ended(qtbot, window.downtime)
    assert files(folder) == [f"day-sheet-2026-11-{day}.pdf" for day in (23, 24, 25)]
    words = words_of(folder / "day-sheet-2026-11-25.pdf")
    assert "Everybody expected" in words
    assert "Jonas Weber" in words
    assert words.count("Ana Ruiz") == 2
    assert Downtime.read(context).written_at == context.now()
    assert context.messages.current is None
    window.close()


@pytest.mark.usefixtures("ana")
def test_in_the_evening_they_are_written_by_themselves(qtbot, window, context, clock, folder):
    chosen(context, folder, written_at=clock.now)
    window.downtime.check()
    assert files(folder) == []
    clock.advance(hours=9)
    window.downtime.check()
    ended(qtbot, window.downtime)
    assert files(folder) == [f"day-sheet-2026-11-{day}.pdf" for day in (24, 25, 26)]
    clock.advance(hours=1)
    window.downtime.check()
    assert not window.downtime.running


@pytest.mark.usefixtures("ana")
def test_sheets_of_past_days_go_after_the_days_chosen_and_nothing_else_does(qtbot, window, context, folder):
    old = ["day-sheet-2026-11-20.pdf", "day-sheet-2026-11-21.pdf", "holiday.pdf", "day-sheet-2026-99-01.pdf"]
    for name in old:
        (folder / name).write_bytes(b"")
    chosen(context, folder, keep_days=2)
    window.downtime.write_now()
    ended(qtbot, window.downtime)
    assert set(files(folder)) & set(old) == {"day-sheet-2026-11-21.pdf", "holiday.pdf", "day-sheet-2026-99-01.pdf"}


@pytest.mark.usefixtures("ana")
def test_a_missing_folder_is_a_sentence_told_once_and_tried_again(qtbot, window, context, clock, folder):
    folder.rmdir()
    chosen(context, folder)
    window.downtime.check()
    ended(qtbot, window.downtime)
    assert "there is no folder" in context.messages.current.text
    context.messages.close()
    window.downtime.check()
    assert not window.downtime.running
    clock.advance(minutes=16)
    window.downtime.check()
    ended(qtbot, window.downtime)
    assert context.messages.current is None
    folder.mkdir()
    clock.advance(minutes=16)
    window.downtime.check()
    ended(qtbot, window.downtime)
    assert len(files(folder)) == 3
    assert Downtime.read(context).fault == ""


@pytest.mark.usefixtures("ana")
def test_the_settings_choose_the_folder_by_keyboard_and_write_at_once(qtbot, window, context, folder):
    window.show_page("settings")
    page = window.pages.current_page
    page.show_section("Downtime sheets")
    section = page.downtime
    assert section.status.text() == "They were never written."
    assert not section.write_button.isEnabled()
    section.folder.setFocus()
    QTest.keyClicks(section.folder, str(folder))
    QTest.keyClick(section.folder, Qt.Key.Key_Return)
    assert section.write_button.isEnabled()
    QTest.keyClick(section.write_button, Qt.Key.Key_Space)
    ended(qtbot, window.downtime)
    assert len(files(folder)) == 3
    assert section.status.text() == "Last written Mon 23 Nov 2026, 09:30."
    assert context.messages.current.text == f"The downtime sheets were written to {folder}."


@pytest.mark.usefixtures("ana")
def test_every_evening_without_a_folder_asks_for_one_and_stands_once_there_is_one(
    qtbot, window, context, folder, monkeypatch
):
    window.show_page("settings")
    section = window.pages.current_page.downtime
    window.pages.current_page.show_section("Downtime sheets")
    section.every_evening.setFocus()
    QTest.keyClick(section.every_evening.button("no"), Qt.Key.Key_Right)
    assert section.folder_field.error.startswith("Choose a folder first")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(folder))
    qtbot.mouseClick(section.choose_button, Qt.MouseButton.LeftButton)
    assert section.folder_field.error == ""
    ended(qtbot, window.downtime)
    assert len(files(folder)) == 3
    assert Downtime.read(context).every_evening


@pytest.mark.usefixtures("ana")
def test_a_failure_stands_in_the_settings_with_a_button_to_try_again(qtbot, window, context, folder):
    chosen(context, folder / "gone", written_at=context.now() - timedelta(days=2))
    window.show_page("settings")
    section = window.pages.current_page.downtime
    window.downtime.write_now()
    ended(qtbot, window.downtime)
    assert section.write_button.text() == "Try again"
    assert section.status.text().startswith("The downtime sheets were not written: there is no folder")
    Path(folder / "gone").mkdir()
    QTest.keyClick(section.write_button, Qt.Key.Key_Space)
    ended(qtbot, window.downtime)
    assert section.status.text() == "Last written Mon 23 Nov 2026, 09:30."


def test_asked_for_without_a_folder_it_says_where_to_choose_one(window, context):
    window.downtime.write_now()
    assert "under Settings, Downtime sheets" in context.messages.current.text


def give_hours(context, *open_days):
    """From nine to five on some days of the week."""
    week = tuple((ClockSpan(time(9), time(17)),) if day in open_days else () for day in range(7))
    by, desk = {"actor": context.actor, "now": local(8)}, context.desk
    desk.timetable.set_weekly(None, (week,), valid_from=local(8).date(), reference=local(8).date(), **by)
    desk.timetable.choose_holidays(HolidayChoice("", frozenset({"Thanksgiving Day"})), **by)


@pytest.mark.usefixtures("ana")
def test_before_a_long_weekend_the_next_three_open_days_are_written(qtbot, window, context, clock, folder):
    give_hours(context, *range(5))
    chosen(context, folder)
    clock.advance(days=2, hours=9)
    window.downtime.write_now()
    ended(qtbot, window.downtime)
    assert files(folder) == [f"day-sheet-2026-11-{day}.pdf" for day in (27, 30)] + ["day-sheet-2026-12-01.pdf"]


@pytest.mark.usefixtures("ana")
def test_a_closed_day_on_which_somebody_is_booked_is_written(qtbot, window, context, folder):
    give_hours(context, 0, 4)
    chosen(context, folder)
    window.downtime.write_now()
    ended(qtbot, window.downtime)
    assert files(folder) == [f"day-sheet-2026-11-{day}.pdf" for day in (23, 25, 27)]


@pytest.mark.usefixtures("ana")
def test_the_sheet_of_a_day_that_was_closed_meanwhile_is_removed(qtbot, window, context, folder):
    chosen(context, folder)
    window.downtime.write_now()
    ended(qtbot, window.downtime)
    assert "day-sheet-2026-11-24.pdf" in files(folder)
    closed = Absence("c", None, AbsenceReason.CLOSURE, local(8, day=1).date(), local(8, day=1).date())
    context.desk.timetable.add_absence(closed, actor=context.actor, now=context.now())
    window.downtime.write_now()
    ended(qtbot, window.downtime)
    assert files(folder) == [f"day-sheet-2026-11-{day}.pdf" for day in (23, 25, 26)]


@pytest.mark.skipif(os.name != "posix", reason="elsewhere the rights of the folder are passed on by the system")
@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize(("rights", "file_rights"), [(0o770, 0o640), (0o755, 0o640), (0o700, 0o600)])
def test_whoever_the_folder_is_shared_with_can_read_the_sheets_and_nobody_else(
    qtbot, window, context, folder, *, rights, file_rights
):
    folder.chmod(rights)
    chosen(context, folder)
    window.downtime.write_now()
    ended(qtbot, window.downtime)
    states = [path.stat() for path in folder.iterdir()]
    assert {stat.S_IMODE(state.st_mode) for state in states} == {file_rights}
    assert {state.st_gid for state in states} == {folder.stat().st_gid}
