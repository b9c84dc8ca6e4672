"""Hours and absences: usual weeks, time off, closures and holidays, with the coming weeks beside them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from clinicdesk.desk.working_time import WorkingTime
from clinicdesk.domain.working_hours import Absence, HoursBook, Spans
from clinicdesk.errors import ClinicDeskError, InvalidValues, StaleRecord
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.enter_key import is_save
from clinicdesk.ui.fields import Field
from clinicdesk.ui.settings.away_card import AwayCard
from clinicdesk.ui.settings.holidays_card import HolidaysCard
from clinicdesk.ui.settings.hours_preview import HoursPreview
from clinicdesk.ui.settings.week_card import WeekCard
from clinicdesk.ui.strip import Strip
from clinicdesk.ui.style import SPACE

if TYPE_CHECKING:
    from clinicdesk.desk.displaced import DisplacedSession
    from clinicdesk.domain.working_hours import HolidayChoice, Week

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
        self.owner = QComboBox()
        self.owner.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.owner.setMinimumContentsLength(10)
        self.owner.activated.connect(lambda _index: self._show_owner())
        self.usual = WeekCard(context, day_first=day_first)
        self.preview = HoursPreview()
        self.away = AwayCard(context, day_first=day_first)
        self.holidays = HolidaysCard()
        self.waiting = Strip("calendar-x")
        self._connect()
        self._lay_out()

    def refresh(self) -> None:
        """Read the records anew; what is being typed stays."""
        offered: list[tuple[str, str | None]] = [("The clinic", None)]
        offered += [(member.name, member.id) for member in self._context.desk.clinic.therapists()]
        if offered != [(self.owner.itemText(row), self.owner.itemData(row)) for row in range(self.owner.count())]:
            chosen = self.owner.currentData()
            self.owner.clear()
            for name, owner in offered:
                self.owner.addItem(name, owner)
            self.owner.setCurrentIndex(max(0, self.owner.findData(chosen)))
        self._show_owner()
        self.show_waiting()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Ctrl+Enter in the week saves it."""
        if is_save(event) and self.usual.save.isEnabled():
            self.usual.enter()
        else:
            super().keyPressEvent(event)

    @property
    def _owner(self) -> str | None:
        chosen = self.owner.currentData()
        return None if chosen is None else str(chosen)

    def _connect(self) -> None:
        self.waiting.action_requested.connect(self.list_requested)
        self.usual.edited.connect(self._show_preview)
        self.usual.week_entered.connect(self._save_week)
        self.away.edited.connect(self._show_preview)
        self.away.absence_entered.connect(self._add_absence)
        self.away.special_entered.connect(self._set_special)
        self.away.absence_withdrawn.connect(self._withdraw)
        self.away.special_withdrawn.connect(lambda special: self._set_special(special.on, None))
        self.holidays.edited.connect(self._show_preview)
        self.holidays.choice_entered.connect(self._choose_holidays)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACE)
        for widget in (
            Field("Whose hours", self.owner), self.waiting, self.usual, self.preview, self.away, self.holidays,
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
        self.usual.show_owner(owner, timetable.weekly(owner, today), self._book)
        self.away.show_owner(
            owner,
            [each for each in self._book.absences if each.owner == owner and each.last >= today],
            [each for each in timetable.exceptions(now=now) if each.owner == owner],
        )
        self.holidays.setVisible(owner is None)
        if owner is None:
            self.holidays.show_choice(context.clinic.region, self._book.holidays, today)
        self._show_preview()

    def _show_preview(self) -> None:
        context = self._context
        time = WorkingTime(context.clinic, self._drafted())
        self.preview.show_time(time, self._owner, context.today())

    def _drafted(self) -> HoursBook:
        """What was decided, and what is being typed."""
        book, owner = self._book, self._owner
        drafted = self.usual.drafted(_DRAFT, owner)
        if drafted is not None:
            book = replace(book, weekly=(*book.weekly, drafted))
        if owner is None:
            book = replace(book, holidays=self.holidays.choice())
        return book

    # -- deciding ----------------------------------------------------------------------------------

    def _save_week(self, weeks: "tuple[Week, ...]") -> None:
        context, usual = self._context, self.usual

        def save() -> "list[DisplacedSession]":
            return context.desk.timetable.set_weekly(
                self._owner,
                weeks,
                valid_from=usual.valid_from.day,
                reference=usual.reference.day,
                actor=context.actor,
                now=context.now(),
                seen=usual.seen,
            )

        def meet() -> None:
            timetable, now = context.desk.timetable, context.now()
            usual.meet(timetable.weekly(self._owner, context.today()), timetable.book(now=now))

        self._decide(save, "The hours were saved.", usual.stored, meet)

    def _add_absence(self, absence: Absence) -> None:
        context, timetable = self._context, self._context.desk.timetable
        known = any(each.id == absence.id for each in self._book.absences)
        store = timetable.change_absence if known else timetable.add_absence
        self._decide(
            lambda: store(absence, actor=context.actor, now=context.now()),
            "The closure was noted." if absence.owner is None else "The time off was noted.",
            self.away.stored,
        )

    def _set_special(self, on: date, spans: Spans | None) -> None:
        context = self._context
        seen = [each.id for each in self._book.specials_of(self._owner, on)]
        self._decide(
            lambda: context.desk.timetable.set_special(
                self._owner, on, spans, actor=context.actor, now=context.now(), seen=seen
            ),
            "The usual hours hold again." if spans is None else "The hours of that day were noted.",
            None if spans is None else self.away.stored,
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
            lambda: context.desk.timetable.choose_holidays(
                choice, actor=context.actor, now=context.now(), seen=self.holidays.seen
            ),
            "The holidays were saved.",
            self.holidays.stored,
            lambda: self.holidays.meet(context.desk.timetable.book(now=context.now()).holidays),
        )

    def _decide(
        self,
        deed: "Callable[[], list[DisplacedSession]]",
        told: str,
        after: Callable[[], None] | None = None,
        meet: Callable[[], None] | None = None,
    ) -> None:
        """Do it, show what follows, and say how many sessions it hits.

        Args:
            deed: returns the sessions it hits.
            told: what to say once it is done.
            after: what to let go of then.
            meet: how to put what was typed together with what others decided meanwhile.
        """
        context = self._context
        try:
            hit = deed()
        except InvalidValues as faults:
            self.usual.valid_from_field.set_error(faults.fields.get("valid_from", ""))
            self.away.show_faults(faults.fields)
            if "weeks" in faults.fields:
                context.messages.show_error(faults)
        except StaleRecord as stale:
            if meet is None:
                context.messages.show_error(stale)
            else:
                meet()
                context.messages.warning(f"{stale} What you typed stands here: check it and save again.")
            self._show_owner()
        except ClinicDeskError as error:
            context.messages.show_error(error)
        else:
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
