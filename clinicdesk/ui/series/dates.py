"""The dates of a series, each as it would come to: changed, dropped and added to by hand, and looked at anew."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinicdesk.desk.hours import local_date, same_clock
from clinicdesk.desk.keys import new_key
from clinicdesk.desk.series_views import RowCheck, SeriesRow
from clinicdesk.domain.session import BookingRequest
from clinicdesk.domain.suitability import Kind
from clinicdesk.ui.fields import button
from clinicdesk.ui.pages import bring_into_view
from clinicdesk.ui.place_form import PlaceForm
from clinicdesk.ui.series.rows_model import RowsModel, fit_words
from clinicdesk.ui.series.rows_table import RowsTable
from clinicdesk.ui.style import SPACE, set_role

if TYPE_CHECKING:
    from clinicdesk.ui.context import DeskContext


class Dates(QWidget):
    """The dates in hand.

    Signals:
        checked: they were looked at anew; ``checks`` tells what was found.
    """

    checked = Signal()

    def __init__(self, context: "DeskContext") -> None:
        super().__init__()
        self._context = context
        self.rows: list[SeriesRow] = []
        self._min_days: Mapping[Kind, int] | None = None
        self._new = True
        self.form: PlaceForm | None = None
        self.model = RowsModel(context.clinic.tz)
        self.table = RowsTable(self.model)
        self.table.deed_requested.connect(self._do)
        self.table.row_changed.connect(self._show_detail)
        self.detail = set_role(QLabel(), "muted")
        self.deeds = {
            "edit": button("Change", icon="pencil", keys="Return"),
            "drop": button("Drop", icon="x", keys="Del"),
            "add": button("Add", icon="plus", keys="Ins"),
        }
        self._lay_out()

    @property
    def checks(self) -> list[RowCheck]:
        """Every date as it stands in the table."""
        found = (self.model.check_at(place) for place in range(self.model.rowCount()))
        return [check for check in found if check is not None]

    def show_rows(self, rows: Sequence[SeriesRow], *, new: bool, min_days: Mapping[Kind, int] | None = None) -> None:
        """Look at other dates.

        Args:
            rows: the dates.
            new: whether they are yet to be booked; only then one more can be added.
            min_days: the distances to remark on, by kind; those of the plan where none are given.
        """
        self.close_form()
        self.rows, self._new, self._min_days = list(rows), new, min_days
        self.check()

    def check(self) -> None:
        """Ask what every date would come to, and stay on the one the keyboard was on."""
        here, context = self._current(), self._context
        self.rows.sort(key=lambda row: row.request.starts_at)
        checks = context.desk.series.check(self.rows, min_days=self._min_days, now=context.now())
        self.rows = [check.row for check in checks]
        types = {each.id: each.name for each in context.desk.clinic.session_types()}
        staff = {member.id: member.name for member in context.desk.clinic.staff()}
        rooms = {room.id: room.name for room in context.desk.clinic.rooms()}
        self.model.set_names(types, staff, rooms, context.clinic.tz)
        self.model.set_checks(checks)
        place = self.model.place_of(here.row.request.id) if here else None
        if checks:
            self.table.setCurrentIndex(self.model.index(place or 0, 0))
        self.setVisible(bool(checks))
        self.deeds["add"].setVisible(self._new)
        self.deeds["edit"].setVisible(not all(row.off for row in self.rows))
        self._show_detail()
        self.checked.emit()

    def take_keyboard(self) -> None:
        """Put the keyboard on the first date that does not fit, or else on the first."""
        first = next((place for place, check in enumerate(self.checks) if not check.fits), 0)
        self.table.setFocus()
        self.table.setCurrentIndex(self.model.index(first, 0))
        bring_into_view(self.table, self.table.visualRect(self.table.currentIndex()))

    def close_form(self) -> None:
        """Leave no half-filled form behind."""
        if self.form is None:
            return
        form, self.form = self.form, None
        if form.isAncestorOf(self.focusWidget() or self):
            self.table.setFocus()
        form.hide()
        form.deleteLater()

    # -- one date --------------------------------------------------------------------------------

    def _current(self) -> RowCheck | None:
        index = self.table.currentIndex()
        return self.model.check_at(index.row()) if index.isValid() else None

    def _do(self, deed: str) -> None:
        check = self._current()
        if check is None:
            return
        if deed == "add" and self._new:
            self._add(check)
        elif deed == "drop":
            self._drop(check)
        elif deed == "edit" and not check.row.off:
            self._edit(check)

    def _edit(self, check: RowCheck) -> None:
        self.close_form()
        context, row = self._context, check.row
        types = context.desk.clinic.session_types()
        if row.session is not None:
            types = [each for each in types if each.id == row.request.session_type_id]
        sentence = "Another day, time, therapist or room?" if check.fits else fit_words(check)
        form = PlaceForm(context, sentence, button("Put it there", role="primary", icon="check"), row.request, types)
        form.place_chosen.connect(lambda request: self._put(row, request))
        form.left.connect(self.close_form)
        if not check.fits:
            form.offer(context.desk.series.nearest(row, self.rows, now=context.now()))
        self.form = form
        self._foot.addWidget(form)
        form.show()
        bring_into_view(form)
        form.setFocus()

    def _put(self, row: SeriesRow, request: BookingRequest) -> None:
        """A row goes elsewhere, to the room chosen for it there, or else to one that is free."""
        other = replace(row, request=request)
        if request.room_id == row.request.room_id:
            other = self._context.desk.series.in_free_room(other, self.rows)
        self.rows = [other if each.request.id == request.id else each for each in self.rows]
        self.close_form()
        self.check()
        self.table.setFocus()

    def _drop(self, check: RowCheck) -> None:
        place = self.table.currentIndex().row()
        self.rows = [row for row in self.rows if row.request.id != check.row.request.id]
        self.close_form()
        self.check()
        if self.rows:
            self.table.setCurrentIndex(self.model.index(min(place, len(self.rows) - 1), 0))
        self.table.setFocus()

    def _add(self, check: RowCheck) -> None:
        """One more like the date the keyboard is on, a week later."""
        context, starts_at = self._context, check.row.request.starts_at
        later = same_clock(context.clinic, starts_at, local_date(context.clinic, starts_at) + timedelta(weeks=1))
        request = replace(check.row.request, id=new_key(context.now()), starts_at=later)
        self.rows.append(context.desk.series.in_free_room(SeriesRow(request), self.rows))
        self.check()
        place = self.model.place_of(request.id)
        if place is not None:
            self.table.setCurrentIndex(self.model.index(place, 0))
            self._do("edit")

    # -- showing ---------------------------------------------------------------------------------

    def _show_detail(self) -> None:
        check = self._current()
        self.detail.setText(self.model.detail_of(check) if check is not None else "")

    def _lay_out(self) -> None:
        self.detail.setWordWrap(True)
        self.detail.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        for name, each in self.deeds.items():
            each.clicked.connect(lambda _checked=False, deed=name: self._do(deed))
            row.addWidget(each)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE + 4)
        column.addWidget(self.table)
        column.addWidget(self.detail)
        column.addLayout(row)
        self._foot = QVBoxLayout()
        column.addLayout(self._foot)
