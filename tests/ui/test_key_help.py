"""The overlay of F1: every key that does something stands in it, and it can be read at any size."""

import ast
import re
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

import clinicdesk.ui
from clinicdesk.desk.keys import new_key
from clinicdesk.domain.waiting import WaitingEntry
from clinicdesk.domain.working_hours import Absence, AbsenceReason
from clinicdesk.ui.shell.key_help import KeyOverlay
from tests.ui.clinic_day import EARLIER, MONDAY, REFERRED, answer, book, local, register, type_of

UI = Path(clinicdesk.ui.__file__).parent
WRITTEN = {"PageUp": "PgUp", "PageDown": "PgDown", "Delete": "Del", "Insert": "Ins", "Plus": "+", "Minus": "-"}
"""How a list writes what Qt calls otherwise."""
EVERYWHERE = frozenset(
    {"Up", "Down", "Left", "Right", "Home", "End", "Return", "Enter", "Escape", "Backspace", "Equal", "Space", "Alt"}
)
"""Keys that do in every list and form what they do in all programs, and second names of others."""


def keys_in(*places):
    """The keys that the modules of some folders, or single ones, look for, but for those of forms in other files."""
    found = set()
    for place in places:
        path = UI / place
        for module in sorted(path.glob("*.py")) if path.is_dir() else [path]:
            for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Attribute) and node.attr.startswith("Key_"):
                    found.add(node.attr.removeprefix("Key_"))
    return {WRITTEN.get(each, each) for each in found - EVERYWHERE}


def told(keys):
    """Every key that a list names, be it in the words beside another."""
    return set(re.split(r"[\s,():]+|Ctrl\+|Alt\+|Shift\+", " ".join(f"{key}  {words}" for key, words in keys)))


@pytest.mark.parametrize(
    ("page", "places", "elsewhere"),
    [
        # Ctrl+P prints on every page.
        ("today", ["today"], {"P"}),
        # What F1 itself is, and F2 to F8 of the saved views.
        ("schedule", ["schedule"], {"F1"}),
        ("waiting", ["waiting"], set()),
        ("follow_up", ["follow_up"], set()),
        ("booking", ["booking"], {"P"}),
        ("series", ["series"], {"+"}),
        ("day_sheet", ["day_sheet", "paper"], {"P"}),
        # The list of rules is turned as every list is.
        ("settings", ["settings"], {"PgUp", "PgDown"}),
    ],
)
def test_every_key_a_page_looks_for_stands_in_its_list(window, page, places, elsewhere):
    assert keys_in(*places) - elsewhere <= told(window.pages.page(page).keys())


def test_every_key_of_a_record_stands_in_its_list(window, desk, maria):
    ana = register(desk, maria)
    answer(desk, maria, ana)
    book(desk, maria, ana, local(10, day=2))
    window.flows.open_patient(ana.id)
    own = keys_in("patients/page.py", "patients/sessions_table.py", "patients/trend_table.py")
    # A plan that goes on brings the key of its series along.
    assert own - {"S"} <= told(window.pages.page("patients").keys())


def test_every_letter_of_a_line_of_the_follow_up_stands_in_the_list_of_its_section(window, desk, maria):
    cy = register(desk, maria, "Cy Moor")
    answer(desk, maria, cy)
    book(desk, maria, cy, local(10, day=2))
    answer(desk, maria, cy, at=local(9), **REFERRED)
    day = MONDAY.date() + timedelta(days=3)
    bo = register(desk, maria, "Bo Lin")
    answer(desk, maria, bo)
    book(desk, maria, bo, local(10, day=3))
    leave = Absence("leave", "staff-jonas", AbsenceReason.LEAVE, day, day)
    desk.timetable.add_absence(leave, actor=maria, now=window.context.now())
    window.show_page("follow_up")
    page = window.pages.page("follow_up")
    seen = set()
    for title in ("Referrals", "Absences"):
        page.show_section(title)
        for row in page.section.rows:
            seen |= row.deeds.keys()
            assert row.deeds.keys() <= told(page.keys())
    assert {"T", "L", "O", "M", "C", "K"} <= seen


def test_every_letter_of_a_line_that_waits_stands_in_the_list(window, desk, maria):
    ana = register(desk, maria)
    answer(desk, maria, ana)
    last = MONDAY.date() + timedelta(days=30)
    entry = WaitingEntry(new_key(EARLIER), ana.id, type_of(desk).id, EARLIER, last)
    desk.waiting.ask(entry, actor=maria, now=EARLIER)
    window.show_page("waiting")
    page = window.pages.page("waiting")
    (line,) = page.lines
    assert line.deeds
    assert line.deeds.keys() <= told(page.keys())


# -- the overlay -----------------------------------------------------------------------------------


@pytest.fixture
def overlay(qtbot, window, style):
    """Opens the overlay over the schedule, at a size of window and text."""

    def opened(size, scale):
        window.resize(*size)
        style.choose_text_scale(scale)
        window.show_page("schedule")
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F1)
        made = window.findChildren(KeyOverlay)[-1]
        qtbot.waitUntil(lambda: made._content.height() > 0 and made.rect().contains(made.card.geometry()))
        return made

    yield opened
    style.choose_text_scale(100)


def labels(overlay):
    return [each for each in overlay._content.findChildren(QLabel) if each.text()]


SIZES = pytest.mark.parametrize(
    ("size", "scale"),
    [((1280, 800), 100), ((1024, 700), 100), ((1024, 700), 150), ((1280, 800), 200), ((1024, 700), 200)],
)


@SIZES
def test_every_line_is_whole_and_none_lies_over_another(overlay, size, scale):
    opened = overlay(size, scale)
    area = opened.area.viewport()
    placed = []
    for label in labels(opened):
        room = QFontMetrics(label.font()).boundingRect(
            QRect(0, 0, label.width(), 10_000), Qt.TextFlag.TextWordWrap, label.text()
        )
        assert label.height() >= room.height(), label.text()
        assert label.width() >= min(room.width(), label.sizeHint().width()), label.text()
        placed.append(QRect(label.mapTo(opened._content, QPoint(0, 0)), label.size()))
        assert placed[-1].right() <= area.width(), label.text()
    assert not any(one.intersects(other) for at, one in enumerate(placed) for other in placed[:at])


def test_at_the_usual_size_all_keys_are_in_sight_at_once(qtbot, overlay):
    opened = overlay((1280, 800), 100)
    qtbot.waitUntil(lambda: opened.area.verticalScrollBar().maximum() == 0)


def test_at_the_largest_text_the_last_key_is_reached_by_the_arrows(qtbot, overlay):
    opened = overlay((1280, 800), 200)
    bar = opened.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    last = labels(opened)[-1]
    assert last.visibleRegion().isEmpty()
    for _ in range(200):
        QTest.keyClick(opened, Qt.Key.Key_Down)
    assert not last.visibleRegion().isEmpty()
    QTest.keyClick(opened, Qt.Key.Key_PageUp)
    assert bar.value() < bar.maximum()
    QTest.keyClick(opened, Qt.Key.Key_F1)
    assert not opened.isVisible()


def test_it_has_as_many_columns_as_the_window_is_wide(qtbot, overlay, window):
    opened = overlay((1280, 800), 100)
    assert opened._content.layout().count() == 3
    window.resize(900, 700)
    qtbot.waitUntil(lambda: opened._content.layout().count() == 2)
