"""The settings: a list of sections at the left, the section at the right."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QListWidget, QStackedWidget, QWidget

from clinicdesk.domain.working_hours import Absence, HolidayChoice, SpecialHours, WeeklyHours
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.page_header import PageHeader
from clinicdesk.ui.pages import KeyHelp, Page, scrolling
from clinicdesk.ui.settings.about_rules import AboutRules
from clinicdesk.ui.settings.appearance import Appearance
from clinicdesk.ui.settings.bench_card import BenchCard
from clinicdesk.ui.settings.clinic import ClinicSection
from clinicdesk.ui.settings.downtime import DowntimeSection
from clinicdesk.ui.settings.equipment import EquipmentSection
from clinicdesk.ui.settings.hours import HoursSection
from clinicdesk.ui.settings.lists import rooms_section, session_types_section, staff_section
from clinicdesk.ui.settings.rule_reader import RuleReader
from clinicdesk.ui.style import SPACE, set_role, text_factor

_MOST_WIDTH, _NAV_WIDTH = 680, 168
_LEAST_WIDTH = 400
"""What a section needs beside the list of sections; where there is less, the list folds into a line above it."""


class SettingsPage(Page):
    """Sections chosen at the left by arrow keys or a click.

    Signals:
        theme_requested(ThemeChoice): wear this theme from now on.
        text_scale_requested(int): write this large, in per cent.
        downtime_chosen: something about the downtime sheets was chosen; they may be due now.
        downtime_requested: write the downtime sheets now.
        follow_up_requested(title): show a list of what has to be followed up.
        rule_bench_requested(name): edit a copy of the rules, beginning with this entry if one is named.
    """

    theme_requested = Signal(object)
    text_scale_requested = Signal(int)
    downtime_chosen = Signal()
    downtime_requested = Signal()
    follow_up_requested = Signal(str)
    rule_bench_requested = Signal(str)

    def __init__(self, context: DeskContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.clinic = ClinicSection(context)
        self.staff = staff_section(context)
        self.hours = HoursSection(context)
        self.hours.list_requested.connect(lambda: self.follow_up_requested.emit("Absences"))
        self.rooms = rooms_section(context)
        self.equipment = EquipmentSection(context)
        self.session_types = session_types_section(context)
        self.appearance = Appearance()
        self.appearance.theme_requested.connect(self.theme_requested)
        self.appearance.text_scale_requested.connect(self.text_scale_requested)
        self.downtime = DowntimeSection(context)
        self.downtime.downtime_chosen.connect(self.downtime_chosen)
        self.downtime.downtime_requested.connect(self.downtime_requested)
        self.rules = AboutRules(context)
        self.reader = RuleReader(context)
        self.rules.reading_requested.connect(self._read_rules)
        self.bench = BenchCard(context)
        self.bench.bench_requested.connect(lambda: self.rule_bench_requested.emit(""))
        self.reader.edit_requested.connect(self.rule_bench_requested)
        context.rules_changed.connect(self.reader.show_knowledge)
        context.undoing.turned.connect(self._show_turned)
        self.sections = QListWidget()
        self.chooser = QComboBox()
        self._stack = QStackedWidget()
        self._lay_out()

    def page_shown(self) -> None:
        """Read the records anew."""
        self._fit()
        self.records_changed()
        for section in (self.downtime, self.rules, self.bench):
            section.refresh()
        (self.sections if self.sections.isVisibleTo(self) else self.chooser).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the sections the room they need."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the size of text."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange} and hasattr(self, "chooser"):
            self._fit()

    def page_left(self) -> None:
        """Nothing of this page goes on running."""
        self.reader.stop()

    def records_changed(self) -> None:
        """Another desk changed what is listed here, or who waits to be called; what is typed stays."""
        for section in (self.clinic, self.hours, self.equipment):
            section.refresh()
        for listed in (self.staff, self.rooms, self.session_types):
            listed.records_changed()

    def _show_turned(self, records: tuple[object, ...]) -> None:
        """A decision about hours was taken back or made again: the hours are shown as they are now."""
        decisions = (WeeklyHours, SpecialHours, HolidayChoice, Absence)
        if self.isVisible() and any(isinstance(each, decisions) for each in records):
            self.hours.refresh()

    def show_section(self, words: str) -> None:
        """Bring a section to the front by its name."""
        self.sections.setCurrentItem(self.sections.findItems(words, Qt.MatchFlag.MatchExactly)[0])

    def keys(self) -> tuple[KeyHelp, ...]:
        """The keys of the settings."""
        return (
            ("Up", "Section before"),
            ("Down", "Next section"),
            ("Tab", "Go into the section"),
            ("Return", "Next field"),
            ("Ctrl+Return", "Save, or add what was typed"),
            ("Ctrl+D", "In the usual hours: copy a day to the one below"),
            ("Alt+M", "In the usual hours: copy Monday to Friday"),
        )

    def _lay_out(self) -> None:
        set_role(self.sections, "nav")
        self.sections.setAccessibleName("Sections of the settings")
        for words, section in (
            ("Clinic", self.clinic),
            ("Hours and absences", self.hours),
            ("People", self.staff),
            ("Rooms", self.rooms),
            ("Equipment", self.equipment),
            ("Kinds of session", self.session_types),
            ("Downtime sheets", self.downtime),
            ("Appearance", self.appearance),
            ("About the rules", self.rules),
            ("Rule bench", self.bench),
        ):
            self.sections.addItem(words)
            self.chooser.addItem(words)
            self._stack.addWidget(_bounded(section))
        # What is read needs all the room there is.
        self.sections.addItem("Rules and sources")
        self.chooser.addItem("Rules and sources")
        self._stack.addWidget(self.reader)
        self.sections.currentRowChanged.connect(self._stack.setCurrentIndex)
        self.sections.currentRowChanged.connect(self.chooser.setCurrentIndex)
        self.chooser.setAccessibleName("Sections of the settings")
        self.chooser.currentIndexChanged.connect(self.sections.setCurrentRow)
        self.sections.setCurrentRow(0)
        row = QHBoxLayout()
        row.setSpacing(3 * SPACE)
        row.addWidget(self.sections)
        row.addWidget(self._stack, 1)
        self.column.addWidget(PageHeader("Settings"))
        self.column.addWidget(self.chooser)
        self.column.addLayout(row, 1)

    def _fit(self) -> None:
        """The list of sections beside the section, or one line above it where there is no room for both."""
        factor = text_factor()
        nav = round(_NAV_WIDTH * factor)
        beside = self.contentsRect().width() - nav - 9 * SPACE >= round(_LEAST_WIDTH * factor)
        held = self.sections.hasFocus() or self.chooser.hasFocus()
        self.sections.setFixedWidth(nav)
        self.sections.setVisible(beside)
        self.chooser.setVisible(not beside)
        if held:
            (self.sections if beside else self.chooser).setFocus()

    def _read_rules(self) -> None:
        self.show_section("Rules and sources")
        self.reader.search.setFocus()


def _bounded(section: QWidget) -> QWidget:
    """A section no wider than a line that is easily read."""
    section.setMaximumWidth(round(_MOST_WIDTH * text_factor()))
    ground = QWidget()
    row = QHBoxLayout(ground)
    row.setContentsMargins(0, 0, SPACE, SPACE)
    row.addWidget(section, 1, Qt.AlignmentFlag.AlignTop)
    row.addStretch(0)
    return scrolling(ground)
