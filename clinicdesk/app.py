"""How the program starts, told in order.

1. The options are read: ``--data DIR`` says where the records are.
2. Without a display the program says so and ends; Qt would only abort.
3. Qt comes up, dressed in the style, so that whatever goes wrong from here is told in a window.
4. The store is opened. A fault in it is a sentence, and the end.
5. A store without a clinic leads through the first start: an empty clinic, or a demo clinic.
6. The window opens on Today. From here a bug is logged without patient data, and the window stays up.
7. Once the window is painted the knowledge is loaded, or sooner if somebody is quicker. A fault in it
   is a sentence, and the end: nobody is judged by half the rules.
8. When the last window closes, what was being typed is kept as a draft and the store is closed.

This module is the only place where the parts are put together.
"""

import builtins
import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from clinicdesk.data import Store, open_store
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError, KnowledgeFault, StoreFault
from clinicdesk.resources import resource

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication, QWidget

    from clinicdesk.domain.staff import StaffMember
    from clinicdesk.rules import RuleSet
    from clinicdesk.ui.style import Style

STORE_NAME = "clinicdesk.sqlite3"
SETTINGS_NAME = "settings.ini"
NO_DISPLAY = 3
FAULT = 1
_AFTER_FIRST_PAINT_MS = 30


def main(arguments: Sequence[str] = ()) -> int:
    """Open the window and stay until it is closed.

    Returns:
        0, or 1 when records or knowledge cannot be used, or 3 without a display.
    """
    folder = _options(arguments) or _usual_folder()
    if not _has_display():
        sys.stderr.write(
            "ClinicDesk needs a display to open its window, and there is none here. "
            "Run it in a desktop session; 'clinicdesk check' works without one.\n"
        )
        return NO_DISPLAY
    from clinicdesk.ui.context import system_clock  # noqa: PLC0415 - no Qt before it is known that there is a display

    app = application()
    try:
        program = start(app, folder, system_clock)
    except ClinicDeskError as error:
        return _tell_fault(app, error)
    return program.run()


def _options(arguments: Sequence[str]) -> Path | None:
    if not arguments:
        return None
    import argparse  # noqa: PLC0415 - most starts have no options

    parser = argparse.ArgumentParser(prog="clinicdesk", description="The front desk of a back-pain clinic.")
    parser.add_argument("--data", metavar="DIR", type=Path, help="where the records are kept; made if it is missing")
    chosen: Path | None = parser.parse_args(arguments).data
    return chosen


def _usual_folder() -> Path:
    from platformdirs import user_data_path  # noqa: PLC0415 - not needed when a folder was given

    return user_data_path("ClinicDesk", appauthor=False)


def _has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


