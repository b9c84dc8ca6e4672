"""The clinic's own details, as the first start and the settings ask for them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time

from PySide6.QtCore import QEvent, Qt, QTime, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from clinicdesk.domain.clinic import Clinic
from clinicdesk.errors import InvalidValues
from clinicdesk.ui.clinic.places import (
    countries,
    suggested_emergency_number,
    suggested_region,
    suggested_zone,
    zones,
)
from clinicdesk.ui.fields import Field, side_by_side
from clinicdesk.ui.style import SPACE, text_factor

_STACKED_FROM = 1.5


def suggested_clinic(name: str = "") -> Clinic:
    """A clinic as this computer's own settings suggest it."""
    region = suggested_region()
    return Clinic(name=name, zone=suggested_zone(), region=region, emergency_number=suggested_emergency_number(region))


class ClinicForm(QWidget):
    """Name, place, hours and emergency number, in one column.

    Signals:
        edited: something was changed by hand.
    """

    edited = Signal()

    def __init__(self, *, short: bool = False, parent: QWidget | None = None) -> None:
        """``short`` leaves out what can wait until the clinic prints its first sheet."""
        self._pairs: list[QHBoxLayout] = []
        super().__init__(parent)
        self._clinic = suggested_clinic()
        self.name = QLineEdit()
        self.address, self.phone = QLineEdit(), QLineEdit()
        self.region = _chooser(countries())
        self.zone = _chooser([(zone, zone.replace("_", " ")) for zone in zones()])
        self.opens_at, self.closes_at = _clock_edit(), _clock_edit()
        self.emergency_number = QLineEdit()
        self.lock_minutes = _minutes(0, 240)
        self.lock_minutes.setSpecialValueText("Never")
        self.waiting_minutes, self.late_minutes = _minutes(1, 240), _minutes(1, 240)
        self.notice_hours = QSpinBox()
        self.notice_hours.setRange(0, 336)
        self.notice_hours.setSuffix(" h")
        self.fields = {
            "name": Field("Clinic name", self.name, hint="It stands on every printed sheet."),
            "address": Field("Address", self.address, optional=True),
            "phone": Field("Phone", self.phone, optional=True),
            "region": Field("Country", self.region, hint="Phone numbers without a country code belong to it."),
            "zone": Field("Time zone", self.zone),
            "opens_at": Field("Opens at", self.opens_at),
            "closes_at": Field("Closes at", self.closes_at),
            "emergency_number": Field(
                "Emergency number", self.emergency_number, hint="What the desk tells people to call. Please check it."
            ),
            "waiting_minutes": Field("Waiting too long after", self.waiting_minutes, hint="Counted from the start."),
            "late_minutes": Field("Overdue after", self.late_minutes, hint="Nobody has come yet."),
            "notice_hours": Field(
                "Notice for cancelling",
                self.notice_hours,
                hint="Called off later by the person, a session counts as a late cancellation.",
            ),
            "lock_minutes": Field(
                "Lock after idle",
                self.lock_minutes,
                hint="Nothing typed is lost. It begins once somebody here has a PIN. Ctrl+L locks at once.",
            ),
        }
        self._lay_out(short)
        self._connect()
        self.show_clinic(self._clinic)

    def clinic(self) -> Clinic:
        """The clinic as typed, unchecked."""
        return replace(
            self._clinic,
            name=self.name.text(),
            address=self.address.text(),
            phone=self.phone.text(),
            region=_chosen(self.region),
            zone=_chosen(self.zone),
            emergency_number=self.emergency_number.text(),
            opens_at=_time_of(self.opens_at),
            closes_at=_time_of(self.closes_at),
            lock_minutes=self.lock_minutes.value(),
            waiting_minutes=self.waiting_minutes.value(),
            late_minutes=self.late_minutes.value(),
            notice_hours=self.notice_hours.value(),
        )

    def show_clinic(self, clinic: Clinic) -> None:
        """Fill the form."""
        self._clinic = clinic
        self.name.setText(clinic.name)
        self.address.setText(clinic.address)
        self.phone.setText(clinic.phone)
        self.region.setCurrentIndex(self.region.findData(clinic.region))
        self.zone.setCurrentIndex(self.zone.findData(clinic.zone))
        self.opens_at.setTime(QTime(clinic.opens_at.hour, clinic.opens_at.minute))
        self.closes_at.setTime(QTime(clinic.closes_at.hour, clinic.closes_at.minute))
        self.emergency_number.setText(clinic.emergency_number)
        self.lock_minutes.setValue(clinic.lock_minutes)
        self.waiting_minutes.setValue(clinic.waiting_minutes)
        self.late_minutes.setValue(clinic.late_minutes)
        self.notice_hours.setValue(clinic.notice_hours)
        self.show_faults(None)

    def show_faults(self, faults: InvalidValues | None) -> None:
        """Put each sentence beside its field, and the keyboard into the first one at fault."""
        wrong = faults.fields if faults is not None else {}
        for name, field in self.fields.items():
            field.set_error(wrong.get(name, ""))
        first = next((self.fields[name] for name in self.fields if name in wrong), None)
        if first is not None:
            first.editor.setFocus()

    def _lay_out(self, short: bool) -> None:
        fields = self.fields
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACE)
        column.addWidget(fields["name"])
        if not short:
            column.addWidget(fields["address"])
            column.addWidget(fields["phone"])
        self._pairs = [side_by_side([fields["region"], fields["zone"]])]
        if short:
            # Later, every day has hours of its own.
            self._pairs.append(side_by_side([fields["opens_at"], fields["closes_at"]]))
        for pair in self._pairs:
            column.addLayout(pair)
        column.addWidget(fields["emergency_number"])
        if not short:
            self._pairs.append(side_by_side([fields["waiting_minutes"], fields["late_minutes"]]))
            column.addLayout(self._pairs[-1])
            column.addWidget(fields["notice_hours"])
            column.addWidget(fields["lock_minutes"])
        for field in fields.values():
            if field.parentWidget() is None:
                # Not asked here. As nobody's child it would go at any moment, even while the window is dressed anew.
                field.setParent(self)
                field.hide()
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the size of text."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def _fit(self) -> None:
        """One below the other where large text leaves no room for two fields beside each other."""
        stacked = text_factor() >= _STACKED_FROM
        way = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        for pair in self._pairs:
            pair.setDirection(way)

    def _connect(self) -> None:
        for editor in (self.name, self.address, self.phone, self.emergency_number):
            editor.textEdited.connect(self.edited)
        for chooser in (self.region, self.zone):
            chooser.activated.connect(self.edited)
        for number in (self.lock_minutes, self.waiting_minutes, self.late_minutes, self.notice_hours):
            number.valueChanged.connect(self.edited)
        for clock in (self.opens_at, self.closes_at):
            clock.timeChanged.connect(self.edited)
        self.region.activated.connect(self._suggest_number)
        self.fields["name"].left.connect(self._check_name)

    def _suggest_number(self) -> None:
        """Follow the country until somebody typed a number of their own."""
        if not self.emergency_number.isModified():
            self.emergency_number.setText(suggested_emergency_number(_chosen(self.region)))

    def _check_name(self) -> None:
        missing = not self.name.text().strip()
        self.fields["name"].set_error("The clinic needs a name; it stands on every sheet." if missing else "")


def _chooser(choices: Sequence[tuple[str, str]]) -> QComboBox:
    """A list to choose from by typing any part of a name."""
    box = QComboBox()
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    for value, words in choices:
        box.addItem(words, value)
    completer = QCompleter(box.model(), box)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    box.setCompleter(completer)
    box.setMinimumContentsLength(12)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return box


def _chosen(box: QComboBox) -> str:
    """The value whose words stand in the box; what was typed when it is none of them."""
    index = box.findText(box.currentText().strip(), Qt.MatchFlag.MatchFixedString)
    return str(box.itemData(index)) if index >= 0 else box.currentText().strip()


def _minutes(least: int, most: int) -> QSpinBox:
    edit = QSpinBox()
    edit.setRange(least, most)
    edit.setSuffix(" min")
    return edit


def _clock_edit() -> QTimeEdit:
    edit = QTimeEdit()
    edit.setDisplayFormat("HH:mm")
    return edit


def _time_of(edit: QTimeEdit) -> time:
    shown = edit.time()
    return time(shown.hour(), shown.minute())
