"""What is in the way of a booking, and what leads around it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinicdesk.domain.suitability import GENTLEST, Kind
from clinicdesk.ui.booking.alternatives import MOST, Alternative, place_words
from clinicdesk.ui.booking.plan import BookingPlan
from clinicdesk.ui.counted import icon_of
from clinicdesk.ui.names import left_to_right
from clinicdesk.ui.panel.lines import ChoiceLine
from clinicdesk.ui.stacking import stacked
from clinicdesk.ui.style import SPACE, IconLabel, set_role


@dataclass(frozen=True, slots=True)
class Choice:
    """What a line says and does; ``icon`` is a name and a role."""

    words: str
    do: Callable[[], object]
    icon: tuple[str, str] = ("calendar-check", "accent")


class Trouble(QWidget):
    """A sentence that says what is in the way, and up to three lines that lead around it, each on a key.

    Attributes:
        choices: the lines in use.
    """

    def __init__(self, *, upright: bool = False) -> None:
        """``upright``: the lines stand below each other whatever the size of text."""
        super().__init__()
        self._upright = upright
        self.sentence = set_role(QLabel(), "error")
        self.sentence.setWordWrap(True)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.lead = set_role(QLabel(), "detail")
        self._lines = [set_role(ChoiceLine(), "") for _ in range(MOST)]
        self.choices: list[ChoiceLine] = []
        self._deeds: list[Callable[[], object]] = []
        self._keys = [QShortcut(QKeySequence(f"Alt+{place + 1}"), self) for place in range(MOST)]
        top = QHBoxLayout()
        top.setSpacing(SPACE)
        top.addWidget(IconLabel("circle-alert", "error", 18), 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.sentence, 1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(SPACE // 2)
        for place, (each, keys) in enumerate(zip(self._lines, self._keys, strict=True)):
            # A key of the button itself would press it only after a while, and the next key would come before that.
            keys.activated.connect(each.click)
            each.clicked.connect(lambda _checked=False, at=place: self._deeds[at]())
            self._row.addWidget(each, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE // 2)
        column.addLayout(top)
        column.addWidget(self.lead)
        column.addLayout(self._row)
        self._fit()
        self.hide()

    @property
    def way_out(self) -> ChoiceLine | None:
        """The first of the lines, if there is any."""
        return self.choices[0] if self.choices else None

    def show_trouble(self, sentence: str, lead: str, choices: list[Choice]) -> None:
        """Say it, and offer the choices."""
        self.sentence.setText(left_to_right(sentence))
        self.lead.setText(lead)
        self.lead.setVisible(bool(choices))
        self.choices, self._deeds = self._lines[: len(choices)], [choice.do for choice in choices]
        for place, each in enumerate(self._lines):
            each.setVisible(place < len(choices))
            self._keys[place].setEnabled(place < len(choices))
            if place < len(choices):
                aside = self._keys[place].key().toString(QKeySequence.SequenceFormat.NativeText)
                each.show_line(*choices[place].icon, choices[place].words, aside=aside)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self.sentence, QAccessible.Event.Alert))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the size of text."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def _fit(self) -> None:
        down = self._upright or stacked()
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if down else QBoxLayout.Direction.LeftToRight)


def trouble_of(plan: BookingPlan) -> str:
    """What stands against booking a plan as it stands, in sentences; empty when nothing does."""
    offer = plan.offer
    if plan.stopped:
        return "Stop: this person must be seen by a doctor first. Nothing can be booked."
    if plan.barred or (offer is not None and not offer.bookable):
        return plan.desk_line(offer.session_type.technique if offer else GENTLEST[Kind.MASSAGE])
    if offer is not None and plan.nobody_gives:
        kind = offer.session_type.kind.value.replace("_", " ")
        return f"Nobody at this clinic gives {kind} yet. Add a therapist who does, then book."
    if offer is None or plan.slot is not None:
        return " ".join(clash.message for clash in plan.clashes)
    return "No free time on this day." if plan.alternatives else "No free time within two weeks."


def note_of(plan: BookingPlan) -> str:
    """What booking it would mean, besides the verdict."""
    if plan.stopped or plan.offer is None:
        return ""
    if plan.intake is None:
        return "There is no intake yet. Whatever is booked now is held for the therapist."
    return "Held: a therapist decides before it starts." if plan.offer.hold else ""


def alternative_choice(plan: BookingPlan, alternative: Alternative, do: Callable[[], object]) -> Choice:
    """An alternative as a line: its place, and before it the type where that is another than the one looked at."""
    place, offer = place_words(plan, alternative.request), alternative.offer
    if offer == plan.offer:
        return Choice(place, do)
    return Choice(f"{offer.session_type.name}, {place}", do, icon_of(offer.verdict, offer.renewal))
