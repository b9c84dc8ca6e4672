"""A hand on the mouse over the schedule, for tests."""

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


class Hands:
    """Types into whatever has the keyboard, and counts the strokes."""

    def __init__(self, page):
        self.page = page
        self.strokes = 0

    def press(self, which, modifier=Qt.KeyboardModifier.NoModifier):
        self.strokes += 1
        QTest.keyClick(self.page.focusWidget(), which, modifier)

    def type(self, text):
        for letter in text:
            self.strokes += 1
            QTest.keyClicks(self.page.focusWidget(), letter)


def slot_of(page, session):
    return page.canvas.picture.found(session.id)


def middle_of(page, session):
    """The middle of a session's card, on the viewport."""
    return page.canvas.slot_area(*slot_of(page, session)).center()


def foot_of(page, session):
    """A point on the lower edge of a session's card."""
    area = page.canvas.slot_area(*slot_of(page, session))
    return QPointF(area.center().x(), area.bottom() - 2)


def column_of(page, title):
    return next(place for place, lane in enumerate(page.canvas.picture.lanes) if lane.title == title)


def press(page, point):
    QTest.mousePress(page.canvas.viewport(), LEFT, pos=point.toPoint())


def move(page, point, *, over=None, buttons=LEFT):
    """Move the pointer to a point of a widget, the button held down."""
    widget = over or page.canvas.viewport()
    place = widget.mapToGlobal(QPointF(point))
    inside = page.canvas.viewport().mapFromGlobal(place)
    event = QMouseEvent(QEvent.Type.MouseMove, inside, place, NONE, buttons, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(page.canvas.viewport(), event)


def release(page, point, *, over=None):
    widget = over or page.canvas.viewport()
    place = widget.mapToGlobal(QPointF(point))
    inside = page.canvas.viewport().mapFromGlobal(place)
    event = QMouseEvent(QEvent.Type.MouseButtonRelease, inside, place, LEFT, NONE, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(page.canvas.viewport(), event)


def hold_over(page, start, end):
    """Press, go beyond the dead zone, and stop over the end."""
    press(page, start)
    for part in (0.3, 0.7, 1.0):
        move(page, start + (end - start) * part)


def drag(page, start, end):
    hold_over(page, start, end)
    release(page, end)


def key(page, which, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(page.canvas, which, modifier)


def click_gap(page, title, moment):
    column = column_of(page, title)
    page.canvas.bring_up(column, moment, moment)
    place = page.canvas.place_of(column, moment).toPoint()
    QTest.mouseClick(page.canvas.viewport(), LEFT, pos=place)
