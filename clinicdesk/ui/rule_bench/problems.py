"""What is wrong with the copy, one line each: Enter or a click goes there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from clinicdesk.ui.enter_key import is_enter
from clinicdesk.ui.rule_bench.passages import Place, passages, place_of_broken, place_of_fault
from clinicdesk.ui.style import SPACE, icon, set_role

if TYPE_CHECKING:
    from clinicdesk.rules.checking import Checked

_NO_LIMIT = 16_777_215
"""Qt's own word for no limit of a height."""


class Weight(StrEnum):
    """How much a problem matters, worst first."""

    FAULT = "Fault"
    GRAVE = "Judges somebody too well"
    LESSER = "To be answered for"


_ICONS = {
    Weight.FAULT: ("circle-alert", "error"),
    Weight.GRAVE: ("octagon-alert", "error"),
    Weight.LESSER: ("triangle-alert", "warning"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        where: file, entry and line, in words; empty where it is about all rules together.
    """

    weight: Weight
    where: str
    sentence: str
    place: Place | None

    @property
    def words(self) -> str:
        """The whole line."""
        return "  ·  ".join(part for part in (self.weight, self.where, self.sentence) if part)


def problems_of(found: "Checked", texts: Mapping[str, str]) -> tuple[Problem, ...]:
    """Everything that is wrong, worst first."""
    return tuple(_problems(found, texts))


def _problems(found: "Checked", texts: Mapping[str, str]) -> Iterator[Problem]:
    for fault in found.faults:
        place = place_of_fault(fault, texts)
        yield Problem(Weight.FAULT, _where(fault.file, fault.entry or "", place), f"{fault.fault}.", place)
    known = passages(texts) if found.broken else []
    for broken in (*found.grave, *found.lesser):
        place = place_of_broken(broken, known)
        where = _where(place.file, "", place) if place else ""
        yield Problem(Weight.GRAVE if broken.grave else Weight.LESSER, where, broken.sentence, place)


def _where(file: str, entry: str, place: Place | None) -> str:
    line = f"line {place.line + 1}" if place else ""
    return ", ".join(part for part in (file, entry, line) if part)


class ProblemList(QWidget):
    """The list, and a line above it that says how it stands.

    Signals:
        place_requested(Place): go there.
    """

    place_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.problems: tuple[Problem, ...] = ()
        self.standing = set_role(QLabel(), "strong")
        self.standing.setWordWrap(True)
        self.list = _Lines()
        self.list.setAccessibleName("What is wrong with the copy")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.chosen.connect(self._go)
        self.list.hide()
        self.list.itemClicked.connect(lambda _item: self._go())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE, 0, 0)
        column.setSpacing(SPACE // 2)
        column.addWidget(self.standing)
        column.addWidget(self.list, 1)

    def show_waiting(self) -> None:
        """Say that the copy is being looked through; what was found before stays in sight."""
        self.standing.setText("Looking the copy through…")

    def show_problems(self, problems: tuple[Problem, ...], *, changed: bool) -> None:
        """List what is wrong."""
        self.standing.setText(standing_words(problems, changed=changed))
        self.standing.setAccessibleName(self.standing.text())
        self.list.setVisible(bool(problems))
        # Without a line to show, the text has all the room.
        self.setMaximumHeight(_NO_LIMIT if problems else self.standing.sizeHint().height() + SPACE)
        if problems == self.problems:
            return
        self.problems = problems
        self.list.clear()
        for problem in problems:
            item = QListWidgetItem(icon(*_ICONS[problem.weight]), problem.words, self.list)
            item.setToolTip(problem.words)

    def step(self) -> None:
        """Go to the next problem, from the last on to the first."""
        if self.problems:
            self.list.setCurrentRow((self.list.currentRow() + 1) % len(self.problems))
            self._go()

    def _go(self) -> None:
        row = self.list.currentRow()
        if row >= 0 and (place := self.problems[row].place) is not None:
            self.place_requested.emit(place)


class _Lines(QListWidget):
    """A list whose line is chosen by Enter.

    Signals:
        chosen: the line in front.
    """

    chosen = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter chooses."""
        if is_enter(event):
            self.chosen.emit()
        else:
            super().keyPressEvent(event)


def standing_words(problems: tuple[Problem, ...], *, changed: bool) -> str:
    """How the copy stands, in a sentence."""
    faults = sum(each.weight is Weight.FAULT for each in problems)
    grave = sum(each.weight is Weight.GRAVE for each in problems)
    if faults:
        return f"{_many(faults, 'fault')}: these rules cannot be used until that is mended."
    if grave:
        return f"{_many(grave, 'promise')} broken: these rules could judge somebody too well and cannot be published."
    if problems:
        return f"{_many(len(problems), 'promise')} broken that a therapist may answer for when publishing."
    return "Nothing is wrong with the copy." if changed else "The copy says what judges now. Nothing is wrong with it."


def _many(count: int, noun: str) -> str:
    return f"1 {noun}" if count == 1 else f"{count} {noun}s"
