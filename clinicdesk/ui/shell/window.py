"""The main window: where pages, panel, command box and keys stand, and are wired together.

A page tells what happened through its signals; what follows stands in ``flows``. A key that a page lists in
``keys()`` is the page's own while it is in front.
"""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QByteArray, QSettings, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from clinicdesk.desk.views import PatientSummary
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.downtime.keeper import DowntimeKeeper
from clinicdesk.ui.follow_up.open_work import OpenWork
from clinicdesk.ui.messages import MessageBanner
from clinicdesk.ui.panel import SuitabilityPanel
from clinicdesk.ui.shell.command_box import CommandBox
from clinicdesk.ui.shell.flows import Flows
from clinicdesk.ui.shell.focus import PatientFocus
from clinicdesk.ui.shell.freed_notice import FreedNotice
from clinicdesk.ui.shell.live import Live
from clinicdesk.ui.shell.locking import Locking
from clinicdesk.ui.shell.page_stack import PageStack
from clinicdesk.ui.shell.panel_dock import PanelDock
from clinicdesk.ui.shell.rail import Rail
from clinicdesk.ui.shell.status_line import StatusLine
from clinicdesk.ui.shell.top_bar import TopBar
from clinicdesk.ui.shell.window_commands import ENTRIES, commands_of
from clinicdesk.ui.style import Style

_SIZE = (1280, 800)
_SMALLEST = (900, 600)
_GEOMETRY = "window/geometry"


