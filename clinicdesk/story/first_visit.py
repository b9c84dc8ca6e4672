"""The first visit, played through the real window; leaves a picture of every screen and the printed sheets.

1. The first start, and the demo clinic.
2. A person with ordinary back pain: registered, asked, booked, the sheet printed, arrived.
3. A person with a herniated disc: massage is blocked, physical therapy is booked instead.
4. A person with numbness in the saddle area: stopped, with the sheet that says what to do now.
5. What else there is to see: the therapist's view of a session, the questions of every visit, the people, the settings.
"""

import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtGui import QPageSize
from PySide6.QtWidgets import QWidget

from clinicdesk.app import Program, application, start
from clinicdesk.domain.pins import DEMO_PIN
from clinicdesk.story.hands import Hands, NotOnScreenError, settle, wait_until
from clinicdesk.story.receptionist import Receptionist, Visitor
from clinicdesk.ui.shell.window import MainWindow
from clinicdesk.ui.style import ThemeChoice
from clinicdesk.ui.visit_sheet.document import render_pdf

MONDAY = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)
"""When the story plays: the same day every time, so that pictures can be compared."""

_SIZE = (1280, 800)
_DEMO_SECONDS = 300

ORDINARY = Visitor(
    "Zoë",
    "Fernández-Castellanos",
    "(202) 555-0143",
    "3 apr 1980",
    {
        "main_complaint": "back_pain",
        "pain_duration_weeks": "6 weeks",
        "pain_score": "5",
        "muscle_tension_or_spasm": "yes",
        "blood_thinner": "antiplatelet",
    },
)
HERNIATED = Visitor(
    "Björn",
    "Ødegård",
    "(202) 555-0172",
    "14.09.1971",
    {
        "main_complaint": "back_pain",
        "pain_duration_weeks": "9 weeks",
        "pain_score": "6",
        "disc_problem": "herniation_with_leg_symptoms",
        "leg_radiating_pain": "pain_only",
    },
)
NUMB = Visitor(
    "Nguyễn",
    "Thị Minh Khai",
    "(202) 555-0119",
    "1988-02-29",
    {
        "main_complaint": "back_pain",
        "pain_duration_weeks": "5 days",
        "pain_new_or_changed": "yes",
        "pain_score": "8",
        "saddle_numbness": "yes",
    },
)


class FirstVisit:
    """The story, told into a folder.

    Args:
        program: the program at its first start.
        out: the folder the pictures and sheets go to.
        themes: the looks every picture is taken in; with one, the file name leaves it out.
        say: hears a line for each thing that was left in the folder.
    """

    def __init__(
        self, program: Program, out: Path, themes: Sequence[ThemeChoice], say: Callable[[str], object]
    ) -> None:
        self._program = program
        self._out = out
        self._themes = themes
        self._say = say
        self._pictured: set[str] = set()

    def play(self) -> None:
        """Play all of it. Raises NotOnScreenError when the window does not show what the story needs."""
        self._open_demo_clinic()
        desk = Receptionist(self._window, self._program.desk.ruleset.knowledge, self.picture, pin=DEMO_PIN)
        desk.look("today")
        self._ordinary_visit(desk)
        self._herniated_disc(desk)
        self._saddle_numbness(desk)
        self._look_around(desk)

    @property
    def _window(self) -> MainWindow:
        window = self._program.window
        if not isinstance(window, MainWindow):
            raise NotOnScreenError("the main window is not open")
        return window

    def _open_demo_clinic(self) -> None:
        first = self._program.window
        if first is None:
            raise NotOnScreenError("no window is open")
        first.resize(*_SIZE)
        settle()
        self.picture("first-start", first)
        Hands(first).click("Look around in a demo clinic")
        if not wait_until(lambda: isinstance(self._program.window, MainWindow), seconds=_DEMO_SECONDS):
            raise NotOnScreenError("the demo clinic was not ready in time")
        self._window.resize(*_SIZE)
        settle()

    def _ordinary_visit(self, desk: Receptionist) -> None:
        desk.register(ORDINARY)
        desk.ask(ORDINARY)
        desk.look("intake")
        desk.hands.click("Complete intake")
        desk.look("intake-complete")
        desk.hands.click("Book a session")
        desk.hands.choose("Swedish massage")
        desk.look("booking")
        desk.hands.press("Ctrl+Return")
        desk.hands.waits_to_see("Book physical therapy too")
        desk.look("booked")
        desk.hands.click("Print sheet")
        desk.look("visit-sheet")
        self._print("visit-sheet.pdf")

    def _herniated_disc(self, desk: Receptionist) -> None:
        desk.register(HERNIATED)
        desk.ask(HERNIATED)
        desk.look("intake-not-suitable")
        desk.hands.click("Complete intake")
        desk.hands.click("Book a session")
        desk.look("booking-not-suitable")

    def _saddle_numbness(self, desk: Receptionist) -> None:
        desk.register(NUMB)
        desk.ask(NUMB, stop_after="private_signs")
        desk.look("stopped")
        desk.hands.click("Print what to do now")
        desk.look("what-to-do-now")
        self._print("what-to-do-now.pdf")

    def _look_around(self, desk: Receptionist) -> None:
        desk.hands.press("Ctrl+1")
        desk.hands.press("Return")
        desk.hands.click("Therapist")
        desk.look("today-therapist")
        desk.hands.choose("Time: 10:")
        desk.hands.press("A")
        desk.look("arrival")
        desk.hands.press("Escape")
        desk.hands.press("Ctrl+2")
        desk.look("schedule")
        desk.hands.press("W")
        desk.look("schedule-week")
        desk.hands.press("Ctrl+3")
        desk.look("patients")
        desk.hands.press("Ctrl+K")
        desk.hands.type_here("zoe")
        desk.look("find")
        desk.hands.press("Escape")
        desk.hands.press("Ctrl+4")
        desk.look("waiting-list")
        desk.hands.press("Ctrl+5")
        desk.look("follow-up")
        desk.hands.click("Settings")
        desk.look("settings")
        desk.hands.choose("Rule bench")
        desk.hands.click("Open the rule bench")
        desk.look("rule-bench")

    def picture(self, name: str, window: QWidget) -> None:
        """Leave a picture of a window in every theme; a screen seen again keeps its first picture."""
        if name in self._pictured:
            return
        self._pictured.add(name)
        for theme in self._themes:
            self._program.style.choose_theme(theme)
            settle()
            settle()  # what came up in the meantime, such as a draft that was kept, has its place now
            look = f"-{theme.value}" if len(self._themes) > 1 else ""
            path = self._out / f"{name}{look}.png"
            window.grab().save(str(path))
            self._say(str(path))
        self._program.style.choose_theme(self._themes[0])

    def _print(self, file_name: str) -> None:
        sheet = self._window.pages.page("visit_sheet").sheet
        path = self._out / file_name
        render_pdf(sheet, path, QPageSize(QPageSize.PageSizeId.A4))
        self._say(str(path))


def play_into(out: Path, records: Path, *, both_themes: bool, say: Callable[[str], object]) -> None:
    """Play the story on new records in an empty folder, leaving pictures and sheets in another."""
    program = start(application(), records, lambda: MONDAY)
    # A mistake of the story must end it; the window's own hook would only log it and stay up.
    sys.excepthook = sys.__excepthook__
    themes = (ThemeChoice.LIGHT, ThemeChoice.DARK) if both_themes else (ThemeChoice.LIGHT,)
    try:
        FirstVisit(program, out, themes, say).play()
    finally:
        program.close()