@dataclass
class Program:
    """The program once it is up; ``window`` is the first start until a clinic stands, then the main window."""

    app: "QApplication"
    folder: Path
    clock: Callable[[], datetime]
    settings: "QSettings"
    style: "Style"
    store: Store
    desk: Desk
    window: "QWidget | None" = None

    def run(self) -> int:
        """Stay until the last window is closed, then close the store."""
        try:
            return self.app.exec()
        finally:
            self.close()

    def close(self) -> None:
        """Let go of the window and the store."""
        from PySide6.QtCore import QEvent  # noqa: PLC0415 - see main

        if self.window is not None:
            window, self.window = self.window, None
            window.close()
            # Gone at once and not some time later: a timer of its pages must not find the store closed.
            window.deleteLater()
            self.app.sendPostedEvents(window, QEvent.Type.DeferredDelete)
        sys.excepthook = sys.__excepthook__
        self.store.close()

    def show_first_start(self) -> None:
        """Ask which clinic this is to be."""
        from clinicdesk.ui.first_start import FirstStart  # noqa: PLC0415 - shown once in the life of a clinic

        first = FirstStart(self.desk, self.open_second_desk, self.clock)
        first.clinic_opened.connect(self.show_window)
        self.window = first
        first.show()

    def show_window(self, actor: "StaffMember | None" = None) -> None:
        """Open the main window on the clinic of the store."""
        from PySide6.QtCore import QTimer  # noqa: PLC0415 - see main

        from clinicdesk.desk.clinic_setup import clinic_of  # noqa: PLC0415 - after the first paint of a first start
        from clinicdesk.ui.context import DeskContext  # noqa: PLC0415 - same
        from clinicdesk.ui.shell.faults import FaultLog, make_hook  # noqa: PLC0415 - same
        from clinicdesk.ui.shell.status_line import kept_actor  # noqa: PLC0415 - same
        from clinicdesk.ui.shell.window import MainWindow  # noqa: PLC0415 - same

        actor = actor or kept_actor(self.settings, self.desk.clinic.staff())
        context = DeskContext(
            self.desk,
            clinic_of(self.store),
            actor,
            clock=self.clock,
            settings=self.settings,
            open_desk=self.open_second_desk,
            starting=True,
        )
        sys.excepthook = make_hook(FaultLog(self.folder, self.clock), context.messages.show_error, context.messages.bug)
        window = MainWindow(context, self.style, self.settings)
        window.painted.connect(lambda: QTimer.singleShot(_AFTER_FIRST_PAINT_MS, self.settle))
        before, self.window = self.window, window
        window.show()
        if before is not None:
            before.close()

    def settle(self) -> None:
        """Load the rules, now that the window is up; without them the program goes no further."""
        from clinicdesk.ui.shell.window import MainWindow  # noqa: PLC0415 - imported when the window was made

        # What is made at the start stays; the collector need never look at it again.
        gc.freeze()
        gc.enable()
        window = self.window
        if not isinstance(window, MainWindow):
            return
        try:
            self.desk.ruleset  # noqa: B018 - loaded at its first use
        except KnowledgeFault as fault:
            from clinicdesk.ui.shell.fault_window import FaultWindow  # noqa: PLC0415 - rarely needed

            self.window = FaultWindow(fault)
            self.window.show()
            window.close()
            window.deleteLater()
        else:
            window.settle()

    @contextmanager
    def open_second_desk(self) -> Iterator[Desk]:
        """A desk on a connection of its own, for work on another thread."""
        with open_store(self.store.path) as store:
            yield Desk(store, self.desk.rules.shipped)


def application() -> "QApplication":
    """The one QApplication of this process."""
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - see main

    # PySide reads the source of every module imported after it, for a way to write names that is not used here.
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(["ClinicDesk"])
    app.setApplicationName("ClinicDesk")
    app.setDesktopFileName("clinicdesk")
    return app


def start(app: "QApplication", folder: Path, clock: Callable[[], datetime]) -> Program:
    """Bring the program up to its first window.

    Raises:
        StoreFault: the records cannot be used; nothing of them was changed.
    """
    from PySide6.QtCore import QSettings  # noqa: PLC0415 - see main

    from clinicdesk.ui.style import Style  # noqa: PLC0415 - same

    _make_folder(folder)
    settings = QSettings(str(folder / SETTINGS_NAME), QSettings.Format.IniFormat)
    style = Style(app, settings)
    store = open_store(folder / STORE_NAME)
    program = Program(app, folder, clock, settings, style, store, Desk(store, load_rules))
    if program.desk.clinic.current() is None:
        program.show_first_start()
    else:
        program.show_window()
    return program


def load_rules() -> "RuleSet":
    """The rules the program ships with; raises KnowledgeFault."""
    from clinicdesk.rules import RuleSet, load_knowledge  # noqa: PLC0415 - parsing comes after the first paint

    return RuleSet(load_knowledge(resource("knowledge")))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreFault(
            f"The folder for the records, {folder}, cannot be made: {error.strerror}. "
            "Choose another one with --data, or ask whoever looks after this computer."
        ) from error


def _tell_fault(app: "QApplication", error: ClinicDeskError) -> int:
    from clinicdesk.ui.shell.fault_window import FaultWindow  # noqa: PLC0415 - rarely needed

    sys.stderr.write(f"clinicdesk: {error}\n")
    window = FaultWindow(error)
    window.show()
    app.exec()
    return FAULT
