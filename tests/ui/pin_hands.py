"""Hands that type a PIN where the window asks for one."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clinicdesk.story.hands import wait_until
from clinicdesk.ui.sign_in.veils import PinVeil
from tests.vouching import PIN, give_pins


def type_pin(window, pin=PIN):
    """Type the PIN that a window asks for, and wait until what it was asked for is done."""
    (veil,) = [each for each in window.window().findChildren(PinVeil) if each.isVisible()]
    went_on = []
    veil.entry.accepted.connect(lambda *_: went_on.append(True))
    QTest.keyClicks(veil.entry.line, pin)
    QTest.keyClick(veil.entry.line, Qt.Key.Key_Return)
    assert wait_until(lambda: bool(went_on))


def take_back(screen, context):
    """Bring the screen back to the desk by the PIN of whoever handed it over."""
    give_pins(context.desk, context.actor, now=context.now())
    screen.finish()
    QTest.mouseClick(screen.back_button, Qt.MouseButton.LeftButton)
    entry = screen.ending.entry
    went_on = []
    entry.accepted.connect(lambda *_: went_on.append(True))
    QTest.keyClicks(entry.line, PIN)
    QTest.keyClick(entry.line, Qt.Key.Key_Return)
    assert wait_until(lambda: bool(went_on))
