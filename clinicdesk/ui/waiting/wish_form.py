"""What somebody waits for: which session, on which days, at which hours, with whom, how urgently and until when."""

from dataclasses import dataclass, replace
from datetime import date, time
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from clinicdesk.desk.keys import new_key
from clinicdesk.desk.moving import movable
from clinicdesk.desk.waiting import usual_last_day
from clinicdesk.domain.session import Session
from clinicdesk.domain.waiting import EVERY_WEEKDAY, WaitingEntry, Wish
from clinicdesk.errors import ClinicDeskError, InvalidValues, StaleRecord
from clinicdesk.ui.booking.clock_edit import ClockEdit, read_clock
from clinicdesk.ui.booking.summary import who_of
from clinicdesk.ui.day_field import DayField
from clinicdesk.ui.enter_key import enter_moves_on, is_save
from clinicdesk.ui.fields import Card, Field, Option, Segmented, button
from clinicdesk.ui.form_draft import FieldsDraft, KeptStrip
from clinicdesk.ui.names import before_more, left_to_right
from clinicdesk.ui.person_search import PersonSearch
from clinicdesk.ui.stacking import stack, stacked
from clinicdesk.ui.style import SPACE, set_role, text_factor
from clinicdesk.ui.weekday_chips import WeekdayChips
from clinicdesk.ui.when import moment_words

if TYPE_CHECKING:
    from clinicdesk.desk.views import PatientSummary
    from clinicdesk.domain.patient import Patient
    from clinicdesk.ui.context import DeskContext

