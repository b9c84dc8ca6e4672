"""The form of a plan of care."""

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from clinicdesk.desk.plan_views import PlanForm
from clinicdesk.domain.plan import ACTIVE_TECHNIQUES, PlanOfCare, PlanPart, PlanStatus
from clinicdesk.domain.session import SessionType
from clinicdesk.domain.suitability import Kind
from clinicdesk.errors import InvalidValues
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.day_field import DayField
from clinicdesk.ui.enter_key import enter_moves_on, is_save
from clinicdesk.ui.fields import Field, button, side_by_side
from clinicdesk.ui.form_draft import FieldsDraft, KeptStrip
from clinicdesk.ui.stacking import stack_if_large
from clinicdesk.ui.style import SPACE, kind_words, set_role
from clinicdesk.ui.units import say_unit

MOST_SESSIONS, MOST_DAYS = 60, 28
_SESSIONS = {Kind.MASSAGE: 4, Kind.PHYSICAL_THERAPY: 8}
_SPACING = {Kind.MASSAGE: 5, Kind.PHYSICAL_THERAPY: 2}
_WEEKS, _REVIEW_AFTER = 6, 3
_PASSIVE, _ACTIVE = "Passive: done to the person.", "Active: the person does it."


class PartFields(QWidget):
    """What is planned of one kind: which session, how many, how far apart."""

    def __init__(self, kind: Kind, session_types: Sequence[SessionType]) -> None:
        super().__init__()
        self.kind = kind
        self.session_type = QComboBox()
        self.session_type.addItem("None", "")
        offered = [each for each in session_types if each.kind is kind]
        self._active = {each.id for each in offered if each.technique in ACTIVE_TECHNIQUES}
        # What the person does themselves stands first.
        for each in sorted(offered, key=lambda each: each.id not in self._active):
            self.session_type.addItem(each.name, each.id)
        self.sessions, self.min_days = QSpinBox(), QSpinBox()
        self.sessions.setRange(1, MOST_SESSIONS)
        self.min_days.setRange(1, MOST_DAYS)
        say_unit(self.min_days, "day", "days")
        words = kind_words(kind)
        self.type_field = Field(words, self.session_type)
        self.sessions_field = Field("Sessions", self.sessions)
        self.spacing_field = Field("At least apart", self.min_days)
        self.sessions.setAccessibleName(f"{words}: sessions")
        self.min_days.setAccessibleName(f"{words}: days apart at least")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * SPACE)
        for field, share in ((self.type_field, 2), (self.sessions_field, 1), (self.spacing_field, 1)):
            row.addWidget(field, share, Qt.AlignmentFlag.AlignTop)
        stack_if_large(row)
        self.session_type.currentIndexChanged.connect(self._follow)

    def show_part(self, part: PlanPart | None) -> None:
        """Show what is planned, or nothing."""
        self.session_type.setCurrentIndex(max(0, self.session_type.findData(part.session_type_id if part else "")))
        self.sessions.setValue(part.sessions if part else _SESSIONS[self.kind])
        self.min_days.setValue(part.min_days if part else _SPACING[self.kind])
        self._follow()

    def suggest(self) -> None:
        """Show what is usual."""
        self.show_part(None)
        if self.session_type.count() > 1:
            self.session_type.setCurrentIndex(1)

    def part(self) -> PlanPart | None:
        """What is planned, or None."""
        chosen = self.session_type.currentData()
        return PlanPart(self.kind, chosen, self.sessions.value(), self.min_days.value()) if chosen else None

    def _follow(self) -> None:
        chosen = self.session_type.currentData()
        planned = bool(chosen)
        self.type_field.set_hint((_ACTIVE if chosen in self._active else _PASSIVE) if planned else "")
        for field in (self.sessions_field, self.spacing_field):
            field.setEnabled(planned)


