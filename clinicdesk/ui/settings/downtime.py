"""Settings of the downtime sheets: where, when, and how it went last."""

from dataclasses import replace
from datetime import time

from PySide6.QtCore import Qt, QTime, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QSpinBox, QTimeEdit, QVBoxLayout, QWidget

from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.downtime.choice import DAYS, Downtime
from clinicdesk.ui.fields import Card, Field, Option, Segmented, button, side_by_side
from clinicdesk.ui.style import SPACE, IconLabel, set_role
from clinicdesk.ui.units import say_unit
from clinicdesk.ui.when import clock, dated_day

_YES, _NO = "yes", "no"
_LONGEST = 90


class DowntimeSection(QWidget):
    """The coming days as files, so that a day without computers can be worked from paper.

    Each choice stands at once.

    Signals:
        downtime_chosen: something was chosen; it may be due now.
        downtime_requested: write the sheets now.
    """

    downtime_chosen = Signal()
    downtime_requested = Signal()

    def __init__(self, context: DeskContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.every_evening = Segmented([Option(_NO, "Only when asked"), Option(_YES, "Every evening")])
        self.folder = QLineEdit()
        self.folder.setPlaceholderText("A folder on another drive or computer is best")
        self.choose_button = button("Choose…", icon="database")
        self.choose_button.setAccessibleName("Choose the folder")
        self.at = QTimeEdit()
        self.at.setDisplayFormat("HH:mm")
        self.keep_days = QSpinBox()
        self.keep_days.setRange(0, _LONGEST)
        say_unit(self.keep_days, "day", "days")
        self.write_button = button("Write them now", role="primary", icon="save")
        self._status_icon = IconLabel("info", "muted", 18)
        self.status = QLabel()
        self.status.setWordWrap(True)
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.folder_field = Field(
            "Folder",
            self.folder,
            hint="The files are clinical and not encrypted. The people this folder is shared with can read them, and "
            "nobody else on this computer: choose one that only the desks can open.",
        )
        self._lay_out()
        self._connect()
        self.refresh()

    def refresh(self, *, running: bool = False) -> None:
        """Show what stands, and how it went last."""
        choice = Downtime.read(self._context)
        self.every_evening.set_value(_YES if choice.every_evening else _NO)
        if not self.folder.hasFocus():
            self.folder.setText(choice.folder)
        for editor in (self.at, self.keep_days):
            editor.blockSignals(True)
        self.at.setTime(QTime(choice.at.hour, choice.at.minute))
        self.keep_days.setValue(choice.keep_days)
        for editor in (self.at, self.keep_days):
            editor.blockSignals(False)
        self.write_button.setEnabled(bool(choice.folder) and not running)
        self.write_button.setText("Writing…" if running else "Try again" if choice.fault else "Write them now")
        self._show_status(choice)

    def _show_status(self, choice: Downtime) -> None:
        wrong = bool(choice.fault)
        self._status_icon.show_icon(*(("circle-alert", "error") if wrong else ("info", "muted")))
        set_role(self.status, "error" if wrong else "muted")
        zone = self._context.clinic.tz
        last = "They were never written."
        if choice.written_at is not None:
            day = dated_day(choice.written_at.astimezone(zone).date())
            last = f"Last written {day}, {clock(choice.written_at, zone)}."
        self.status.setText(f"{choice.fault} {last}" if wrong else last)

    def _lay_out(self) -> None:
        words = QLabel(
            f"The next {DAYS} days on which the clinic is open, as PDF files: the list of everybody, and a sheet for "
            "each therapist. With them the clinic can work through a day without computers."
        )
        words.setWordWrap(True)
        folder = QHBoxLayout()
        folder.setSpacing(SPACE)
        folder.addWidget(self.folder_field, 1)
        beside = QVBoxLayout()
        beside.setSpacing(0)
        beside.addSpacing(self.folder_field.label.sizeHint().height() + SPACE // 2)
        beside.addWidget(self.choose_button, 0, Qt.AlignmentFlag.AlignTop)
        folder.addLayout(beside)
        status = QHBoxLayout()
        status.setSpacing(SPACE)
        status.addWidget(self._status_icon)
        status.addWidget(self.status, 1)
        status.addWidget(self.write_button)
        when = QHBoxLayout()
        when.addWidget(Field("Write them", self.every_evening), 0, Qt.AlignmentFlag.AlignLeft)
        when.addStretch(1)
        card = Card(margin=3 * SPACE)
        card.column.setSpacing(2 * SPACE)
        card.column.addWidget(set_role(words, "muted"))
        card.column.addLayout(folder)
        card.column.addLayout(when)
        card.column.addLayout(
            side_by_side(
                [
                    Field("At", self.at, hint="If ClinicDesk is closed then, at its next start."),
                    Field("Keep past days for", self.keep_days, hint="Older files are removed."),
                ]
            )
        )
        card.column.addLayout(status)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)

    def _connect(self) -> None:
        self.every_evening.value_chosen.connect(lambda _value: self._keep())
        self.folder.editingFinished.connect(self._keep)
        self.at.editingFinished.connect(self._keep)
        self.keep_days.editingFinished.connect(self._keep)
        self.choose_button.clicked.connect(self.choose_folder)
        self.write_button.clicked.connect(self._write)

    def choose_folder(self) -> None:
        """Ask for the folder."""
        chosen = QFileDialog.getExistingDirectory(self, "Folder for the downtime sheets", self.folder.text())
        if chosen:
            self.folder.setText(chosen)
            self._keep()

    def _write(self) -> None:
        self._keep()
        self.downtime_requested.emit()

    def _keep(self) -> None:
        before = Downtime.read(self._context)
        at = self.at.time()
        chosen = replace(
            before,
            every_evening=self.every_evening.value() == _YES,
            folder=self.folder.text().strip(),
            at=time(at.hour(), at.minute()),
            keep_days=self.keep_days.value(),
        )
        if chosen == before:
            return
        if chosen.folder != before.folder:
            chosen = replace(chosen, fault="")
        if chosen.every_evening and not before.every_evening and not chosen.folder:
            self.folder_field.set_error("Choose a folder first; until then nothing is written.")
            self.folder.setFocus()
        elif chosen.folder:
            self.folder_field.clear_error()
        chosen.keep(self._context)
        self.refresh()
        self.downtime_chosen.emit()
