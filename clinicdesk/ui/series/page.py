"""The page of a series: what is wished for on top, every date below as it would come to, one button for all."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinicdesk.desk.hours import local_date, same_clock
from clinicdesk.desk.keys import new_key
from clinicdesk.desk.series_views import RowCheck, SeriesRow
from clinicdesk.domain.patient import Patient
from clinicdesk.domain.plan import PlanOfCare
from clinicdesk.domain.session import BookingRequest, CancelCause, Session
from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.enter_key import enter_presses, is_save
from clinicdesk.ui.fields import PageHeader, button
from clinicdesk.ui.names import before_more, left_to_right
from clinicdesk.ui.pages import KeyHelp, Page, bring_into_view, scrolling
from clinicdesk.ui.place_form import PlaceForm
from clinicdesk.ui.series.change_form import ChangeForm
from clinicdesk.ui.series.rows_model import RowsModel, fit_words
from clinicdesk.ui.series.rows_table import RowsTable
from clinicdesk.ui.series.summary import counted, summary_of
from clinicdesk.ui.series.wish_form import WishForm
from clinicdesk.ui.style import SPACE, set_role

if TYPE_CHECKING:
    from datetime import date

    from clinicdesk.domain.suitability import Kind
    from clinicdesk.ui.context import DeskContext


class SeriesPage(Page):
    """A series to be booked, or one to be changed.

    Signals:
        patient_opened(Patient): whose series it is, so that nothing beside it speaks of somebody else.
        series_stored(Patient): it was booked or changed.
    """

    patient_opened = Signal(object)
    series_stored = Signal(object)

    def __init__(self, context: "DeskContext", parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._patient: Patient | None = None
        self._session: Session | None = None
        self._rows: list[SeriesRow] = []
        self._min_days: dict[Kind, int] = {}
        self._ends_on: date | None = None
        self._form: PlaceForm | None = None
        self.store_button = button("Book all", role="primary", icon="calendar-plus", keys="Ctrl+Return")
        self.store_button.clicked.connect(self.store)
        self.back_button = button("Back", role="quiet", icon="arrow-left", keys="Esc")
        self.back_button.clicked.connect(self.closed)
        self.header = PageHeader("Book a series", self.store_button)
        self.header.aside.addWidget(self.back_button)
        self.wish = WishForm(context)
        self.wish.proposal_requested.connect(self.propose)
        self.change = ChangeForm(context)
        self.change.changed.connect(self._follow_change)
        self.words = QLabel()
        self.detail = set_role(QLabel(), "muted")
        self.model = RowsModel(context.clinic.tz)
        self.table = RowsTable(self.model)
        self.table.deed_requested.connect(self._do)
        self.table.row_changed.connect(self._show_detail)
        self._foot = QVBoxLayout()
        self.deeds = {
            "edit": button("Change", icon="pencil", keys="Return"),
            "drop": button("Drop", icon="x", keys="Del"),
            "add": button("Add", icon="plus", keys="Ins"),
        }
        self._deeds = QWidget()
        self._lay_out()
        again = QShortcut(QKeySequence("F5"), self)
        again.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        again.activated.connect(self.propose)

    # -- called by the window --------------------------------------------------------------------

    def start(self, patient: Patient, plan: PlanOfCare) -> None:
        """Begin with what a plan has left, the dates proposed at once."""
        self._patient, self._session, self._ends_on = patient, None, plan.expires_on
        standings = self.context.desk.plans.of_patient(patient, actor=self.context.actor, now=self.context.now())
        counts = next((each.counts for each in standings if each.plan.id == plan.id), {})
        self.wish.show_plan(patient, plan, dict(counts))
        self._show_mode(f"“{plan.goal}”")
        self.propose()

    def start_change(self, patient: Patient, session: Session) -> None:
        """Begin with a session of a series that is to be changed, or the ones after it with it."""
        self._patient, self._session, self._ends_on = patient, session, None
        types = {each.id: each for each in self.context.desk.clinic.session_types()}
        self.change.show_session(session, types[session.session_type_id])
        self._show_mode("Nothing is changed until you say so.")
        self._follow_change()
        self.change.scope.setFocus()

    def page_left(self) -> None:
        """Leave no half-filled form behind."""
        self._close_form()

    def records_changed(self) -> None:
        """Look at the same dates again: somebody may have booked one of them, or changed one of its sessions."""
        self._check()

    def keys(self) -> tuple[KeyHelp, ...]:
        """The keys of this page."""
        new = () if self._session else (("F5", "Propose the dates anew"), ("Ins", "Add a session"))
        return (
            *new,
            ("Return", "Change the date the keyboard is on"),
            ("Del", "Drop it from the list"),
            ("Ctrl+Return", "Change all" if self._session else "Book all, or none"),
            ("Esc", "Go back"),
        )

    # -- the dates -------------------------------------------------------------------------------

    @property
    def checks(self) -> list[RowCheck]:
        """Every date as it stands in the table."""
        found = (self.model.check_at(place) for place in range(self.model.rowCount()))
        return [check for check in found if check is not None]

    def propose(self) -> None:
        """Work the dates out anew."""
        wish = self.wish.wish() if self._session is None else None
        if wish is None:
            return
        self._close_form()
        self._min_days = {part.kind: part.min_days for part in wish.parts}
        self._rows = self.context.desk.series.propose(wish, now=self.context.now())
        self._check()
        first = next((place for place, check in enumerate(self.checks) if not check.fits), 0)
        self.table.setFocus()
        self.table.setCurrentIndex(self.model.index(first, 0))
        bring_into_view(self.words)
        bring_into_view(self.table, self.table.visualRect(self.table.currentIndex()))

    def store(self) -> None:
        """Book or change all of them, or none."""
        context, patient, cancels = self.context, self._patient, self._session is not None and self.change.cancels
        why = self.change.why() if cancels else ("", CancelCause.OTHER)
        if patient is None or why is None:
            return
        actor, now, (reason, cause) = context.actor, context.now(), why
        try:
            if self._session is None:
                stored = context.desk.series.book(self._rows, actor=actor, now=now)
            else:
                stored = context.desk.series.change(self._rows, reason=reason, cause=cause, actor=actor, now=now)
        except ClinicDeskError as error:
            context.messages.show_error(error)
            self._check()
        else:
            self._tell(len(stored), patient)

    def _tell(self, count: int, patient: Patient) -> None:
        deed = "Booked" if self._session is None else "Cancelled" if self.change.cancels else "Changed"
        name, undo = before_more(patient.details.full_name), self.context.undoing.just_done()
        self.series_stored.emit(patient)
        self.closed.emit()
        self.context.messages.info(f"{deed} {counted(count)} of {name}.", undo)

    def _follow_change(self) -> None:
        if self._session is None:
            return
        self._close_form()
        series = self.context.desk.series
        scope, change = self.change.chosen_scope(), self.change.change()
        self._rows = series.changed(self._session, scope, change, now=self.context.now())
        self._check()

    def _check(self) -> None:
        """Ask what every date would come to, and stay on the one the keyboard was on."""
        here = self.model.check_at(self.table.currentIndex().row()) if self.table.currentIndex().isValid() else None
        context = self.context
        self._rows.sort(key=lambda row: row.request.starts_at)
        checks = context.desk.series.check(self._rows, min_days=self._min_days, now=context.now())
        self._rows = [check.row for check in checks]
        self.change.show_rows(self._rows)
        types = {each.id: each.name for each in context.desk.clinic.session_types()}
        staff = {member.id: member.name for member in context.desk.clinic.staff()}
        rooms = {room.id: room.name for room in context.desk.clinic.rooms()}
        self.model.set_names(types, staff, rooms, context.clinic.tz)
        self.model.set_checks(checks)
        place = self.model.place_of(here.row.request.id) if here else None
        if checks:
            self.table.setCurrentIndex(self.model.index(place or 0, 0))
        self._show_state()

    # -- one date --------------------------------------------------------------------------------

    def _do(self, deed: str) -> None:
        check = self.model.check_at(self.table.currentIndex().row()) if self.table.currentIndex().isValid() else None
        if deed == "add" and self._session is None:
            self._add(check)
        elif check is not None and deed == "drop":
            self._drop(check)
        elif check is not None and deed == "edit" and not check.row.off:
            self._edit(check)

    def _edit(self, check: RowCheck) -> None:
        self._close_form()
        types = self.context.desk.clinic.session_types()
        row = check.row
        if row.session is not None:
            types = [each for each in types if each.id == row.request.session_type_id]
        sentence = "Another day, time, therapist or room?" if check.fits else fit_words(check)
        form = PlaceForm(
            self.context, sentence, button("Put it there", role="primary", icon="check"), row.request, types
        )
        form.place_chosen.connect(lambda request: self._put(row, request))
        form.left.connect(self._close_form)
        if not check.fits:
            form.offer(self.context.desk.series.nearest(row, self._rows, now=self.context.now()))
        self._form = form
        self._foot.addWidget(form)
        form.show()
        bring_into_view(form)
        form.setFocus()

    def _put(self, row: SeriesRow, request: BookingRequest) -> None:
        """A row goes elsewhere, to the room chosen for it there, or else to one that is free."""
        other = replace(row, request=request)
        if request.room_id == row.request.room_id:
            other = self.context.desk.series.in_free_room(other, self._rows)
        self._rows = [other if each.request.id == request.id else each for each in self._rows]
        self._close_form()
        self._check()
        self.table.setFocus()

    def _drop(self, check: RowCheck) -> None:
        place = self.table.currentIndex().row()
        self._rows = [row for row in self._rows if row.request.id != check.row.request.id]
        self._close_form()
        self._check()
        if self._rows:
            self.table.setCurrentIndex(self.model.index(min(place, len(self._rows) - 1), 0))
        self.table.setFocus()

    def _add(self, check: RowCheck | None) -> None:
        """One more like the date the keyboard is on, a week later."""
        if check is None:
            return
        clinic, starts_at = self.context.clinic, check.row.request.starts_at
        later = same_clock(clinic, starts_at, local_date(clinic, starts_at) + timedelta(weeks=1))
        request = replace(check.row.request, id=new_key(self.context.now()), starts_at=later)
        added = self.context.desk.series.in_free_room(SeriesRow(request), self._rows)
        self._rows.append(added)
        self._check()
        place = self.model.place_of(request.id)
        if place is not None:
            self.table.setCurrentIndex(self.model.index(place, 0))
            self._do("edit")

    def _close_form(self) -> None:
        if self._form is None:
            return
        form, self._form = self._form, None
        if form.isAncestorOf(self.focusWidget() or self):
            self.table.setFocus()
        form.hide()
        form.deleteLater()

    # -- showing ---------------------------------------------------------------------------------

    def _show_mode(self, subtitle: str) -> None:
        new, patient = self._session is None, self._patient
        name = before_more(patient.details.full_name) if patient else ""
        self.header.set_title("Book a series" if new else "Change the series", left_to_right(f"{name}  ·  {subtitle}"))
        self.wish.setVisible(new)
        self.change.setVisible(not new)
        self.deeds["add"].setVisible(new)
        if patient is not None:
            self.patient_opened.emit(patient)

    def _show_state(self) -> None:
        checks = self.checks
        types = {each.id: each.technique for each in self.context.desk.clinic.session_types()}
        new = self._session is None
        self.words.setText(summary_of(checks, types, self.context.clinic, new=new, ends_on=self._ends_on))
        deed = "Book" if new else "Cancel" if self.change.cancels else "Change"
        self.store_button.setText(f"{deed} {counted(len(checks))}" if checks else deed)
        self.store_button.setEnabled(bool(checks) and all(check.fits for check in checks))
        self.deeds["edit"].setVisible(new or not self.change.cancels)
        for widget in (self.table, self._deeds):
            widget.setVisible(bool(checks))
        self._show_detail()

    def _show_detail(self) -> None:
        index = self.table.currentIndex()
        check = self.model.check_at(index.row()) if index.isValid() else None
        self.detail.setText(self.model.detail_of(check) if check is not None else "")
        self.detail.setVisible(check is not None)

    def _lay_out(self) -> None:
        for label in (self.words, self.detail):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self.words, "strong")
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, SPACE, SPACE)
        column.setSpacing(SPACE + 4)
        row = QHBoxLayout(self._deeds)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        for name, each in self.deeds.items():
            each.clicked.connect(lambda _checked=False, deed=name: self._do(deed))
            row.addWidget(each)
        row.addStretch(1)
        for widget in (self.wish, self.change, self.words, self.table, self.detail, self._deeds):
            column.addWidget(widget)
        column.addLayout(self._foot)
        column.addStretch(1)
        self.column.addWidget(self.header)
        self.column.addWidget(scrolling(content), 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Ctrl+Enter stores, Escape goes back."""
        if is_save(event) and self.store_button.isEnabled():
            self.store()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif not enter_presses(event, self.focusWidget()):
            super().keyPressEvent(event)
