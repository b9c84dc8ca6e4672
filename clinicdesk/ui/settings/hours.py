"""Hours and absences: usual weeks, time off, closures and holidays, with the coming weeks beside them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinicdesk.desk.working_time import WorkingTime
from clinicdesk.domain.working_hours import Absence, HoursBook, Spans, WeeklyHours
from clinicdesk.errors import ClinicDeskError, InvalidValues
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.day_picker import DayPicker
from clinicdesk.ui.enter_key import is_save
from clinicdesk.ui.fields import Card, Field, button
from clinicdesk.ui.settings.away_card import AwayCard
from clinicdesk.ui.settings.holidays_card import HolidaysCard
from clinicdesk.ui.settings.hours_preview import HoursPreview
from clinicdesk.ui.settings.week_editor import TWO, WeekEditor
from clinicdesk.ui.stacking import stack, stacked
from clinicdesk.ui.strip import Strip
from clinicdesk.ui.style import SPACE, set_role
from clinicdesk.ui.when import dated_day

if TYPE_CHECKING:
    from clinicdesk.desk.displaced import DisplacedSession
    from clinicdesk.domain.working_hours import HolidayChoice

_DRAFT = "draft"


class HoursSection(QWidget):
    """One owner at a time: the clinic, or a therapist.

    Signals:
        list_requested: show the sessions that have no time any more.
    """

    list_requested = Signal()

    def __init__(self, context: DeskContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        day_first = context.clinic.day_first
        self._book = HoursBook()
        self._week_edited = False
        self.owner = QComboBox()
        self.owner.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.owner.setMinimumContentsLength(10)
        self.owner.activated.connect(lambda _index: self._show_owner())
        self.week = WeekEditor()
        self.week.edited.connect(self._edit_week)
        self.follows = set_role(QLabel(), "muted")
        self.follows.setWordWrap(True)
        self.reference = DayPicker(context.today(), day_first=day_first, name="A day of a week A")
        self.reference_field = Field("A day of a week A", self.reference)
        self.valid_from = DayPicker(context.today(), day_first=day_first, name="From")
        self.valid_from_field = Field("From", self.valid_from)
        self.save = button("Save hours", role="primary", keys="Ctrl+Return")
        self.save.clicked.connect(self._save_week)
        for picker in (self.reference, self.valid_from):
            picker.day_chosen.connect(lambda _day: self._edit_week())
        self.preview = HoursPreview()
        self.away = AwayCard(context, day_first=day_first)
        self.holidays = HolidaysCard()
        self.waiting = Strip("calendar-x")
        self._connect()
        self._lay_out()

    def refresh(self) -> None:
        """Read the records anew; what was typed and not saved is dropped."""
        chosen = self.owner.currentData()
        self.owner.clear()
        self.owner.addItem("The clinic", None)
        for member in self._context.desk.clinic.therapists():
            self.owner.addItem(member.name, member.id)
        self.owner.setCurrentIndex(max(0, self.owner.findData(chosen)))
        self._show_owner()
        self.show_waiting()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Ctrl+Enter in the week saves it."""
        if is_save(event) and self.save.isEnabled():
            self.save.click()
        else:
            super().keyPressEvent(event)

    @property
    def _owner(self) -> str | None:
        chosen = self.owner.currentData()
        return None if chosen is None else str(chosen)

    def _connect(self) -> None:
        self.waiting.action_requested.connect(self.list_requested)
        self.away.edited.connect(self._show_preview)
        self.away.absence_entered.connect(self._add_absence)
        self.away.special_entered.connect(self._set_special)
        self.away.absence_withdrawn.connect(self._withdraw)
        self.away.special_withdrawn.connect(lambda special: self._set_special(special.on, None))
        self.holidays.edited.connect(self._show_preview)
        self.holidays.choice_entered.connect(self._choose_holidays)

    def _lay_out(self) -> None:
        usual = Card(margin=3 * SPACE)
        usual.column.setSpacing(2 * SPACE)
        usual.column.addWidget(set_role(QLabel("Usual hours"), "heading"))
        usual.column.addWidget(self.follows)
        usual.column.addWidget(self.week)
        self._dates = QHBoxLayout()
        self._dates.setSpacing(2 * SPACE)
        self._dates.addWidget(self.valid_from_field, 0, Qt.AlignmentFlag.AlignTop)
        self._dates.addWidget(self.reference_field, 0, Qt.AlignmentFlag.AlignTop)
        self._dates.addStretch(1)
        usual.column.addLayout(self._dates)
        save = QHBoxLayout()
        save.addStretch(1)
        save.addWidget(self.save)
        usual.column.addLayout(save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACE)
        for widget in (
            Field("Whose hours", self.owner), self.waiting, usual, self.preview, self.away, self.holidays,
        ):  # fmt: skip
            column.addWidget(widget)

    def show_waiting(self) -> None:
        """Say how many sessions have no time any more; they stand on the Follow-up page."""
        context = self._context
        count = context.desk.displaced.count(now=context.now())
        sessions = "1 session has" if count == 1 else f"{count} sessions have"
        self.waiting.say(f"{sessions} no time any more." if count else "", "Show the list")

    # -- showing -----------------------------------------------------------------------------------

    def _show_owner(self) -> None:
        context, owner = self._context, self._owner
        today, now = context.today(), context.now()
        timetable = context.desk.timetable
        self._book = timetable.book(now=now)
        weekly = timetable.weekly(owner, today)
        self.week.show_weeks(weekly.weeks)
        self.reference.set_day(weekly.reference if len(weekly.weeks) > 1 else today)
        self.valid_from.set_today(today)
        self.valid_from.set_day(today)
        self.valid_from_field.clear_error()
        self.follows.setText(self._standing(weekly, today))
        self.away.show_owner(
            owner,
            [each for each in self._book.absences if each.owner == owner and each.last >= today],
            [each for each in timetable.exceptions(now=now) if each.owner == owner],
        )
        self.holidays.setVisible(owner is None)
        if owner is None:
            self.holidays.show_choice(context.clinic.region, self._book.holidays, today)
        self._week_edited = False
        self._show_week_state()
        self._show_preview()

    def _standing(self, weekly: WeeklyHours, today: date) -> str:
        later = [each.valid_from for each in self._book.weekly if each.owner == self._owner and each.valid_from > today]
        more = f" Other hours follow from {dated_day(min(later))}." if later else ""
        if self._owner is not None and not weekly.id:
            return f"At work whenever the clinic is open. Change a day to give them hours of their own.{more}"
        return f"Type the hours of each day, such as 9-12, 13-17. Leave a day empty when there is no work.{more}"

    def _show_week_state(self) -> None:
        self.reference_field.setVisible(self.week.turns.value() == TWO)
        stack(self._dates)
        for picker in (self.valid_from, self.reference):
            picker.show_steps(not stacked())
        self.save.setEnabled(self._week_edited)

    def _show_preview(self) -> None:
        context = self._context
        time = WorkingTime(context.clinic, self._drafted())
        self.preview.show_time(time, self._owner, context.today())

    def _drafted(self) -> HoursBook:
        """What was decided, and what is being typed."""
        book, owner = self._book, self._owner
        weeks = self.week.weeks() if self._week_edited else None
        if weeks is not None:
            drafted = WeeklyHours(_DRAFT, owner, self.valid_from.day, weeks, self.reference.day)
            book = replace(book, weekly=(*book.weekly, drafted))
        if owner is None:
            book = replace(book, holidays=self.holidays.choice())
        return book

    # -- deciding ----------------------------------------------------------------------------------

    def _edit_week(self) -> None:
        self._week_edited = True
        self._show_week_state()
        self._show_preview()

    def _save_week(self) -> None:
        weeks = self.week.weeks()
        if weeks is None:
            self.week.focus_first()
            return
        context = self._context

        def save() -> "list[DisplacedSession]":
            return context.desk.timetable.set_weekly(
                self._owner,
                weeks,
                valid_from=self.valid_from.day,
                reference=self.reference.day,
                actor=context.actor,
                now=context.now(),
            )

        self._decide(save, "The hours were saved.")

    def _add_absence(self, absence: Absence) -> None:
        context, timetable = self._context, self._context.desk.timetable
        known = any(each.id == absence.id for each in self._book.absences)
        store = timetable.change_absence if known else timetable.add_absence
        self._decide(
            lambda: store(absence, actor=context.actor, now=context.now()),
            "The closure was noted." if absence.owner is None else "The time off was noted.",
            self.away.clear,
        )

    def _set_special(self, on: date, spans: Spans | None) -> None:
        context = self._context
        self._decide(
            lambda: context.desk.timetable.set_special(self._owner, on, spans, actor=context.actor, now=context.now()),
            "The usual hours hold again." if spans is None else "The hours of that day were noted.",
            self.away.clear,
        )

    def _withdraw(self, absence: Absence) -> None:
        context = self._context

        def withdraw() -> "list[DisplacedSession]":
            context.desk.timetable.withdraw_absence(absence, actor=context.actor, now=context.now())
            return []

        self._decide(withdraw, "It was taken back.")

    def _choose_holidays(self, choice: "HolidayChoice") -> None:
        context = self._context
        self._decide(
            lambda: context.desk.timetable.choose_holidays(choice, actor=context.actor, now=context.now()),
            "The holidays were saved.",
        )

    def _decide(
        self, deed: "Callable[[], list[DisplacedSession]]", told: str, after: Callable[[], None] | None = None
    ) -> None:
        """Do it, show what follows, and say how many sessions it hits."""
        context = self._context
        try:
            hit = deed()
        except InvalidValues as faults:
            self.valid_from_field.set_error(faults.fields.get("valid_from", ""))
            self.away.show_faults(faults.fields)
            if "weeks" in faults.fields:
                context.messages.show_error(faults)
            return
        except ClinicDeskError as error:
            context.messages.show_error(error)
            return
        if after is not None:
            after()
        if (clinic := context.desk.clinic.current()) is not None:
            context.change_clinic(clinic)
        self._show_owner()
        self.show_waiting()
        context.messages.info(f"{told} {_hit_words(len(hit))}")


def _hit_words(count: int) -> str:
    if not count:
        return "It hits no session."
    sessions = "1 session" if count == 1 else f"{count} sessions"
    return f"It hits {sessions}: call each person on the list of the Follow-up page."
