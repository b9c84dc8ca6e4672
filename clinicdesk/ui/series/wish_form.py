"""What a series is to be like: how many of what, how far apart, with whom, on which days and when."""

from collections.abc import Sequence
from datetime import date, time

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from clinicdesk.desk.series_views import PartWish, SeriesWish
from clinicdesk.domain.patient import Patient
from clinicdesk.domain.plan import PartCount, PlanOfCare
from clinicdesk.domain.session import SessionType
from clinicdesk.domain.staff import StaffMember
from clinicdesk.domain.suitability import Kind
from clinicdesk.ui.booking.clock_edit import ClockEdit, read_clock
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.day_field import DayField
from clinicdesk.ui.day_picker import read_day
from clinicdesk.ui.enter_key import enter_moves_on
from clinicdesk.ui.fields import Card, Field, button
from clinicdesk.ui.patients.plan_form import MOST_DAYS, MOST_SESSIONS
from clinicdesk.ui.stacking import stack_if_large
from clinicdesk.ui.style import SPACE, kind_words, set_icon, text_factor
from clinicdesk.ui.units import say_unit
from clinicdesk.ui.weekday_chips import WeekdayChips

_ANYBODY = "Anybody"
_MOST_WEEKS = 26
_CLOCK_WIDTH = 76


class PartForm(QWidget):
    """The sessions of one kind."""

    def __init__(self, kind: Kind, session_types: Sequence[SessionType], therapists: Sequence[StaffMember]) -> None:
        super().__init__()
        self.kind = kind
        self._types = {each.id: each for each in session_types if each.kind is kind}
        self._therapists = therapists
        words = kind_words(kind)
        self.session_type, self.therapist = QComboBox(), QComboBox()
        for each in self._types.values():
            self.session_type.addItem(each.name, each.id)
        self.sessions, self.min_days, self.every = QSpinBox(), QSpinBox(), QSpinBox()
        self.sessions.setRange(0, MOST_SESSIONS)
        self.min_days.setRange(1, MOST_DAYS)
        say_unit(self.min_days, "day", "days")
        self.every.setRange(1, 4)
        self.every.setPrefix("every ")
        self.days = WeekdayChips(words)
        self.earliest, self.latest = ClockEdit(), ClockEdit()
        for editor in (self.earliest, self.latest):
            editor.show_time(None)
            editor.setPlaceholderText("any")
            editor.setFixedWidth(round(_CLOCK_WIDTH * text_factor()))
        self._lay_out(words)
        self.session_type.currentIndexChanged.connect(self._fill_therapists)
        self._fill_therapists()

    def show_part(self, session_type_id: str, sessions: int, min_days: int) -> None:
        """Show what a plan asks for."""
        self.session_type.setCurrentIndex(max(0, self.session_type.findData(session_type_id)))
        self.sessions.setValue(sessions)
        self.min_days.setValue(min_days)

    def part(self) -> PartWish | None:
        """What is wished for; None for no session of the kind."""
        if not self.sessions.value() or not self.session_type.currentData():
            return None
        return PartWish(
            kind=self.kind,
            session_type_id=self.session_type.currentData(),
            sessions=self.sessions.value(),
            min_days=self.min_days.value(),
            therapist_id=self.therapist.currentData(),
            weekdays=self.days.chosen(),
            earliest=_time_of(self.earliest),
            latest=_time_of(self.latest),
            every_weeks=self.every.value(),
        )

    def _fill_therapists(self) -> None:
        session_type = self._types.get(self.session_type.currentData() or "")
        kept = self.therapist.currentData()
        self.therapist.clear()
        self.therapist.addItem(_ANYBODY, None)
        for member in self._therapists:
            if session_type is not None and member.gives(session_type.technique):
                self.therapist.addItem(member.name, member.id)
        self.therapist.setCurrentIndex(max(0, self.therapist.findData(kept)))

    def show_more(self, shown: bool) -> None:
        """Show or hide with whom, on which days and when."""
        self.more.setVisible(shown)

    def _lay_out(self, words: str) -> None:
        first = QHBoxLayout()
        self.more = QWidget()
        second = QHBoxLayout(self.more)
        second.setContentsMargins(0, 0, 0, 0)
        lines = (
            (first, ((words, self.session_type, 3), ("Sessions", self.sessions, 1))),
            (first, (("At least apart", self.min_days, 1), ("Week", self.every, 1))),
            (second, (("With", self.therapist, 1), ("On", self.days, 0))),
            (second, (("From", self.earliest, 0), ("Until", self.latest, 0))),
        )
        for line, fields in lines:
            line.setSpacing(SPACE + 4)
            for label, editor, share in fields:
                line.addWidget(Field(label, editor), share, Qt.AlignmentFlag.AlignTop)
        stack_if_large(first)
        stack_if_large(second)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE // 2)
        column.addLayout(first)
        column.addWidget(self.more)
        for named, name in (
            (self.sessions, "sessions"),
            (self.min_days, "days apart at least"),
            (self.every, "every so many weeks"),
            (self.therapist, "therapist"),
            (self.earliest, "begins at the earliest"),
            (self.latest, "begins at the latest"),
        ):
            named.setAccessibleName(f"{words}: {name}")


