"""The buttons that appear on a line of the day: the usual next step, and a menu with the rest."""

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from clinicdesk.desk.views import SessionRow
from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.suitability import Verdict
from clinicdesk.ui.fields import button
from clinicdesk.ui.style import SPACE, icon, set_icon
from clinicdesk.ui.today.model import is_held
from clinicdesk.ui.today.steps import ARRIVE, CONFIRM, NO_SHOW, START, Step, forward_step, obstacle


class RowActions(QWidget):
    """Buttons for one session.

    Signals:
        step_requested(SessionRow, Step), cancel_requested(SessionRow), release_requested(SessionRow),
        story_requested(SessionRow), print_requested(SessionRow), patient_requested(SessionRow): the person
            wants this.
    """

    step_requested = Signal(object, object)
    cancel_requested = Signal(object)
    release_requested = Signal(object)
    story_requested = Signal(object)
    print_requested = Signal(object)
    patient_requested = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.row: SessionRow | None = None
        self.may_release = False
        self.next_button = button("Arrive")
        self.more_button = button("", role="tool", icon="ellipsis")
        # The keyboard stays on the table, where a letter does the same.
        for each in (self.next_button, self.more_button):
            each.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.more_button.setToolTip("More: confirm, no-show, cancel, what happened, print, open the person")
        self.more_button.setAccessibleName("More for this session")
        self.next_button.clicked.connect(self._go_on)
        self.more_button.clicked.connect(lambda: self.open_menu(self.more_button.mapToGlobal(QPoint(0, SPACE * 4))))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, SPACE, 0)
        row.setSpacing(SPACE // 2)
        row.addStretch(1)
        row.addWidget(self.next_button)
        row.addWidget(self.more_button)
        self.hide()

    def show_row(self, row: SessionRow | None, *, may_release: bool) -> None:
        """Offer what can be done with a session; with None, nothing."""
        self.row = row
        self.may_release = may_release
        step = forward_step(row) if row else None
        if row is None:
            self.hide()
            return
        self.next_button.setVisible(step is not None)
        if step is not None:
            self._show_next(row, step)

    def open_menu(self, place: QPoint) -> None:
        """Open the menu at a place on the screen."""
        if self.row is not None:
            self._menu(self.row).popup(place)

    def _show_next(self, row: SessionRow, step: Step) -> None:
        if step is START and not row.asked:
            words, tip, why, icon_name = (
                "Ask now",
                f"Ask the questions of every visit ({ARRIVE.key})",
                "",
                "clipboard-list",
            )
        elif self._releases(row, step):
            words, tip, why, icon_name = "Release…", "Let this held session start, with a note", "", "hand"
        elif step is START and row.verdict is Verdict.NOT_SUITABLE:
            words, tip, why, icon_name = (
                "Rebook…",
                "Not suitable today: book something else instead",
                "",
                "calendar-plus",
            )
        else:
            why = obstacle(row, step)
            words, tip, icon_name = step.words, f"{step.words} ({step.key})", step.icon
        self.next_button.setText(words)
        self.next_button.setEnabled(not why)
        self.next_button.setToolTip(why or tip)
        set_icon(self.next_button, icon_name, "text", 16)

    def _releases(self, row: SessionRow, step: Step) -> bool:
        return step is START and is_held(row) and self.may_release

    def _go_on(self) -> None:
        row = self.row
        step = forward_step(row) if row else None
        if row is None or step is None:
            return
        if step is START and not row.asked:
            self.step_requested.emit(row, ARRIVE)
        elif self._releases(row, step):
            self.release_requested.emit(row)
        else:
            self.step_requested.emit(row, step)

    def _menu(self, row: SessionRow) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        possible = row.session.status.next_steps
        for step in (CONFIRM, NO_SHOW):
            if step.status in possible:
                self._add(menu, step.words, step.icon, step.key).triggered.connect(
                    partial(self.step_requested.emit, row, step)
                )
        if is_held(row) and self.may_release:
            self._add(menu, "Release…", "hand", "R").triggered.connect(lambda: self.release_requested.emit(row))
        if SessionStatus.CANCELLED in possible:
            self._add(menu, "Cancel session…", "calendar-x", "Del").triggered.connect(
                lambda: self.cancel_requested.emit(row)
            )
        if row.session.status is SessionStatus.ARRIVED:
            self._add(menu, "Ask again…", "clipboard-list", ARRIVE.key).triggered.connect(
                lambda: self.step_requested.emit(row, ARRIVE)
            )
        if not menu.isEmpty():
            menu.addSeparator()
        self._add(menu, "What happened", "history", "H").triggered.connect(lambda: self.story_requested.emit(row))
        self._add(menu, "Print sheet", "printer", "Ctrl+P").triggered.connect(lambda: self.print_requested.emit(row))
        self._add(menu, "Open person", "user", "").triggered.connect(lambda: self.patient_requested.emit(row))
        return menu

    @staticmethod
    def _add(menu: QMenu, words: str, icon_name: str, key: str) -> QAction:
        action = menu.addAction(icon(icon_name), words)
        if key:
            # Only shown here: the table itself hears the key.
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        return action