class MainWindow(QMainWindow):
    """The window of the program.

    Signals:
        painted: it can be seen for the first time.
    """

    painted = Signal()

    def __init__(self, context: DeskContext, style: Style, settings: QSettings) -> None:
        super().__init__()
        self.context = context
        self._style = style
        self._settings = settings
        self._seen = False
        self.panel = SuitabilityPanel(context)
        self.focus = PatientFocus(context, self.panel, self)
        self.flows = Flows(self)
        self.locking = Locking(self, settings)
        self.downtime = DowntimeKeeper(context, self)
        self.live = Live(context, self.focus, self.locking, self)
        self.open_work = OpenWork(context, self)
        self._shortcuts: dict[str, QShortcut] = {}
        self.commands = commands_of(self, style)
        self.box = CommandBox(self._find, self._recent, self.commands, self._describe, self)
        self.rail = Rail(ENTRIES)
        self.pages = PageStack(context, {**self.flows.wires(), **self._own_wires()})
        self.banner = MessageBanner(context.messages)
        self.freed = FreedNotice(context, self.locking, self.flows.waiting.show_wanted)
        self.dock = self._build()
        self._connect()
        self._bind_keys()
        self._show_title()
        self.resize(*_SIZE)
        self.setMinimumSize(*_SMALLEST)
        geometry = settings.value(_GEOMETRY)
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
        # The first thing a desk does is find somebody; a page with rows takes the keyboard itself.
        self.box.setFocus()
        self.show_page("today")
        self.locking.begin()

    def settle(self) -> None:
        """Show what could wait for the first picture, and what needs the rules, once they are loaded."""
        self.context.settle()
        self.panel.name_rules()
        self.locking.watch()
        self.downtime.begin()
        if self.context.desk.rules.fault:
            self.context.messages.warning(self.context.desk.rules.fault)
        self.live.begin()
        self.freed.begin()
        self.open_work.begin()

    def show_page(self, name: str) -> None:
        """Bring a page to the front by its name."""
        self.context.messages.close()
        self.dock.close_over()
        self.pages.show_page(name)

    # -- wiring --------------------------------------------------------------------------------

    def _own_wires(self) -> Mapping[str, Callable[..., None]]:
        """What pages bring about in the window itself; the rest stands in ``Flows.wires``."""
        return {
            "closed": self._go_back,
            "theme_requested": self._style.choose_theme,
            "text_scale_requested": self._style.choose_text_scale,
            "downtime_chosen": self.downtime.check,
            "downtime_requested": self.downtime.write_now,
        }

    def _build(self) -> PanelDock:
        # From the outside in: a widget that goes into another takes on its style, and so does all that is in it.
        ground = QWidget(self)
        self.setCentralWidget(ground)
        whole = QVBoxLayout(ground)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self._body = QHBoxLayout()
        self._body.setSpacing(0)
        whole.addLayout(self._body, 1)
        self._body.addWidget(self.rail)
        column = QVBoxLayout()
        column.setSpacing(0)
        self._body.addLayout(column, 1)
        column.addWidget(TopBar(self.context, self.box))
        column.addWidget(self.banner)
        column.addWidget(self.freed)
        column.addWidget(self.pages, 1)
        self.status = StatusLine(self.context, self._settings)
        whole.addWidget(self.status)
        dock = PanelDock(self.panel, self._settings, ground)
        self._body.addWidget(dock)
        return dock

    def _connect(self) -> None:
        flows = self.flows
        self.rail.page_requested.connect(self.show_page)
        self.open_work.counted.connect(partial(self.rail.show_count, "follow_up"))
        self.status.lock_requested.connect(self.locking.lock)
        self.pages.page_changed.connect(self.rail.show_current)
        self.pages.page_changed.connect(self._yield_keys)
        self.pages.page_changed.connect(self._follow_theme)
        self.box.person_chosen.connect(lambda person: flows.open_patient(person.id))
        self.box.registration_requested.connect(flows.register)
        self.context.clinic_changed.connect(self._show_title)
        # Behind the panel, which has dropped by then what showed the rules before.
        self.context.rules_changed.connect(self.flows.follow_rules)
        self._style.theme_changed.connect(self._follow_theme)
        self.downtime.state_changed.connect(self._show_downtime)
        self.focus.verdict_changed.connect(self.dock.show_verdict)
        self.focus.urgent_found.connect(flows.referring.interrupt)
        panel = self.panel
        self._style.theme_changed.connect(panel.render_shown)
        panel.technique_chosen.connect(flows.choose_technique)
        panel.book_requested.connect(flows.book_from_panel)
        panel.intake_requested.connect(flows.intake_in_focus)
        panel.question_requested.connect(flows.ask)
        panel.urgent_sheet_requested.connect(flows.show_urgent_sheet)
        panel.referral_requested.connect(flows.referring.show_case)
        self.context.decided.connect(self._follow_decision)
        self.context.undoing.turned.connect(self._follow_turn)

    def _bind_keys(self) -> None:
        bound = {command.keys: command.run for command in self.commands if command.keys} | {"Ctrl+K": self.box.open}
        for keys, run in bound.items():
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(run)
            self._shortcuts[keys] = shortcut

    def set_keys_enabled(self, enabled: bool) -> None:
        """Let the keys of the window work, or none of them."""
        if enabled:
            self._yield_keys()
        else:
            for shortcut in self._shortcuts.values():
                shortcut.setEnabled(False)

    def _yield_keys(self) -> None:
        """A key the page in front has bound itself would otherwise be ambiguous, and neither would act."""
        page = self.pages.current_page
        listed = page.keys() if page is not None else ()
        own = {key for keys, _ in listed for key in keys.split("  ")}
        for keys, shortcut in self._shortcuts.items():
            shortcut.setEnabled(keys not in own)

    # -- what follows --------------------------------------------------------------------------

    def _find(self, text: str) -> list[PatientSummary]:
        return self.context.desk.patients.find(text, today=self.context.today())

    def _recent(self) -> list[PatientSummary]:
        return self.context.desk.patients.recent()

    def _describe(self, person: PatientSummary) -> str:
        from clinicdesk.ui.shell.who import person_detail  # noqa: PLC0415 - phone numbers are slow to import

        return person_detail(person, self.context)

    def _go_back(self) -> None:
        self.pages.go_back()

    def toggle_panel(self) -> None:
        """Show the panel, or send it to the edge."""
        self.dock.toggle()

    def decide(self) -> None:
        """Bring the keyboard to the first thing a therapist can decide about whoever is in focus, or say why not."""
        stop = self.panel.ask_for_decision()
        if isinstance(stop, str):
            self.context.messages.info(stop)
        else:
            self.dock.enter(stop)

    def show_keys(self) -> None:
        """Show the keys that work here, over the window."""
        from clinicdesk.ui.shell.key_help import KeyOverlay  # noqa: PLC0415 - rarely needed

        page = self.pages.current_page
        everywhere = [("Ctrl+K", "Find a person or do something")]
        everywhere += [(command.keys, command.words) for command in self.commands if command.keys]
        KeyOverlay(self, "This page", page.keys() if page is not None else (), everywhere)

    def _follow_decision(self) -> None:
        """A therapist decided what counts for somebody: the panel says so, and the page in front."""
        self.focus.refresh()
        self.context.records_changed.emit()

    def _follow_turn(self, _records: object) -> None:
        """What was taken back may be what somebody decided, answered or planned: the panel looks again."""
        self.focus.refresh()

    def _follow_theme(self) -> None:
        self.box.refresh_theme()
        self.rail.fit()
        self.dock.arrange()
        if self.pages.current_name == "settings":
            self.pages.page("settings").appearance.show_choices(self._style.choice, self._style.text_scale)

    def _show_downtime(self) -> None:
        if self.pages.current_name == "settings":
            self.pages.page("settings").downtime.refresh(running=self.downtime.running)

    def _show_title(self) -> None:
        self.setWindowTitle(f"{self.context.clinic.name} \N{EN DASH} ClinicDesk")

    # -- Qt ------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape, when no field and no page wanted it, leads back from the panel, or clears what lies over the page."""
        if event.key() == Qt.Key.Key_Escape:
            if not self.dock.leave() and not self.dock.close_over():
                self.context.messages.close()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Tell once that there is something to see."""
        super().paintEvent(event)
        if not self._seen:
            self._seen = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Keep what was typed, and how the window stood."""
        if self.pages.current_page is not None:
            self.pages.current_page.page_left()
        self.downtime.stop()
        self._settings.setValue(_GEOMETRY, self.saveGeometry())
        super().closeEvent(event)