class WishForm(Card):
    """A whole series.

    Signals:
        proposal_requested: work the dates out.
    """

    proposal_requested = Signal()

    def __init__(self, context: DeskContext) -> None:
        super().__init__(margin=SPACE + 4)
        self._context = context
        self._patient: Patient | None = None
        day_first = context.clinic.day_first
        setup = context.desk.clinic
        therapists, session_types = setup.therapists(), setup.session_types()
        self.parts = {kind: PartForm(kind, session_types, therapists) for kind in Kind}
        self.starts_on = DayField("Begins", context.today(), day_first=day_first)
        self.weeks = QSpinBox()
        self.weeks.setRange(1, _MOST_WEEKS)
        say_unit(self.weeks, "week", "weeks")
        self.without = QLineEdit()
        self.without.setPlaceholderText("24 Dec, 31 Dec")
        self.without_field = Field("Not on", self.without, optional=True)
        self.same_day = QCheckBox("Both on one day where it fits, massage first")
        self.propose_button = button("Propose dates", icon="calendar-days", keys="F5")
        self.propose_button.clicked.connect(self.proposal_requested)
        self.more_button = button("Therapists, days and times", role="link", icon="chevron-down")
        self.more_button.clicked.connect(lambda: self.show_more(self.more_button.property("open") is not True))
        self._day_first = day_first
        self._lay_out()
        self.show_more(False)

    def show_plan(self, patient: Patient, plan: PlanOfCare, counts: dict[Kind, PartCount]) -> None:
        """Begin with what a plan has left."""
        self._patient = patient
        today = self._context.today()
        for kind, form in self.parts.items():
            part = plan.part(kind)
            left = counts[kind].left if part else 0
            form.show_part(part.session_type_id if part else "", left, part.min_days if part else 1)
        begins = max(today, plan.starts_on)
        self.starts_on.show_day(begins)
        self.weeks.setValue(max(1, -(-(plan.expires_on - begins).days // 7)))
        self.same_day.setChecked(plan.same_day)

    def show_more(self, shown: bool) -> None:
        """Show or hide what rarely has to be said."""
        self.more_button.setProperty("open", shown)
        set_icon(self.more_button, "chevron-up" if shown else "chevron-down", "accent")
        for form in self.parts.values():
            form.show_more(shown)

    def wish(self) -> SeriesWish | None:
        """What is wished for; None when something does not read, which is said at its field."""
        begins = self.starts_on.day()
        without = self._without()
        if self._patient is None or begins is None or without is None:
            if begins is None:
                self.starts_on.set_error("This does not read as a date. Try 24 Nov or tomorrow.")
            return None
        parts = tuple(part for form in self.parts.values() if (part := form.part()) is not None)
        return SeriesWish(self._patient.id, parts, begins, self.weeks.value(), self.same_day.isChecked(), without)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter moves on."""
        if not enter_moves_on(event, self):
            super().keyPressEvent(event)

    def _without(self) -> frozenset[date] | None:
        days = set()
        for text in filter(None, (each.strip() for each in self.without.text().split(","))):
            try:
                days.add(read_day(text, self._context.today(), day_first=self._day_first))
            except ValueError:
                self.without_field.set_error(f"“{text}” does not read as a date.")
                return None
        self.without_field.clear_error()
        return frozenset(days)

    def _lay_out(self) -> None:
        self.column.setSpacing(SPACE)
        for form in self.parts.values():
            self.column.addWidget(form)
        row = QHBoxLayout()
        row.setSpacing(SPACE + 4)
        for field, share in ((self.starts_on, 2), (Field("Over", self.weeks), 1), (self.without_field, 2)):
            row.addWidget(field, share, Qt.AlignmentFlag.AlignTop)
        stack_if_large(row)
        self.column.addLayout(row)
        foot = QHBoxLayout()
        foot.addWidget(self.same_day)
        foot.addStretch(1)
        foot.addWidget(self.more_button)
        foot.addWidget(self.propose_button)
        stack_if_large(foot)
        self.column.addLayout(foot)


def _time_of(editor: ClockEdit) -> time | None:
    try:
        return read_clock(editor.text()) if editor.text().strip() else None
    except ValueError:
        return None
