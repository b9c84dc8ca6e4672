"""The usual weeks of one owner: typed, kept while they are not saved, and put together with what others changed."""

from collections.abc import Collection, Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel

from clinicdesk.domain.working_hours import HoursBook, Week, WeeklyHours
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.day_picker import DayPicker
from clinicdesk.ui.drafting import FormDraft
from clinicdesk.ui.fields import Card, Field, button
from clinicdesk.ui.merging import merged
from clinicdesk.ui.pages import bring_into_view
from clinicdesk.ui.settings.week_editor import TURNS, TWO, WeekEditor
from clinicdesk.ui.stacking import stack, stacked
from clinicdesk.ui.strip import Strip
from clinicdesk.ui.style import SPACE, set_role
from clinicdesk.ui.when import dated_day

_FROM, _REFERENCE = "from", "reference"


class WeekCard(Card):
    """What was typed stays until it is saved or given up, whoever changes what meanwhile.

    Attributes:
        seen: the keys of what the weeks shown rest on.

    Signals:
        edited: something was changed by hand.
        week_entered(weeks): to be stored, from ``valid_from`` on.
    """

    edited = Signal()
    week_entered = Signal(object)

    def __init__(self, context: DeskContext, *, day_first: bool) -> None:
        super().__init__(margin=3 * SPACE)
        self._context = context
        self._about: tuple[str | None, date] | None = None
        self.seen: Collection[str] = ()
        self._base: dict[str, str] = {}
        self._aside: dict[str, str] | None = None
        self.week = WeekEditor()
        self.follows = set_role(QLabel(), "muted")
        self.follows.setWordWrap(True)
        self.strip = Strip()
        self.reference = DayPicker(context.today(), day_first=day_first, name="A day of a week A")
        self.reference_field = Field("A day of a week A", self.reference)
        self.valid_from = DayPicker(context.today(), day_first=day_first, name="From")
        self.valid_from_field = Field("From", self.valid_from)
        self.save = button("Save hours", role="primary", keys="Ctrl+Return")
        self._draft = FormDraft(context, "hours", self._typed, self)
        self._lay_out()
        self.week.typed.connect(self._follow_typing)
        self.week.edited.connect(self.edited)
        for picker in (self.reference, self.valid_from):
            picker.day_chosen.connect(lambda _day: self._edit_dates())
        self.strip.action_requested.connect(self._swap)
        self.save.clicked.connect(self.enter)

    @property
    def unsaved(self) -> bool:
        """Whether something stands here that is not as stored."""
        return self._values() != self._base

    def show_owner(self, owner: str | None, weekly: WeeklyHours, book: HoursBook) -> None:
        """Show the usual weeks of an owner; what is being typed about the same owner stays.

        Args:
            owner: whose.
            weekly: those that hold today.
            book: everything that was decided.
        """
        seen, today = tuple(each.id for each in book.usual_of(owner)), self._context.today()
        about = (owner, today)
        same = self._about is not None and self._about[0] == owner
        if same and (self.unsaved or (about == self._about and seen == self.seen)):
            return
        self._draft.keep_now()
        self._about = about
        self._fill(weekly, book, seen)
        earlier = None if same else self._draft.begin(owner or "clinic")
        if earlier is not None:
            self._take_up(earlier)
        self._show_state()

    def meet(self, weekly: WeeklyHours, book: HoursBook) -> None:
        """Others changed these weeks since they were shown: put what was typed on top of theirs, to be looked at.

        Args:
            weekly: those that hold now.
            book: everything that was decided.
        """
        mine, base, owner = self._values(), self._base, self._owner
        told = self._changed_since(self.seen)
        self._fill(weekly, book, tuple(each.id for each in book.usual_of(owner)))
        self._put_together(base, mine, told)

    def stored(self) -> None:
        """What was typed is stored."""
        self._base, self._aside = self._values(), None
        self._draft.settle()
        self.strip.say("", "")
        self._show_state()

    def drafted(self, draft_id: str, owner: str | None) -> WeeklyHours | None:
        """The weeks as typed, or None where nothing is, or where something does not read as hours."""
        weeks = self.week.read() if self.unsaved else None
        return None if weeks is None else WeeklyHours(draft_id, owner, self.valid_from.day, weeks, self.reference.day)

    def enter(self) -> None:
        """Ask for what was typed to be stored, or go to what does not read as hours."""
        weeks: tuple[Week, ...] | None = self.week.weeks()
        if weeks is None:
            self.week.focus_first()
        else:
            self.week_entered.emit(weeks)

    # -- inside ------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.column.setSpacing(2 * SPACE)
        self.column.addWidget(set_role(QLabel("Usual hours"), "heading"))
        self.column.addWidget(self.follows)
        self.column.addWidget(self.strip)
        self.column.addWidget(self.week)
        self._dates = QHBoxLayout()
        self._dates.setSpacing(2 * SPACE)
        self._dates.addWidget(self.valid_from_field, 0, Qt.AlignmentFlag.AlignTop)
        self._dates.addWidget(self.reference_field, 0, Qt.AlignmentFlag.AlignTop)
        self._dates.addStretch(1)
        self.column.addLayout(self._dates)
        save = QHBoxLayout()
        save.addStretch(1)
        save.addWidget(self.save)
        self.column.addLayout(save)

    def _fill(self, weekly: WeeklyHours, book: HoursBook, seen: Collection[str]) -> None:
        today = self._context.today()
        self.seen, self._aside = seen, None
        self.follows.setText(_standing(weekly, book, today))
        self.week.show_weeks(weekly.weeks)
        self.reference.set_day(weekly.reference if len(weekly.weeks) > 1 else today)
        self.valid_from.set_today(today)
        self.valid_from.set_day(today)
        self.valid_from_field.clear_error()
        self._base = self._values()
        self.strip.say("", "")

    def _values(self) -> dict[str, str]:
        dates = {_FROM: self.valid_from.day.isoformat(), _REFERENCE: self.reference.day.isoformat()}
        return {**self.week.texts(), **dates}

    def _show_values(self, values: Mapping[str, str]) -> None:
        self.week.show_texts(values)
        self.reference.set_day(date.fromisoformat(values[_REFERENCE]))
        self.valid_from.set_day(max(date.fromisoformat(values[_FROM]), self._context.today()))

    def _typed(self) -> dict[str, object] | None:
        """What goes into the drafts, with what it was typed over."""
        return {"typed": self._values(), "base": self._base, "seen": list(self.seen)} if self.unsaved else None

    def _take_up(self, earlier: Mapping[str, object]) -> None:
        """Go on with what was typed before; others may have changed the weeks since."""
        typed, base, seen = earlier.get("typed"), earlier.get("base"), earlier.get("seen")
        known = self._base.keys()
        if not (isinstance(typed, dict) and isinstance(base, dict) and isinstance(seen, list)):
            return
        if typed.keys() != known or base.keys() != known:
            return
        if changed := self._changed_since(seen):
            self._put_together(base, typed, changed)
        else:
            self._show_values(typed)
            self.strip.say("This was typed before and kept. It is not saved yet.", "Drop these changes")

    @property
    def _owner(self) -> str | None:
        return self._about[0] if self._about is not None else None

    def _changed_since(self, seen: Collection[str]) -> str:
        return self._context.desk.timetable.usual_changed(self._owner, seen, now=self._context.now())

    def _put_together(self, base: Mapping[str, str], mine: Mapping[str, str], told: str) -> None:
        theirs = self._base
        result = merged(base, mine, theirs)
        self._show_values(result.values)
        apart = [name for name in (*result.theirs, *result.both) if name not in {TURNS, _FROM, _REFERENCE}]
        if theirs[TURNS] != TWO:
            apart = [name for name in apart if not name.endswith(self.week.second)]
        days = [f"{name.removesuffix(self.week.first)} {theirs[name] or 'closed'}" for name in apart]
        there = f" It says there: {'; '.join(days)}." if days else ""
        self.strip.say(f"{told}{there} What you typed stands here: check it and save.", "Show only theirs")
        self._draft.keep_soon()
        self._show_state()
        self.edited.emit()
        bring_into_view(self.strip)

    def _swap(self) -> None:
        """Look at what is stored, and come back to what was typed."""
        shown = self._values()
        if self._aside is None:
            self._show_values(self._base)
            self._aside = shown
            self.strip.say("What you typed was set aside.", "Bring it back")
        else:
            self._show_values(self._aside)
            self._aside = None
            self.strip.say("What you typed stands here. It is not saved yet.", "Show what is stored")
        self._follow_typing()
        self.edited.emit()

    def _edit_dates(self) -> None:
        self._follow_typing()
        self.edited.emit()

    def _follow_typing(self) -> None:
        self._draft.keep_soon()
        self._show_state()

    def _show_state(self) -> None:
        self.reference_field.setVisible(self.week.turns.value() == TWO)
        stack(self._dates)
        for picker in (self.valid_from, self.reference):
            picker.show_steps(not stacked())
        self.save.setEnabled(self.unsaved)


def _standing(weekly: WeeklyHours, book: HoursBook, today: date) -> str:
    """What is to be known about the weeks shown."""
    later = [each.valid_from for each in book.weekly if each.owner == weekly.owner and each.valid_from > today]
    more = f" Other hours follow from {dated_day(min(later))}." if later else ""
    if weekly.owner is not None and not weekly.id:
        return f"At work whenever the clinic is open. Change a day to give them hours of their own.{more}"
    return f"Type the hours of each day, such as 9-12, 13-17. Leave a day empty when there is no work.{more}"
