"""The page of a series: what is wished for on top, every date below as it would come to, one button for all."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from clinicdesk.domain.patient import Patient
from clinicdesk.domain.plan import PlanOfCare
from clinicdesk.domain.session import CancelCause, Session
from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.enter_key import enter_presses, is_save
from clinicdesk.ui.fields import button
from clinicdesk.ui.names import before_more, left_to_right
from clinicdesk.ui.page_header import PageHeader
from clinicdesk.ui.pages import KeyHelp, Page, bring_into_view, scrolling
from clinicdesk.ui.series.change_form import ChangeForm
from clinicdesk.ui.series.dates import Dates
from clinicdesk.ui.series.summary import counted, staying_words, summary_of
from clinicdesk.ui.series.wish_form import WishForm
from clinicdesk.ui.style import SPACE, set_icon, set_role

if TYPE_CHECKING:
    from datetime import date

    from clinicdesk.ui.context import DeskContext

_DEEDS = {"Book": "calendar-plus", "Change": "calendar-check", "Cancel": "calendar-x"}
"""What the button does, and its icon."""


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
        self._ends_on: date | None = None
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
        self.dates = Dates(context)
        self.dates.checked.connect(self._show_state)
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
        self.dates.close_form()

    def records_changed(self) -> None:
        """Look at the same dates again: somebody may have booked one of them, or changed one of its sessions."""
        self.dates.check()

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

    # -- all of them -----------------------------------------------------------------------------

    def propose(self) -> None:
        """Work the dates out anew."""
        wish = self.wish.wish() if self._session is None else None
        if wish is None:
            return
        rows = self.context.desk.series.propose(wish, now=self.context.now())
        self.dates.show_rows(rows, new=True, min_days={part.kind: part.min_days for part in wish.parts})
        bring_into_view(self.words)
        self.dates.take_keyboard()

    def store(self) -> None:
        """Book or change all of them, or none."""
        context, patient, cancels = self.context, self._patient, self._session is not None and self.change.cancels
        why = self.change.why() if cancels else ("", CancelCause.OTHER)
        if patient is None or why is None:
            return
        actor, now, rows, (reason, cause) = context.actor, context.now(), self.dates.rows, why
        try:
            if self._session is None:
                stored = context.desk.series.book(rows, actor=actor, now=now)
            else:
                stored = context.desk.series.change(rows, reason=reason, cause=cause, actor=actor, now=now)
        except ClinicDeskError as error:
            context.messages.show_error(error)
            self.dates.check()
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
        series, form, now = self.context.desk.series, self.change, self.context.now()
        of = (self._session, form.chosen_scope())
        form.show_pairing(series.pairing(*of, form.change(), now=now))
        form.show_week_choice(series.week_choice(*of, form.change(), now=now))
        self.dates.show_rows(series.changed(*of, form.change(), now=now), new=False)

    # -- showing ---------------------------------------------------------------------------------

    def _show_mode(self, subtitle: str) -> None:
        new, patient = self._session is None, self._patient
        name = before_more(patient.details.full_name) if patient else ""
        self.header.set_title("Book a series" if new else "Change the series", left_to_right(f"{name}  ·  {subtitle}"))
        self.wish.setVisible(new)
        self.change.setVisible(not new)
        if patient is not None:
            self.patient_opened.emit(patient)

    def _show_state(self) -> None:
        checks, new = self.dates.checks, self._session is None
        types = {each.id: each.technique for each in self.context.desk.clinic.session_types()}
        words = summary_of(checks, types, self.context.clinic, new=new, ends_on=self._ends_on)
        self.words.setText(" ".join(filter(None, (words, self._staying()))))
        deed = "Book" if new else "Cancel" if self.change.cancels else "Change"
        changes = sum(check.row.changes for check in checks)
        self.store_button.setText(f"{deed} {counted(changes)}" if changes else deed)
        set_icon(self.store_button, _DEEDS[deed], "on_accent")
        self.store_button.setEnabled(bool(changes) and all(check.fits for check in checks))
        self.change.show_rows(self.dates.rows)

    def _staying(self) -> str:
        """What of the other kind stays where it is while some sessions are moved."""
        context = self.context
        if self._session is None or self.change.cancels or not any(check.row.changes for check in self.dates.checks):
            return ""
        form = self.change
        pairing = context.desk.series.pairing(self._session, form.chosen_scope(), form.change(), now=context.now())
        moved = {row.request.id for row in self.dates.rows}
        others = [each for each in (*pairing.beside, *pairing.apart) if each.id not in moved]
        return staying_words(pairing.kind.other, others, context.clinic.tz)

    def _lay_out(self) -> None:
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self.words, "strong")
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, SPACE, SPACE)
        column.setSpacing(SPACE + 4)
        for widget in (self.wish, self.change, self.words, self.dates):
            column.addWidget(widget)
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
