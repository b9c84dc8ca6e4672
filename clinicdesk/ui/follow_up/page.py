"""The Follow-up page: what has to be called about, decided and closed, a list for each."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.fields import Card
from clinicdesk.ui.follow_up.absences import AbsencesSection
from clinicdesk.ui.follow_up.calls import CallsSection
from clinicdesk.ui.follow_up.referrals import ReferralsSection
from clinicdesk.ui.follow_up.section import WISHES, FollowUpSection
from clinicdesk.ui.page_header import PageHeader
from clinicdesk.ui.pages import KeyHelp, Page, scrolling
from clinicdesk.ui.style import SPACE

SECTIONS: tuple[type[FollowUpSection], ...] = (ReferralsSection, CallsSection, AbsencesSection)
"""From left to right; a section to come takes its place here."""


class FollowUpPage(Page):
    """Sections behind tabs that say how much waits in each; Left and Right go from one to the next.

    Signals:
        patient_requested(patient_id): open this person's record.
        letter_requested(ReferralCase): print the letter of a referral.
        intake_requested(Patient): go through the questions with them.
    """

    patient_requested = Signal(str)
    letter_requested = Signal(object)
    intake_requested = Signal(object)

    def __init__(self, context: DeskContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.sections = [kind(context) for kind in SECTIONS]
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("Sections of the follow-up")
        self.tabs.setDrawBase(False)
        self._stack = QStackedWidget()
        for place, section in enumerate(self.sections):
            self.tabs.addTab(section.title)
            self._stack.addWidget(scrolling(_framed(section)))
            section.turn_requested.connect(self._turn)
            section.count_changed.connect(lambda count, place=place: self._show_count(place, count))
            for wish in WISHES:
                if hasattr(section, wish):
                    getattr(section, wish).connect(getattr(self, wish))
        self.tabs.currentChanged.connect(self._bring_up)
        self.column.addWidget(PageHeader("Follow-up"))
        self.column.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self._stack, 1)

    @property
    def section(self) -> FollowUpSection:
        """The section in front."""
        return self.sections[self.tabs.currentIndex()]

    def show_section(self, title: str, patient_id: str = "") -> None:
        """Bring a section to the front by its title, with the keyboard on a line about somebody, if one is named."""
        place = next(place for place, section in enumerate(self.sections) if section.title == title)
        self.tabs.setCurrentIndex(place)
        self.section.focus_first(patient_id)

    def page_shown(self) -> None:
        """Read every list anew, and begin where something waits."""
        counts = self._read_counts()
        if not counts[self.tabs.currentIndex()] and any(counts):
            with QSignalBlocker(self.tabs):
                self.tabs.setCurrentIndex(next(place for place, count in enumerate(counts) if count))
        self._bring_up()

    def records_changed(self) -> None:
        """Another desk has changed what waits."""
        self._read_counts()
        self.section.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Left and Right change the section, Down goes from the tabs into it."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }:
            self._turn(step)
        elif event.key() == Qt.Key.Key_Down and self.tabs.hasFocus():
            self.section.focus_first()
        else:
            super().keyPressEvent(event)

    def keys(self) -> tuple[KeyHelp, ...]:
        """The keys of the page and of the section in front."""
        return (("Left", "Section before"), ("Right", "Next section"), *self.section.keys())

    def _turn(self, by: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % len(self.sections))

    def _bring_up(self) -> None:
        self._stack.setCurrentIndex(self.tabs.currentIndex())
        self.section.refresh()
        self.tabs.setFocus()
        self.section.focus_first()

    def _read_counts(self) -> list[int]:
        counts = [section.count(self.context.desk, now=self.context.now()) for section in self.sections]
        for place, count in enumerate(counts):
            self._show_count(place, count)
        return counts

    def _show_count(self, place: int, count: int) -> None:
        title = self.sections[place].title
        self.tabs.setTabText(place, f"{title}  {count}" if count else title)
        self.tabs.setAccessibleTabName(place, f"{title}: {count}" if count else f"{title}: nothing waits")


def _framed(section: FollowUpSection) -> QWidget:
    """A section on a card as high as its lines; with nothing in it, as high as the page."""
    card = Card(margin=2 * SPACE)
    card.column.addWidget(section)
    ground = QWidget()
    column = QVBoxLayout(ground)
    column.setContentsMargins(0, 0, SPACE, SPACE)
    column.addWidget(card)
    column.addStretch(1)
    return ground
