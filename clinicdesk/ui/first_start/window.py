"""The first window anybody sees: an empty clinic, or one to look around in."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.enter_key import enter_moves_on
from clinicdesk.ui.first_start.choice import Choice
from clinicdesk.ui.first_start.demo import DemoPage
from clinicdesk.ui.first_start.empty import EmptyPage
from clinicdesk.ui.jobs import OpenDesk
from clinicdesk.ui.messages import MessageBanner, Messages
from clinicdesk.ui.pages import scrolling
from clinicdesk.ui.style import SPACE, IconLabel, set_role, text_factor

if TYPE_CHECKING:
    from clinicdesk.desk import Desk
    from clinicdesk.domain.staff import StaffMember

_COLUMN = 640


class _Steps(QWidget):
    """One step at a time, as high as itself: a stack would be as high as the highest, and scroll for nothing."""

    def __init__(self, steps: Sequence[QWidget]) -> None:
        super().__init__()
        self._steps = tuple(steps)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for step in self._steps:
            step.hide()
            column.addWidget(step)

    @property
    def current(self) -> QWidget:
        """The step in front."""
        return next(step for step in self._steps if not step.isHidden())

    def show_step(self, wanted: QWidget) -> None:
        """Bring a step to the front."""
        for step in self._steps:
            step.setVisible(step is wanted)


class FirstStart(QWidget):
    """Choose, then fill in a few fields or watch the demo clinic being made.

    Signals:
        clinic_opened(StaffMember): the clinic stands, and this person is at the desk.
    """

    clinic_opened = Signal(object)

    def __init__(self, desk: "Desk", open_desk: OpenDesk, clock: Callable[[], datetime]) -> None:
        super().__init__()
        set_role(self, "page")
        self.setWindowTitle("Welcome to ClinicDesk")
        self.resize(1000, 760)
        self.messages = Messages(self)
        self.choice = Choice()
        self.empty = EmptyPage(desk, clock)
        self.demo = DemoPage(desk, open_desk, clock)
        self.steps = _Steps((self.choice, self.empty, self.demo))
        self.choice.empty_chosen.connect(self._show_empty)
        self.choice.demo_chosen.connect(self._show_demo)
        for step in (self.empty, self.demo):
            step.back_requested.connect(self._show_choice)
            step.opened.connect(self._open)
            step.failed.connect(self._tell)
        self._lay_out()
        self._show_choice()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter moves on. Escape goes one step back; a demo clinic being made is stopped first."""
        if event.key() == Qt.Key.Key_Escape:
            if self.demo.running:
                self.demo.stop()
            else:
                self._show_choice()
        elif not enter_moves_on(event, self):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Stop the demo clinic half-way: nothing of it is kept."""
        self.demo.stop()
        super().closeEvent(event)

    def _lay_out(self) -> None:
        mark = QHBoxLayout()
        mark.setSpacing(SPACE)
        mark.addWidget(IconLabel("activity", "accent", 24))
        mark.addWidget(set_role(QLabel("ClinicDesk"), "heading"), 1)
        inner = QFrame()
        inner.setFixedWidth(round(_COLUMN * text_factor()))
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 4 * SPACE, 0, 2 * SPACE)
        column.setSpacing(3 * SPACE)
        column.addLayout(mark)
        column.addWidget(self.steps, 1)
        ground = QWidget()
        middle = QHBoxLayout(ground)
        middle.addStretch(1)
        middle.addWidget(inner)
        middle.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(MessageBanner(self.messages))
        whole.addWidget(scrolling(ground), 1)

    def _show_choice(self) -> None:
        self.steps.show_step(self.choice)
        self.choice.take_keyboard()

    def _show_empty(self) -> None:
        self.steps.show_step(self.empty)
        self.empty.take_keyboard()

    def _show_demo(self) -> None:
        self.steps.show_step(self.demo)
        self.demo.begin()

    def _open(self, actor: "StaffMember") -> None:
        self.clinic_opened.emit(actor)

    def _tell(self, error: ClinicDeskError) -> None:
        self.messages.show_error(error)
