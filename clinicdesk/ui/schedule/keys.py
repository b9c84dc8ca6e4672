"""The keys of the schedule: what each does, and what the overlay of F1 says of it."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from clinicdesk.ui.schedule.bar import FUNCTION_KEYS

if TYPE_CHECKING:
    from clinicdesk.ui.schedule.page import SchedulePage

SCHEDULE_KEYS = (
    ("Up", "Earlier, session by session"),
    ("Right", "The next column"),
    ("G", "Next gap (Shift: the one before)"),
    ("Return", "Book here, or take in hand"),
    ("M", "Take the session in hand, to move it"),
    ("Alt+1", "Where it clashes: the nearest free time (Alt+2, Alt+3: the next)"),
    ("Shift+Down", "In hand: longer (Up: shorter)"),
    ("Space", "Details of the session; on a gap, of who called off"),
    ("P", "Into the tray"),
    ("A", "Arrive"),
    ("F", "Confirm that they come"),
    ("N", "No-show"),
    ("Del", "Cancel, with a reason; in the tray: take it out"),
    ("O", "Open the person"),
    ("E", "Ask for an earlier time; on a gap: who waits for it"),
    ("PgUp  PgDown", "Day or week before, the next one (Ctrl: week)"),
    ("T", "Back to today"),
    ("D", "Day"),
    ("W", "Week"),
    ("H", "A column per therapist"),
    ("R", "A column per room"),
    ("C", "Whose columns"),
    ("F2", "Saved views, F2 to F8 (Shift: save)"),
    ("Ctrl++  Ctrl+-", "Closer, further away (Ctrl+0: as it fits)"),
)

_CONTROL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_PLAIN = Qt.KeyboardModifier.NoModifier
_DAYS_A_WEEK = 7


def take_key(page: "SchedulePage", event: QKeyEvent) -> bool:
    """Do what a key means on the page that no field wanted; returns whether it means anything."""
    key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    number = key - Qt.Key.Key_F1 + 1
    if number in FUNCTION_KEYS and modifiers in {_PLAIN, _SHIFT}:
        (page.looking.save if modifiers == _SHIFT else page.looking.recall)(number)
        return True
    return _turn(page, key, modifiers) or (modifiers == _PLAIN and _look(page, key))


def _turn(page: "SchedulePage", key: int, modifiers: Qt.KeyboardModifier) -> bool:
    """To other days, closer or further away."""
    control = bool(modifiers & _CONTROL)
    days = _DAYS_A_WEEK if page.view.week or control else 1
    match key:
        case Qt.Key.Key_PageUp:
            page.go(-days)
        case Qt.Key.Key_PageDown:
            page.go(days)
        case Qt.Key.Key_T if not control:
            page.go((page.context.today() - page.day).days)
        case Qt.Key.Key_Plus | Qt.Key.Key_Equal if control:
            page.zoom(1)
        case Qt.Key.Key_Minus if control:
            page.zoom(-1)
        case Qt.Key.Key_0 if control:
            page.zoom(0)
        case _:
            return False
    return True


def _look(page: "SchedulePage", key: int) -> bool:
    """At other columns, or at a session."""
    view = page.view
    match key:
        case Qt.Key.Key_D | Qt.Key.Key_W:
            page.looking.look(replace(view, week=key == Qt.Key.Key_W))
        case Qt.Key.Key_H | Qt.Key.Key_R:
            if view.rooms is not (key == Qt.Key.Key_R):
                page.looking.look(replace(view, rooms=not view.rooms, chosen=()))
        case Qt.Key.Key_C:
            page.bar.open_whose()
        case Qt.Key.Key_Escape if page.bubble.isVisible():
            page.details.close()
        case _:
            return page.details.take_key(key)
    return True
