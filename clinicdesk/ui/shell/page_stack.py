"""The pages of the window: made when first wanted, wired once, and left the way one came."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.pages import Page

PAGES: Mapping[str, tuple[str, str]] = {
    "today": ("clinicdesk.ui.today", "TodayPage"),
    "schedule": ("clinicdesk.ui.schedule", "SchedulePage"),
    "patients": ("clinicdesk.ui.patients", "PatientsPage"),
    "waiting": ("clinicdesk.ui.waiting.page", "WaitingPage"),
    "follow_up": ("clinicdesk.ui.follow_up.page", "FollowUpPage"),
    "settings": ("clinicdesk.ui.settings", "SettingsPage"),
    "rule_bench": ("clinicdesk.ui.rule_bench", "RuleBenchPage"),
    "registration": ("clinicdesk.ui.registration", "RegistrationPage"),
    "intake": ("clinicdesk.ui.intake.page", "IntakePage"),
    "booking": ("clinicdesk.ui.booking.page", "BookingPage"),
    "progress": ("clinicdesk.ui.patients.progress_page", "ProgressPage"),
    "series": ("clinicdesk.ui.series.page", "SeriesPage"),
    "visit_sheet": ("clinicdesk.ui.visit_sheet.page", "VisitSheetPage"),
    "referral_letter": ("clinicdesk.ui.referral_letter.page", "ReferralLetterPage"),
    "day_sheet": ("clinicdesk.ui.day_sheet.page", "DaySheetPage"),
    "cards": ("clinicdesk.ui.cards.page", "CardsPage"),
}
"""Page name to the module and class that make it; imported only when the page is first shown."""

_REMEMBERED = 12


class PageStack(QStackedWidget):
    """The page in front and the way back.

    Signals:
        page_changed(name): another page is in front.
    """

    page_changed = Signal(str)

    def __init__(
        self, context: DeskContext, wires: Mapping[str, Callable[..., None]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._wires = wires
        self._pages: dict[str, Page] = {}
        self._trail: list[str] = []

    @property
    def current_name(self) -> str:
        """The name of the page in front, empty before the first."""
        return self._trail[-1] if self._trail else ""

    @property
    def current_page(self) -> Page | None:
        """The page in front."""
        return self._pages.get(self.current_name)

    def page(self, name: str) -> Any:  # noqa: ANN401 - each page has calls of its own, see the window
        """The page of a name, made now if nobody asked before."""
        if name not in self._pages:
            module, kind = PAGES[name]
            page: Page = getattr(import_module(module), kind)(self._context, self)
            for signal, slot in self._wires.items():
                if hasattr(page, signal):
                    getattr(page, signal).connect(slot)
            self._pages[name] = page
            self.addWidget(page)
        return self._pages[name]

    def drop(self, name: str) -> None:
        """Let go of a page that is made of what is no longer so; it is made anew when it is wanted next."""
        page = self._pages.pop(name, None)
        if page is not None:
            page.page_left()
            self.removeWidget(page)
            page.deleteLater()

    def has(self, name: str) -> bool:
        """Whether a page was made already."""
        return name in self._pages

    def show_page(self, name: str) -> None:
        """Bring a page to the front."""
        if name != self.current_name:
            if self.current_page is not None:
                self.current_page.page_left()
            self._trail = [*self._trail, name][-_REMEMBERED:]
        self._bring_up()

    def go_back(self) -> None:
        """Leave the page in front for the one before it; the first page stays."""
        if len(self._trail) > 1:
            if self.current_page is not None:
                self.current_page.page_left()
            self._trail.pop()
            self._bring_up()

    def _bring_up(self) -> None:
        page = self.page(self.current_name)
        self.setCurrentWidget(page)
        page.page_shown()
        self.page_changed.emit(self.current_name)
