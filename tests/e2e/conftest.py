"""The program as it starts for a person: its own folder, first start and all; only the clock stands still."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from clinicdesk.app import Program, application, start
from clinicdesk.story.hands import Hands, settle, wait_until
from clinicdesk.story.receptionist import Receptionist
from clinicdesk.ui.shell.window import MainWindow

PIN = "7350"
"""What everybody here sets, once they need one."""


@pytest.fixture
def open_program(qapp, tmp_path, clock) -> Callable[[], Program]:
    """Start the program on one and the same folder, as often as asked; each start ends the one before."""
    running: list[Program] = []

    def end():
        while running:
            running.pop().close()
        settle()

    def open_it() -> Program:
        end()
        running.append(start(application(), tmp_path / "records", clock))
        running[-1].window.resize(1280, 800)
        settle()
        unlock(running[-1])
        return running[-1]

    yield open_it
    end()


@pytest.fixture
def program(open_program):
    """A clinic of one's own, set up by hand: Maria at the desk, one therapist for each kind."""
    program = open_program()
    first = Hands(program.window)
    first.click("Set up my clinic")
    first.fill("Clinic name", "Harbour Back Clinic")
    first.fill("Your name", "Maria")
    first.click("Open the clinic")
    window = program.window
    assert isinstance(window, MainWindow)
    window.resize(1280, 800)
    hands = Hands(window)
    hands.click("Settings")
    hands.choose("People")
    for name, kind in (("Jonas Weber", "Massage"), ("Aiko Tanaka", "Physical therapy")):
        hands.fill("Name", name)
        hands.click("Role: Therapist")
        hands.click(kind)
        hands.click("Add person")
        hands.waits_to_see(f"Added: {name}.")
    return program


def save_as(program: Program, path: Path) -> None:
    """Press the key that saves, and name a file where the dialog asks for it, which holds up everything meanwhile."""
    asked: list[bool] = []

    def name_it() -> None:
        dialog = QApplication.activeModalWidget()
        try:
            name = dialog.findChild(QLineEdit)
            name.selectAll()
            name.insert(str(path))  # typed key by key, the list that completes it takes the keys that follow
            assert name.text() == str(path)
            asked.append(isinstance(dialog, QFileDialog))
            Hands(dialog).click("Save")
        finally:
            if dialog.isVisible():  # it would wait for ever
                dialog.reject()

    QTimer.singleShot(0, name_it)
    Hands(program.window).press("Ctrl+S")
    assert asked == [True]
    program.window.activateWindow()  # as the system does where there is a screen
    settle()


def unlock(program: Program) -> None:
    """Whoever sat there before and has a PIN by now types it."""
    hands = Hands(program.window)
    if hands.sees("Locked"):
        hands.type_here(PIN)
        hands.press("Return")
        assert wait_until(lambda: not hands.sees("Locked"))


def receptionist_of(program: Program) -> Receptionist:
    """Somebody at the desk of the program as it runs now; nobody takes pictures."""
    return Receptionist(program.window, program.desk.ruleset.knowledge, lambda _name, _window: None, pin=PIN)
