"""Free times that somebody waits for: each opens to the people who could have it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.ui.fields import button
from clinicdesk.ui.names import before_more
from clinicdesk.ui.ruled_list import RuledList
from clinicdesk.ui.style import SPACE, IconLabel, set_icon
from clinicdesk.ui.task_line import TaskLine
from clinicdesk.ui.waiting.people import CandidateList, words_of
from clinicdesk.ui.waiting.words import free_words, people_words

if TYPE_CHECKING:
    from clinicdesk.desk.waiting_views import FoundTimes, WantedTime
    from clinicdesk.ui.context import DeskContext
    from clinicdesk.ui.waiting.giving import Giving

_NAMED = 3


class TimeLine(TaskLine):
    """One free time. Enter, or a click on its button, shows who could have it, and puts them away again.

    Attributes:
        people: the lines of those it suits, shown below it while it is open.
    """

    def __init__(self, context: "DeskContext", giving: "Giving", wanted: "WantedTime") -> None:
        super().__init__()
        self.wanted = wanted
        self.people = CandidateList(context, giving)
        self.people.hide()
        free, count = wanted.free, len(wanted.people)
        self.words = free_words(free, context.clinic.tz)
        who = ", ".join(before_more(each.patient.name) for each in wanted.people[:_NAMED])
        more = "" if count <= _NAMED and not wanted.more else ", …"
        head = QHBoxLayout()
        head.setSpacing(SPACE)
        head.addWidget(IconLabel("hourglass", "accent", 16))
        head.addWidget(words_of(self.words, "strong"), 1)
        self.button = self.add_deed("Show", "S", self.words, self.opened.emit, icon="chevron-down")
        head.addWidget(self.button)
        waits = people_words(wanted.count_words)
        self.column.addLayout(head)
        self.column.addWidget(words_of(f"{waits} for it: {who}{more}", "muted"))
        self.column.addWidget(self.people)
        self.setAccessibleName(f"Free: {self.words}. {waits} for it: {who}")

    @property
    def open(self) -> bool:
        """Whether the people are shown."""
        return self.people.isVisibleTo(self)

    def show_people(self, shown: bool) -> None:
        """Show who could have it, or put them away."""
        if shown:
            self.people.show_people(self.wanted.people, self.wanted.free.starts_at)
        self.people.setVisible(shown)
        self.button.setText("Hide" if shown else "Show")
        set_icon(self.button, "chevron-up" if shown else "chevron-down", "text")


class FreeNow(QWidget):
    """The free times of the coming two weeks that somebody waits for, the next first.

    Signals:
        patient_requested(patient_id): open this person's record.
        stepped_out: the keyboard goes on below.
        more_requested: look for later times, too.
    """

    patient_requested = Signal(str)
    stepped_out = Signal()
    more_requested = Signal()

    def __init__(self, context: "DeskContext", giving: "Giving") -> None:
        super().__init__()
        self._context, self._giving = context, giving
        self.lines: list[TimeLine] = []
        self._list = RuledList()
        self.more = button("Show later times", role="link", icon="chevron-down")
        self.more.clicked.connect(self.more_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._list)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def show_times(self, found: "FoundTimes") -> None:
        """Show these times; what is open stays open, and the keyboard where it was."""
        self.more.setVisible(found.more)
        if [line.wanted for line in self.lines] == list(found.times):
            return
        opened = [line.wanted for line in self.lines if line.open]
        here = next((line.wanted for line in self.lines if line.hasFocus()), None)
        inside = next((line for line in self.lines if line.people.isAncestorOf(self.focusWidget())), None)
        person = inside and next((e.candidate.entry.id for e in inside.people.lines if e.hasFocus()), "")
        self.lines = [TimeLine(self._context, self._giving, wanted) for wanted in found.times]
        for place, line in enumerate(self.lines):
            line.opened.connect(lambda line=line: self.toggle(line))
            line.step_requested.connect(lambda by, place=place: self._step(place, by))
            line.people.patient_requested.connect(self.patient_requested)
            line.people.stepped_out.connect(lambda by, place=place: self._step_out(place, by))
        self._list.show_lines(self.lines)
        for line in self.lines:
            if any(_same(line.wanted, each) for each in opened):
                line.show_people(shown=True)
            if here is not None and _same(line.wanted, here):
                line.setFocus()
            for each in line.people.lines:
                if person and each.candidate.entry.id == person and inside and _same(line.wanted, inside.wanted):
                    each.setFocus()

    def toggle(self, line: TimeLine) -> None:
        """Open a time and go to the first person, or close it."""
        line.show_people(shown=not line.open)
        if line.open:
            line.people.focus_first()
        else:
            line.setFocus()

    def open_time(self, wanted: "WantedTime") -> bool:
        """Open the line of a time; returns whether there is one."""
        for line in self.lines:
            if _same(line.wanted, wanted):
                line.show_people(shown=True)
                line.people.focus_first()
                return True
        return False

    def focus_first(self) -> None:
        """Put the keyboard on the next free time."""
        if self.lines:
            self.lines[0].setFocus()

    def focus_last(self) -> None:
        """Put the keyboard on the last free time."""
        if self.lines:
            self.lines[-1].setFocus()

    def _step(self, place: int, by: int) -> None:
        if by > 0 and self.lines[place].open:
            self.lines[place].people.focus_first()
        elif by < 0 and place > 0 and self.lines[place - 1].open:
            self.lines[place - 1].people.focus_last()
        else:
            self._go_to(place + by)

    def _step_out(self, place: int, by: int) -> None:
        self._go_to(place if by < 0 else place + 1)

    def _go_to(self, place: int) -> None:
        if 0 <= place < len(self.lines):
            self.lines[place].setFocus()
        elif place > 0:
            self.stepped_out.emit()


def _same(one: "WantedTime", other: "WantedTime") -> bool:
    """Whether two readings are about one free time, which may have become shorter or longer."""
    a, b = one.free, other.free
    return a.therapist.id == b.therapist.id and a.starts_at < b.ends_at and b.starts_at < a.ends_at
