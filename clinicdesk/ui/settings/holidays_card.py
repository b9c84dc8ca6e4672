"""Which public holidays the clinic keeps closed."""

from datetime import date, timedelta
from textwrap import wrap

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLabel, QWidget

from clinicdesk.desk.public_holidays import PublicHolidays, plain_name, subdivisions
from clinicdesk.domain.working_hours import HolidayChoice
from clinicdesk.ui.fields import Card, Field, button
from clinicdesk.ui.stacking import stacked
from clinicdesk.ui.style import SPACE, set_role
from clinicdesk.ui.when import dated_day

_WRAPPED_AT = 26
_A_YEAR = timedelta(days=365)


class HolidaysCard(Card):
    """The holidays of the coming year, each with a box to tick.

    Attributes:
        seen: what was stored when it was shown here.

    Signals:
        edited: something was chosen.
        choice_entered(HolidayChoice): to be stored.
    """

    edited = Signal()
    choice_entered = Signal(object)

    def __init__(self) -> None:
        super().__init__(margin=3 * SPACE)
        self._region = ""
        self._today = date.min
        self._kept: frozenset[str] = frozenset()
        self._shown: tuple[str, HolidayChoice, date] | None = None
        self.seen = HolidayChoice()
        self.subdivision = QComboBox()
        self.subdivision.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.subdivision.setMinimumContentsLength(10)
        self.subdivision.activated.connect(self._follow_place)
        self.field = Field("State or province", self.subdivision)
        self.boxes: dict[str, QCheckBox] = {}
        self._list = QWidget()
        self._grid = QGridLayout(self._list)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(3 * SPACE)
        self._none = set_role(QLabel("No public holidays are known for this country. Enter closures instead."), "muted")
        self._none.setWordWrap(True)
        self.all = button("All", role="quiet")
        self.none = button("None", role="quiet")
        self.save = button("Save holidays", role="primary")
        self.all.clicked.connect(lambda: self._tick(on=True))
        self.none.clicked.connect(lambda: self._tick(on=False))
        self.save.clicked.connect(lambda: self.choice_entered.emit(self.choice()))
        self.column.setSpacing(2 * SPACE)
        self.column.addWidget(set_role(QLabel("Public holidays kept closed"), "heading"))
        self.column.addWidget(self.field)
        self.column.addWidget(self._none)
        self.column.addWidget(self._list)
        foot = QHBoxLayout()
        foot.addWidget(self.all)
        foot.addWidget(self.none)
        foot.addStretch(1)
        foot.addWidget(self.save)
        self.column.addLayout(foot)

    def show_choice(self, region: str, choice: HolidayChoice, today: date) -> None:
        """Show the holidays of a place and which of them are kept; what is ticked and not stored stays."""
        wanted = (region, choice, today)
        if wanted == self._shown or (self.save.isEnabled() and region == self._region):
            return
        self._shown, self.seen = wanted, choice
        self._fill_in(region, choice, today)
        self.save.setEnabled(False)

    def meet(self, choice: HolidayChoice) -> None:
        """Others chose meanwhile: put what was ticked here on top of theirs, to be looked at."""
        mine, before = self.choice(), self.seen
        kept = (choice.kept | (mine.kept - before.kept)) - (before.kept - mine.kept)
        place = mine.subdivision if mine.subdivision != before.subdivision else choice.subdivision
        self.seen = choice
        self._fill_in(self._region, HolidayChoice(place, kept), self._today)
        self.edited.emit()

    def stored(self) -> None:
        """What was ticked is stored."""
        self.save.setEnabled(False)

    def choice(self) -> HolidayChoice:
        """What is ticked; what is kept and does not come this year stays kept."""
        unseen = self._kept - self.boxes.keys()
        ticked = {name for name, box in self.boxes.items() if box.isChecked()}
        return HolidayChoice(str(self.subdivision.currentData() or ""), frozenset(ticked | unseen))

    def _fill_in(self, region: str, choice: HolidayChoice, today: date) -> None:
        self._region, self._today, self._kept = region, today, choice.kept
        places = subdivisions(region)
        self.subdivision.clear()
        self.subdivision.addItem("The whole country", "")
        for code, name in places:
            self.subdivision.addItem(name, code)
        self.subdivision.setCurrentIndex(max(0, self.subdivision.findData(choice.subdivision)))
        self.field.setVisible(bool(places))
        self._fill()

    def _fill(self) -> None:
        while self._grid.count():
            taken = self._grid.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.boxes = {}
        for place, (name, day) in enumerate(self._coming().items()):
            words = f"{name}, {dated_day(day)}"
            # A box does not wrap its words by itself.
            box = QCheckBox("\n".join(wrap(words, _WRAPPED_AT)) if stacked() else words)
            box.setChecked(name in self._kept)
            box.clicked.connect(self._changed)
            self.boxes[name] = box
            self._grid.addWidget(box, place, 0)
        known = bool(self.boxes)
        self._none.setVisible(not known)
        for widget in (self.all, self.none, self.save):
            widget.setVisible(known)

    def _coming(self) -> dict[str, date]:
        """Every holiday of the coming year with its next date."""
        calendar = PublicHolidays(self._region, str(self.subdivision.currentData() or ""))
        coming: dict[str, date] = {}
        for day, name in calendar.of_year(self._today.year) + calendar.of_year(self._today.year + 1):
            if self._today <= day < self._today + _A_YEAR and name == plain_name(name):
                coming.setdefault(name, day)
        return coming

    def _follow_place(self) -> None:
        self._kept = self.choice().kept
        self._fill()
        self._changed()

    def _tick(self, *, on: bool) -> None:
        for box in self.boxes.values():
            box.setChecked(on)
        self._changed()

    def _changed(self) -> None:
        self.save.setEnabled(True)
        self.edited.emit()