class PlanFields(QWidget):
    """Everything about a plan, in one column.

    Signals:
        save_requested: keep it.
        left: nothing is to be kept.
    """

    save_requested = Signal()
    left = Signal()

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        today, day_first = context.today(), context.clinic.day_first
        self.goal, self.activity, self.reason = QLineEdit(), QLineEdit(), QLineEdit()
        self.goal.setPlaceholderText("What would you like to be able to do again?")
        self.activity.setPlaceholderText("Walking to the shop")
        session_types = context.desk.clinic.session_types()
        self.parts = {kind: PartFields(kind, session_types) for kind in Kind}
        self.same_day = QCheckBox("Both on one day where it fits, massage first")
        self.missed_count = QCheckBox("No-shows and late cancellations use up a session")
        self.parts_error = set_role(QLabel(), "error")
        self.starts_on = DayField("Begins", today, day_first=day_first)
        self.expires_on = DayField("Ends", today, day_first=day_first)
        self.review_on = DayField("Review", today, day_first=day_first)
        self.fields: dict[str, Field] = {
            "goal": Field("Goal, in the person's own words", self.goal),
            "activity": Field(
                "Measured by", self.activity, hint="One thing the person chose, scored from 0 to 10.", optional=True
            ),
            "starts_on": self.starts_on,
            "expires_on": self.expires_on,
            "review_on": self.review_on,
            "reason": Field("Why is it changed?", self.reason),
        }
        self.save_button = button("Save", role="primary", icon="save", keys="Ctrl+Return")
        self.save_button.clicked.connect(self.save_requested)
        self.leave_button = button("Leave it", role="quiet", keys="Esc")
        self.leave_button.clicked.connect(self.left)
        self.draft = FieldsDraft(context, "plan", self.editors, self)
        self._lay_out()

    def show_new(self, goal: str = "") -> None:
        """Begin a plan as plans usually are."""
        today = self._context.today()
        self.goal.setText(goal)
        self.activity.clear()
        for part in self.parts.values():
            part.suggest()
        self.starts_on.show_day(today)
        self.review_on.show_day(today + timedelta(weeks=_REVIEW_AFTER))
        self.expires_on.show_day(today + timedelta(weeks=_WEEKS))
        self.same_day.setChecked(True)
        self.missed_count.setChecked(False)
        self._begin(reason=False)

    def show_plan(self, plan: PlanOfCare) -> None:
        """Begin to change a plan."""
        self.goal.setText(plan.goal)
        self.activity.setText(plan.activity)
        for kind, part in self.parts.items():
            part.show_part(plan.part(kind))
        self.starts_on.show_day(plan.starts_on)
        self.review_on.show_day(plan.review_on)
        self.expires_on.show_day(plan.expires_on)
        self.same_day.setChecked(plan.same_day)
        self.missed_count.setChecked(plan.missed_count)
        self._begin(reason=plan.status is not PlanStatus.DRAFT)

    def form(self) -> PlanForm:
        """Everything as filled in."""
        parts = (fields.part() for fields in self.parts.values())
        return PlanForm(
            goal=self.goal.text(),
            activity=self.activity.text(),
            parts=tuple(part for part in parts if part is not None),
            starts_on=self.starts_on.day(),
            expires_on=self.expires_on.day(),
            review_on=self.review_on.day(),
            same_day=self.same_day.isChecked(),
            missed_count=self.missed_count.isChecked(),
            reason=self.reason.text(),
        )

    def editors(self) -> dict[str, QWidget]:
        """What is filled in, by name."""
        dates = {"starts_on": self.starts_on.edit, "expires_on": self.expires_on.edit, "review_on": self.review_on.edit}
        boxes = {"same_day": self.same_day, "missed_count": self.missed_count}
        named = {"goal": self.goal, "activity": self.activity, "reason": self.reason, **dates, **boxes}
        for kind, part in self.parts.items():
            named[f"{kind}"] = part.session_type
            named[f"{kind} sessions"], named[f"{kind} apart"] = part.sessions, part.min_days
        return named

    def show_errors(self, error: InvalidValues) -> None:
        """Say beside each field what is wrong with it, and put the keyboard into the first."""
        for field in self.fields.values():
            field.clear_error()
        self._show_parts_error(error.fields.get("parts", ""))
        wrong = [field for name, field in self.fields.items() if name in error.fields]
        for name, sentence in error.fields.items():
            if name in self.fields:
                self.fields[name].set_error(sentence)
        first = wrong[0].editor if wrong else self.parts[Kind.MASSAGE].session_type
        first.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Ctrl+Enter saves, Escape leaves, Enter moves on; nothing reaches the page below."""
        if is_save(event):
            self.save_requested.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif not enter_moves_on(event, self):
            super().keyPressEvent(event)
        event.accept()

    def _begin(self, *, reason: bool) -> None:
        self.reason.clear()
        self.fields["reason"].setVisible(reason)
        for field in self.fields.values():
            field.clear_error()
        self._show_parts_error("")

    def _show_parts_error(self, sentence: str) -> None:
        self.parts_error.setText(sentence)
        self.parts_error.setVisible(bool(sentence))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE + 4)
        column.addWidget(KeptStrip(self.draft))
        column.addWidget(self.fields["goal"])
        column.addWidget(self.fields["activity"])
        for part in self.parts.values():
            column.addWidget(part)
        column.addWidget(self.parts_error)
        column.addWidget(self.same_day)
        column.addWidget(self.missed_count)
        dates = side_by_side((self.starts_on, self.review_on, self.expires_on))
        stack_if_large(dates)
        column.addLayout(dates)
        column.addWidget(self.fields["reason"])
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(self.save_button)
        row.addWidget(self.leave_button)
        row.addStretch(1)
        column.addLayout(row)