_CLOCK_WIDTH = 76
_MOST_LETTERS = 200
_BESIDE = 3
_ROUTINE, _URGENT = "routine", "urgent"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One choice of what is waited for: an earlier time of a session, or a session of a type."""

    session_type_id: str
    session: Session | None


class WishForm(Card):
    """Ask for whom first, unless that is known; then what, when and with whom. Ctrl+Enter keeps it, Escape leaves.

    Signals:
        kept(WaitingEntry, str): it is on the list, or changed; the person's name.
        left: nothing was kept.
        registration_requested(text): the person is new.
    """

    kept = Signal(object, str)
    left = Signal()
    registration_requested = Signal(str)

    def __init__(self, context: "DeskContext") -> None:
        super().__init__()
        self._context = context
        self._entry: WaitingEntry | None = None
        self._patient: Patient | None = None
        self.title = set_role(QLabel(), "heading")
        self.title.setWordWrap(True)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.search = PersonSearch(context, name="Who waits")
        self.what = QComboBox()
        self.what.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.what.setMinimumContentsLength(12)
        self.days = WeekdayChips("Days")
        self.earliest, self.latest = ClockEdit(), ClockEdit()
        for editor in (self.earliest, self.latest):
            editor.setPlaceholderText("any")
            editor.setFixedWidth(round(_CLOCK_WIDTH * text_factor()))
        self.urgency = Segmented([Option(_ROUTINE, "Routine"), Option(_URGENT, "Urgent")], name="Urgency")
        self.last_day = DayField("Waits until", context.today(), day_first=context.clinic.day_first)
        self.note = QLineEdit()
        self.note.setMaxLength(_MOST_LETTERS)
        self.therapists: dict[str, QCheckBox] = {}
        self.fields = {
            "what": Field("Waits for", self.what),
            "weekdays": Field("On", self.days, hint="None chosen: any day"),
            "earliest": Field("From", self.earliest),
            "latest": Field("Until", self.latest),
            "expires_on": self.last_day,
            "note": Field("Note", self.note, optional=True),
        }
        self._who = QWidget()
        self._who_grid = QGridLayout(self._who)
        self._who_grid.setContentsMargins(0, 0, 0, 0)
        self.fields["therapists"] = Field("Only with", self._who, hint="None chosen: anybody who gives it")
        self.save_button = button("Put on the list", role="primary", icon="hourglass", keys="Ctrl+Return")
        self.leave_button = button("Leave", role="quiet", keys="Esc")
        self._details = QWidget()
        self._draft = FieldsDraft(context, "wish", self._editors, self)
        self._kept = KeptStrip(self._draft)
        self._lay_out()
        self._connect()
        self.hide()

    @property
    def unsaved(self) -> bool:
        """Whether something was typed here that is not on the list."""
        return bool(self.search.editor.text()) if self._patient is None else bool(self._draft.typed)

    def go_on(self) -> None:
        """Put the keyboard where it was."""
        (self.focusWidget() or (self.search if self._patient is None else self.note)).setFocus()

    # -- opening -------------------------------------------------------------------------------

    def ask_whom(self) -> None:
        """Begin with somebody to be found."""
        self._draft.keep_now()
        self._entry = self._patient = None
        self.title.setText("Who waits for a time?")
        self.search.clear()
        self._show_details(shown=False)

    def ask_for(self, patient: "Patient", session: Session | None = None, entry: WaitingEntry | None = None) -> None:
        """What a person waits for: an earlier time than a session has, if one is given; or change a wish."""
        self._draft.keep_now()
        self._patient, self._entry = patient, entry
        who = who_of(patient, self._context.today())
        self.title.setText(left_to_right(f"{who} waits" if entry is None else f"Change the wish: {who}"))
        self.save_button.setText("Put on the list" if entry is None else "Keep the change")
        self._fill_what(patient, session, entry)
        self._show_wish(entry)
        self._draft.fill(" ".join((patient.id, entry.id if entry else session.id if session else "")))
        self._show_details(shown=True)

    def _choose_person(self, person: "PatientSummary") -> None:
        context = self._context
        try:
            patient = context.desk.patients.open(person.id, actor=context.actor, now=context.now())
        except ClinicDeskError as error:
            context.messages.show_error(error)
            return
        self.ask_for(patient)

    def _show_details(self, *, shown: bool) -> None:
        self.search.setVisible(not shown)
        self._details.setVisible(shown)
        self.save_button.setVisible(shown)
        for field in self.fields.values():
            field.clear_error()
        self.show()
        (self.what if shown else self.search).setFocus()

    def _fill_what(self, patient: "Patient", session: Session | None, entry: WaitingEntry | None) -> None:
        context = self._context
        history = context.desk.history.sessions(patient.id, actor=context.actor, now=context.now())
        ahead = [row for row in history if movable(row.session) and row.session.starts_at > context.now()]
        self.what.blockSignals(True)
        self.what.clear()
        chosen = 0
        for row in ahead:
            when = moment_words(row.session.starts_at, context.clinic.tz)
            words = f"{row.session_type.name}, earlier than {when} with {before_more(row.therapist.name)}"
            self.what.addItem(words, _Wanted(row.session_type.id, row.session))
            if row.session.id == (session.id if session else entry.session_id if entry else ""):
                chosen = self.what.count() - 1
        for each in context.desk.clinic.session_types():
            self.what.addItem(f"{each.name}, nothing booked yet", _Wanted(each.id, None))
            if entry is not None and entry.session_id is None and each.id == entry.session_type_id:
                chosen = self.what.count() - 1
        self.what.setCurrentIndex(chosen)
        self.what.blockSignals(False)
        self._follow_what()

    def _show_wish(self, entry: WaitingEntry | None) -> None:
        wish = entry.wish if entry else Wish()
        self.days.choose(frozenset() if wish.weekdays == EVERY_WEEKDAY else wish.weekdays)
        self.earliest.show_time(wish.earliest)
        self.latest.show_time(wish.latest)
        self.urgency.set_value(_URGENT if entry and entry.urgent else _ROUTINE)
        self.note.setText(entry.note if entry else "")
        for key, box in self.therapists.items():
            box.setChecked(key in wish.therapist_ids)
        if entry is not None:
            self.last_day.show_day(entry.expires_on)

    def _follow_what(self) -> None:
        """Who gives it, and until when one waits for it, follow from what it is."""
        context, wanted = self._context, self._wanted()
        if wanted is None:
            return
        ticked = {key for key, box in self.therapists.items() if box.isChecked()}
        for box in self.therapists.values():
            self._who_grid.removeWidget(box)
            box.deleteLater()
        types = {each.id: each for each in context.desk.clinic.session_types()}
        technique = types[wanted.session_type_id].technique if wanted.session_type_id in types else None
        given = [each for each in context.desk.clinic.therapists() if technique is None or each.gives(technique)]
        self.therapists = {each.id: QCheckBox(each.name) for each in given}
        beside = 1 if stacked() else _BESIDE
        for place, (key, box) in enumerate(self.therapists.items()):
            box.setChecked(key in ticked)
            self._draft.watch(box)
            self._who_grid.addWidget(box, place // beside, place % beside)
        if self._entry is None:
            day = context.local(wanted.session.starts_at).date() if wanted.session else None
            self.last_day.show_day(usual_last_day(day, context.today()))

    # -- keeping -------------------------------------------------------------------------------

    def save(self) -> None:
        """Put the wish on the list, or say beside each field what is wrong."""
        context, patient = self._context, self._patient
        entry = self._read()
        if patient is None or entry is None:
            return
        waiting = context.desk.waiting
        try:
            keep = waiting.ask if self._entry is None else waiting.change
            kept = keep(entry, actor=context.actor, now=context.now())
        except InvalidValues as faults:
            for name, sentence in faults.fields.items():
                self.fields[name].set_error(sentence)
            return
        except StaleRecord as stale:
            self._take_in_theirs(patient, entry, stale)
            return
        except ClinicDeskError as error:
            context.messages.show_error(error)
            return
        self._draft.drop()
        self.kept.emit(kept, patient.details.full_name)

    def _take_in_theirs(self, patient: "Patient", mine: WaitingEntry, stale: StaleRecord) -> None:
        """Put what was typed on top of what somebody else stored meanwhile, to be checked and kept again."""
        context = self._context
        rows = context.desk.waiting.of_patient(patient.id, now=context.now())
        entry = next((row.entry for row in rows if row.entry.id == mine.id), None)
        if entry is not None:
            typed = self._draft.typed
            self._entry = entry
            self._fill_what(patient, None, entry)
            self._show_wish(entry)
            self._draft.refill(typed)
        context.messages.warning(f"{stale} What you typed stands here: check it and keep it again.")

    def _editors(self) -> dict[str, QWidget]:
        named = {"what": self.what, "days": self.days, "earliest": self.earliest, "latest": self.latest}
        more = {"until": self.last_day.edit, "urgency": self.urgency, "note": self.note}
        return {**named, **self.therapists, **more}

    def _wanted(self) -> _Wanted | None:
        wanted = self.what.currentData()
        return wanted if isinstance(wanted, _Wanted) else None

    def _read(self) -> WaitingEntry | None:
        context, patient, wanted = self._context, self._patient, self._wanted()
        for field in self.fields.values():
            field.clear_error()
        earliest, latest = self._clock("earliest"), self._clock("latest")
        last_day: date | None = self.last_day.day()
        if last_day is None:
            self.last_day.set_error("This does not read as a date. Try 24 Nov, in 6 weeks or +42.")
        if patient is None or wanted is None or last_day is None or any(each.error for each in self.fields.values()):
            return None
        wish = Wish(
            weekdays=self.days.chosen() or EVERY_WEEKDAY,
            earliest=earliest,
            latest=latest,
            therapist_ids=tuple(key for key, box in self.therapists.items() if box.isChecked()),
        )
        now = context.now()
        entry = self._entry or WaitingEntry(new_key(now), patient.id, wanted.session_type_id, now, last_day)
        return replace(
            entry,
            session_type_id=wanted.session_type_id,
            session_id=wanted.session.id if wanted.session else None,
            wish=wish,
            urgent=self.urgency.value() == _URGENT,
            note=self.note.text().strip(),
            expires_on=last_day,
        )

    def _clock(self, name: str) -> time | None:
        editor = self.fields[name].editor
        text = editor.text().strip() if isinstance(editor, QLineEdit) else ""
        try:
            return read_clock(text) if text else None
        except ValueError as fault:
            self.fields[name].set_error(str(fault))
            return None

    # -- making --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        when, more = QHBoxLayout(), QHBoxLayout()
        for row in (when, more):
            row.setSpacing(2 * SPACE)
        for name in ("weekdays", "earliest", "latest"):
            when.addWidget(self.fields[name], 0, Qt.AlignmentFlag.AlignTop)
        when.addWidget(self.fields["expires_on"], 1, Qt.AlignmentFlag.AlignTop)
        more.addWidget(Field("Urgency", self.urgency), 0, Qt.AlignmentFlag.AlignTop)
        more.addWidget(self.fields["note"], 1, Qt.AlignmentFlag.AlignTop)
        stack(when, more)
        details = QVBoxLayout(self._details)
        details.setContentsMargins(0, 0, 0, 0)
        details.setSpacing(SPACE)
        details.addWidget(self.fields["what"])
        details.addLayout(when)
        details.addWidget(self.fields["therapists"])
        details.addLayout(more)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE)
        buttons.addStretch(1)
        buttons.addWidget(self.leave_button)
        buttons.addWidget(self.save_button)
        self.column.addWidget(self.title)
        self.column.addWidget(self.search)
        self.column.addWidget(self._kept)
        self.column.addWidget(self._details)
        self.column.addLayout(buttons)

    def _connect(self) -> None:
        self.search.person_chosen.connect(self._choose_person)
        self.search.registration_requested.connect(self.registration_requested)
        self.what.currentIndexChanged.connect(lambda _index: self._follow_what())
        self.save_button.clicked.connect(self.save)
        self.leave_button.clicked.connect(self.left)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Ctrl+Enter keeps, Escape leaves, Enter goes on; nothing reaches the list below."""
        if is_save(event) and self._details.isVisible():
            self.save()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif not enter_moves_on(event, self):
            event.accept()
