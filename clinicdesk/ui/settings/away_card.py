"""Time off, closures, and days with other hours than usual: what is coming, and a form for one more."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit

from clinicdesk.desk.keys import new_key
from clinicdesk.desk.off_hours import REASON_WORDS
from clinicdesk.desk.spoken_hours import read_spans, spans_text
from clinicdesk.domain.working_hours import Absence, AbsenceReason, Spans, SpecialHours
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.day_picker import DayPicker
from clinicdesk.ui.drafting import FormDraft
from clinicdesk.ui.enter_key import enter_moves_on, is_save
from clinicdesk.ui.fields import Card, Field, Option, Segmented, button, side_by_side
from clinicdesk.ui.settings.planned_list import PlannedList
from clinicdesk.ui.stacking import stack, stacked
from clinicdesk.ui.style import SPACE, set_role

AWAY, OTHER_HOURS = "away", "other"


class AwayCard(Card):
    """What departs from the usual weeks of one owner.

    Signals:
        absence_entered(Absence): time off or a closure is to be noted.
        special_entered(date, Spans): a date is to have these hours.
        absence_withdrawn(Absence): one is to be taken back.
        special_withdrawn(SpecialHours): a date is to have its usual hours again.
        edited: something was typed.
    """

    absence_entered = Signal(object)
    special_entered = Signal(object, object)
    absence_withdrawn = Signal(object)
    special_withdrawn = Signal(object)
    edited = Signal()

    def __init__(self, context: DeskContext, *, day_first: bool) -> None:
        super().__init__(margin=3 * SPACE)
        self._context = context
        self._owner: str | None = None
        self._begun = False
        self._changing: Absence | None = None
        self._blank: dict[str, str] = {}
        today = context.today()
        self.title = set_role(QLabel(), "heading")
        self.planned = PlannedList()
        self.kind = Segmented(
            [Option(AWAY, "Time off", "t"), Option(OTHER_HOURS, "Other hours", "o", tip="Other hours on one day")],
            name="What",
        )
        self.kind.set_value(AWAY)
        self.reason = QComboBox()
        for reason in AbsenceReason:
            if reason is not AbsenceReason.CLOSURE:
                self.reason.addItem(REASON_WORDS[reason].capitalize(), reason)
        self.first = DayPicker(today, day_first=day_first, name="From")
        self.last = DayPicker(today, day_first=day_first, name="Until")
        self.part, self.note = QLineEdit(), QLineEdit()
        self.part.setPlaceholderText("14-16")
        self.reason_field = Field("Reason", self.reason)
        self.first_field, self.last_field = Field("From", self.first), Field("Until", self.last)
        self.part_field = Field("Only from-to", self.part, hint="Empty for whole days.", optional=True)
        self.note_field = Field("Note", self.note, optional=True)
        self.add = button("Add", role="primary", icon="plus", keys="Ctrl+Return")
        self._draft = FormDraft(context, "away", self._typed, self)
        self._lay_out()
        self._connect()
        self._follow_kind()
        self._fit()

    def show_owner(self, owner: str | None, absences: list[Absence], special: list[SpecialHours]) -> None:
        """Show what is coming for the clinic or a therapist; what is being typed about the same owner stays."""
        if not self._begun or owner != self._owner:
            self._begun = True
            self._draft.keep_now()
            self._owner = owner
            self.title.setText("Closures and other hours" if owner is None else "Time off and other hours")
            self.kind.button(AWAY).setText("Closed" if owner is None else "Time off")
            self.kind.set_value(AWAY)
            self._follow_kind()
            self.clear()
            self._take_up(self._draft.begin(owner or "clinic"), absences)
        elif self._changing is not None:
            # Others may have changed it, too, or taken it back.
            self._go_on_changing(next((each for each in absences if each.id == self._changing.id), None))
        self.planned.show_planned(absences, special)

    def change(self, absence: Absence) -> None:
        """Put one that is planned into the form, to be changed."""
        self.kind.set_value(AWAY)
        self._follow_kind()
        self.reason.setCurrentIndex(max(0, self.reason.findData(absence.reason)))
        self.first.set_day(absence.first)
        self.last.set_day(absence.last)
        self.part.setText(spans_text((absence.part,)) if absence.part else "")
        self.note.setText(absence.note)
        self._go_on_changing(absence)
        self.last.editor.setFocus()
        self.last.editor.selectAll()

    def clear(self) -> None:
        """Make room for the next one."""
        self._go_on_changing(None)
        today = self._context.today()
        for picker in (self.first, self.last):
            picker.set_today(today)
            picker.set_day(today)
        self.part.clear()
        self.note.clear()
        for field in (self.first_field, self.last_field, self.part_field):
            field.clear_error()
        self._blank = self._values()

    def stored(self) -> None:
        """What was typed is stored."""
        self.clear()
        self._draft.settle()

    def absence(self) -> Absence | None:
        """The absence as typed, under a new key; None where it does not read as one."""
        part = self._part()
        if self.first_field.error or self.last_field.error or self.part_field.error:
            return None
        reason = AbsenceReason.CLOSURE if self._owner is None else AbsenceReason(self.reason.currentData())
        last = self.first.day if part else self.last.day
        note = self.note.text().strip()
        typed = Absence(
            new_key(self._context.now()), self._owner, reason, self.first.day, last, part[0] if part else None, note
        )
        standing = self._changing
        return typed if standing is None else replace(typed, id=standing.id, version=standing.version)

    def special(self) -> tuple[date, Spans] | None:
        """The date and its hours as typed."""
        spans = self._read_part()
        if self.first_field.error or self.part_field.error:
            return None
        return self.first.day, spans

    def show_faults(self, faults: dict[str, str]) -> None:
        """Put what the desk refused beside its field."""
        self.last_field.set_error(faults.get("last", "") if self.kind.value() == AWAY else "")
        self.first_field.set_error(faults.get("on", ""))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter moves on, Ctrl+Enter adds, Escape gives up a change."""
        if is_save(event):
            self.add.click()
        elif event.key() == Qt.Key.Key_Escape and self._changing is not None:
            self.stored()
        elif not enter_moves_on(event, self):
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self.column.setSpacing(2 * SPACE)
        self.column.addWidget(self.title)
        self.column.addWidget(self.planned)
        top = QHBoxLayout()
        top.addWidget(self.kind)
        top.addStretch(1)
        self.column.addLayout(top)
        for field in (self.reason_field, self.first_field, self.last_field):
            self.column.addWidget(field)
        self._pair = side_by_side([self.part_field, self.note_field])
        self.column.addLayout(self._pair)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.add)
        self.column.addLayout(foot)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the size of text."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange} and hasattr(self, "_pair"):
            self._fit()

    def _fit(self) -> None:
        """One below the other where large text leaves no room beside each other."""
        stack(self._pair)
        for picker in (self.first, self.last):
            picker.show_steps(not stacked())

    def _connect(self) -> None:
        for line in (self.part, self.note):
            line.textEdited.connect(self._draft.keep_soon)
        self.edited.connect(self._draft.keep_soon)
        self.kind.value_chosen.connect(lambda _value: self._follow_kind())
        self.first.day_chosen.connect(self._follow_first)
        self.last.day_chosen.connect(lambda _day: self._check_days())
        self.first.day_misread.connect(self.first_field.set_error)
        self.last.day_misread.connect(self.last_field.set_error)
        self.part_field.left.connect(self._part)
        self.part.textEdited.connect(self.edited)
        self.reason.activated.connect(self.edited)
        self.add.clicked.connect(self._enter)
        self.planned.change_requested.connect(self.change)
        self.planned.absence_withdrawn.connect(self.absence_withdrawn)
        self.planned.special_withdrawn.connect(self.special_withdrawn)

    def _go_on_changing(self, absence: Absence | None) -> None:
        self._changing = absence
        self.add.setText("Add" if absence is None else "Save change")

    def _values(self) -> dict[str, str]:
        return {
            "kind": self.kind.value() or AWAY,
            "reason": str(self.reason.currentData()),
            "first": self.first.day.isoformat(),
            "last": self.last.day.isoformat(),
            "part": self.part.text(),
            "note": self.note.text(),
            "changing": self._changing.id if self._changing is not None else "",
        }

    def _typed(self) -> dict[str, object] | None:
        values = self._values()
        return dict(values) if values != self._blank else None

    def _take_up(self, kept: Mapping[str, object] | None, absences: list[Absence]) -> None:
        """Go on with what was typed before."""
        if kept is None or kept.keys() != self._blank.keys():
            return
        values = {name: str(value) for name, value in kept.items()}
        self._go_on_changing(next((each for each in absences if each.id == values["changing"]), None))
        self.kind.set_value(values["kind"])
        self._follow_kind()
        self.reason.setCurrentIndex(max(0, self.reason.findData(values["reason"])))
        self.first.set_day(date.fromisoformat(values["first"]))
        self.last.set_day(date.fromisoformat(values["last"]))
        self.part.setText(values["part"])
        self.note.setText(values["note"])

    def _follow_kind(self) -> None:
        away = self.kind.value() == AWAY
        self.reason_field.setVisible(away and self._owner is not None)
        self.last_field.setVisible(away)
        self.note_field.setVisible(away)
        self.first_field.label.setText("From" if away else "Day")
        self.part_field.label.setText("Only from-to" if away else "Hours of that day")
        self.part_field.set_hint("Empty for whole days." if away else "Such as 9-12, 13-17; closed for none.")
        self.part_field.clear_error()
        self.edited.emit()

    def _follow_first(self, day: date) -> None:
        if self.last.day < day:
            self.last.set_day(day)
        self._check_days()

    def _check_days(self) -> None:
        wrong = self.last.day < self.first.day
        self.last_field.set_error("This is before the first day." if wrong else "")
        self.edited.emit()

    def _read_part(self) -> Spans:
        try:
            spans = read_spans(self.part.text())
        except ValueError as fault:
            self.part_field.set_error(str(fault))
            return ()
        self.part_field.clear_error()
        return spans

    def _part(self) -> Spans:
        spans = self._read_part()
        if self.kind.value() != AWAY or not spans:
            return spans
        if len(spans) > 1:
            self.part_field.set_error("Enter one stretch at a time.")
        elif self.first.day != self.last.day:
            self.part_field.set_error("A part of a day belongs to one day; choose the same day for both.")
        return spans

    def _enter(self) -> None:
        if self.kind.value() == AWAY:
            absence = self.absence()
            if absence is not None:
                self.absence_entered.emit(absence)
            return
        special = self.special()
        if special is not None:
            self.special_entered.emit(*special)
