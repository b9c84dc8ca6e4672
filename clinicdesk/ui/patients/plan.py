"""The plans of care on a record: what stands, making one, changing one."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from clinicdesk.desk.plan_views import PlanForm, PlanStanding
from clinicdesk.desk.plans import refuse_faulty
from clinicdesk.domain.patient import Patient
from clinicdesk.domain.plan import PlanOfCare, PlanStatus
from clinicdesk.errors import ClinicDeskError, InvalidValues, StaleRecord
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.fields import button, separator
from clinicdesk.ui.form_draft import FieldsDraft
from clinicdesk.ui.line_form import LineForm
from clinicdesk.ui.pages import KeyHelp, bring_into_view
from clinicdesk.ui.patients.plan_form import PlanFields
from clinicdesk.ui.patients.plan_view import STATUS_WORDS, PlanView
from clinicdesk.ui.patients.section import Section
from clinicdesk.ui.style import SPACE, set_role
from clinicdesk.ui.when import plain_day

_NONE = "None yet. A plan says where the person wants to get to, and counts the sessions on the way."
_CHANGED = "The plan was changed; the version before stays on file."


class CompleteForm(LineForm):
    """How a plan came to its end.

    Signals:
        complete_confirmed(words): it is completed.
        left: nothing is to be done.
    """

    complete_confirmed = Signal(str)

    def __init__(self) -> None:
        super().__init__("How did the plan end?", button("Complete the plan", role="primary"), "Go on with it")
        self.note = QLineEdit()
        self.note.setAccessibleName("How it ended")
        self.note.setPlaceholderText("Goal reached, carries on with exercises at home")
        self.fields.addWidget(self.note, 1)
        self.setFocusProxy(self.note)

    def accept(self) -> None:
        """Complete with what was written; a plan does not end without a word."""
        if self.note.text().strip():
            self.complete_confirmed.emit(self.note.text().strip())
        else:
            self.show_fault("Write in a few words how it ended.", self.note)


class PlanSection(Section):
    """What is agreed with a person.

    Signals:
        series_requested(Patient, PlanOfCare): book the sessions of a plan.
    """

    series_requested = Signal(object, object)

    def __init__(self, context: DeskContext) -> None:
        super().__init__(context)
        self._patient: Patient | None = None
        self._changed: PlanOfCare | None = None
        self.views: list[PlanView] = []
        self.fields: PlanFields | None = None
        self._ending: CompleteForm | None = None
        self.new_button = button("Make a plan", icon="plus")
        self.new_button.clicked.connect(self.make_plan)
        head = QHBoxLayout()
        head.addWidget(set_role(QLabel("Plan of care"), "heading"), 1)
        head.addWidget(self.new_button)
        self.column.addLayout(head)
        self.words = set_role(QLabel(_NONE), "muted")
        self.words.setWordWrap(True)
        self.column.addWidget(self.words)
        self._body = QVBoxLayout()
        self._body.setSpacing(2 * SPACE)
        self.column.addLayout(self._body)
        context.actor_changed.connect(lambda _actor: self._patient and self.reload())

    def show_patient(self, patient: Patient) -> None:
        """Show the plans of a person; a form begun for them stays."""
        if self._patient is None or self._patient.id != patient.id:
            self._close_form()
        self._patient = patient
        self.reload()

    def records_changed(self, patient: Patient) -> None:
        """Show them as they are now; what is being typed stays."""
        self._patient = patient
        self.reload()

    def keys(self) -> tuple[KeyHelp, ...]:
        """The key of the series, where one can be booked."""
        return (("S", "Book the series of the plan"),) if self._series_plan() else ()

    def book_series(self) -> bool:
        """Book the series of the plan that goes on; returns whether there is one."""
        plan = self._series_plan()
        if plan is not None:
            self.series_requested.emit(self._patient, plan)
        return plan is not None

    def make_plan(self) -> None:
        """Open an empty form."""
        self._changed = None
        fields = self._open_form()
        fields.show_new()
        fields.draft.fill(self._patient.id if self._patient is not None else "")

    def reload(self) -> None:
        """Read the plans anew."""
        if self._patient is None or self.fields is not None or self._ending is not None:
            return
        context = self.context
        standings = context.desk.plans.of_patient(self._patient, actor=context.actor, now=context.now())
        kept_focus = self.isAncestorOf(self.focusWidget() or self)
        self._clear()
        open_ones = [each for each in standings if each.plan.status.open]
        for standing in open_ones:
            self._add_view(standing)
        for standing in standings[len(open_ones) :]:
            closed = _closed(standing)
            self._body.addWidget(closed)
            closed.show()
        self.words.setVisible(not standings)
        self.new_button.setText("Make a plan" if not open_ones else "Make another plan")
        self.new_button.show()
        if kept_focus and self.views:
            next(iter(self.views[0].buttons.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_view(self, standing: PlanStanding) -> None:
        view = PlanView(self.context, standing)
        plans = self.context.desk.plans
        view.change_requested.connect(self._change)
        view.confirm_requested.connect(self._confirm)
        view.pause_requested.connect(
            lambda plan: self._step(
                plan, plans.pause, "The plan rests; nothing counts until it goes on.", reason="", **self._by
            )
        )
        view.resume_requested.connect(self._resume)
        view.drop_requested.connect(
            lambda plan: self._step(plan, plans.set_aside, "The draft was dropped.", **self._by)
        )
        view.complete_requested.connect(lambda plan: self._ask_how(view, plan))
        view.versions_requested.connect(lambda plan: self._show_versions(view, plan))
        view.series_requested.connect(lambda plan: self.series_requested.emit(self._patient, plan))
        if self.views:
            self._body.addWidget(separator())
        self.views.append(view)
        self._body.addWidget(view)
        view.show()

    def _series_plan(self) -> PlanOfCare | None:
        return next((view.plan for view in self.views if "series" in view.buttons), None)

    def _change(self, plan: PlanOfCare) -> None:
        self._changed = plan
        fields = self._open_form()
        fields.show_plan(plan)
        fields.draft.fill(plan.id)

    def _open_form(self) -> PlanFields:
        self._clear()
        self.words.hide()
        self.new_button.hide()
        fields = self.fields = PlanFields(self.context)
        fields.save_requested.connect(self._save)
        fields.left.connect(self._leave)
        self._body.addWidget(fields)
        fields.show()
        bring_into_view(self)
        fields.goal.setFocus(Qt.FocusReason.OtherFocusReason)
        return fields

    def _save(self) -> None:
        if self.fields is None or self._patient is None:
            return
        form, plan, plans = self.fields.form(), self._changed, self.context.desk.plans
        patient = self._patient
        if plan is None:
            said = "The plan is written down." if self.context.at_therapist else "The draft waits for a therapist."
            self._store(lambda: plans.draft(patient, form, **self._by), said)
        elif plan.status is PlanStatus.DRAFT:
            self._store(lambda: plans.change_draft(plan, form, **self._by), _CHANGED)
        else:
            self._vouch_for_change(self.fields, plan, form)

    def _vouch_for_change(self, fields: PlanFields, plan: PlanOfCare, form: PlanForm) -> None:
        context = self.context
        try:
            refuse_faulty(form, confirmed=True)
        except InvalidValues as error:
            fields.show_errors(error)
            return
        change = context.desk.plans.change
        context.vouch(
            "change a confirmed plan",
            lambda vouched: self._store(lambda: change(plan, form, vouched=vouched, now=context.now()), _CHANGED),
        )

    def _store(self, store: Callable[[], PlanOfCare], said: str) -> None:
        if self.fields is None:
            return
        try:
            store()
        except InvalidValues as error:
            self.fields.show_errors(error)
        except StaleRecord as stale:
            self._take_in_theirs(self.fields, stale)
        except ClinicDeskError as error:
            self.context.messages.show_error(error)
        else:
            self.fields.draft.drop()
            self.context.messages.info(said)
            self._leave()
            self.stored.emit()

    def _take_in_theirs(self, fields: PlanFields, stale: StaleRecord) -> None:
        """Put what was typed on top of what somebody else stored meanwhile, to be checked and saved again."""
        context, patient, mine = self.context, self._patient, self._changed
        if patient is None or mine is None:
            return
        standings = context.desk.plans.of_patient(patient, actor=context.actor, now=context.now())
        plan = next((each.plan for each in standings if each.plan.id == mine.id), mine)
        typed, self._changed = fields.draft.typed, plan
        fields.show_plan(plan)
        fields.draft.refill(typed)
        context.messages.warning(f"{stale} What you typed stands here: check it and save again.")

    def _leave(self) -> None:
        self._close_form()
        self.reload()
        first = next(iter(self.views[0].buttons.values())) if self.views else self.new_button
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_form(self) -> None:
        if self.fields is not None or self._ending is not None:
            self.fields = self._ending = None
            self._clear()

    def _step(
        self,
        plan: PlanOfCare,
        step: Callable[..., PlanOfCare],
        said: str,
        *,
        after: Callable[[], None] | None = None,
        **given: object,
    ) -> None:
        context = self.context
        try:
            step(plan, **{"now": context.now()} | given)
        except ClinicDeskError as error:
            context.messages.show_error(error)
        else:
            context.messages.info(said)
            if after is not None:
                after()
        self._ending = None
        self.reload()
        self.stored.emit()

    @property
    def _by(self) -> dict[str, Any]:
        return {"actor": self.context.actor, "now": self.context.now()}

    def _confirm(self, plan: PlanOfCare) -> None:
        confirm = self.context.desk.plans.confirm
        self.context.vouch(
            "confirm the plan",
            lambda vouched: self._step(plan, confirm, "The plan is confirmed.", vouched=vouched),
        )

    def _resume(self, plan: PlanOfCare) -> None:
        resume = self.context.desk.plans.resume
        self.context.vouch(
            "go on with the plan", lambda vouched: self._step(plan, resume, "The plan goes on.", vouched=vouched)
        )

    def _complete(self, plan: PlanOfCare, words: str, draft: FieldsDraft) -> None:
        complete = self.context.desk.plans.complete
        self.context.vouch(
            "complete the plan",
            lambda vouched: self._step(
                plan, complete, "The plan is completed.", after=draft.drop, reason=words, vouched=vouched
            ),
        )

    def _ask_how(self, view: PlanView, plan: PlanOfCare) -> None:
        self._ending = None
        self.reload()
        view = next((each for each in self.views if each.plan.id == plan.id), view)
        form = self._ending = CompleteForm()
        draft = FieldsDraft(self.context, "plan end", lambda: {"note": form.note}, form)
        draft.fill(plan.id)
        form.complete_confirmed.connect(lambda words: self._complete(plan, words, draft))
        form.left.connect(self._leave)
        self._body.insertWidget(self._body.indexOf(view) + 1, form)
        form.show()
        form.setFocus()

    def _show_versions(self, view: PlanView, plan: PlanOfCare) -> None:
        context = self.context
        versions = context.desk.plans.versions(plan, actor=context.actor, now=context.now())
        names = {member.id: member.name for member in context.desk.clinic.staff()}
        lines = "\n".join(_version_words(context, names, each) for each in versions)
        label = set_role(QLabel(lines), "detail")
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setAccessibleName(f"Versions of the plan: {lines}")
        self._body.insertWidget(self._body.indexOf(view) + 1, label)
        label.show()
        view.buttons["versions"].hide()

    def _clear(self) -> None:
        self.views = []
        while (item := self._body.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()


def _version_words(context: DeskContext, names: dict[str, str], plan: PlanOfCare) -> str:
    day = plain_day(context.local(plan.made_at).date())
    who = names.get(plan.made_by, "somebody who no longer works here")
    counts = ", ".join(f"{part.sessions} {part.kind.value.replace('_', ' ')}" for part in plan.parts)
    reason = f" {plan.reason}" if plan.reason else ""
    return f"{plan.version}. {day}, {who}: {STATUS_WORDS[plan.status].lower()}, {counts}, “{plan.goal}”.{reason}"


def _closed(standing: PlanStanding) -> QWidget:
    plan = standing.plan
    used = ", ".join(
        f"{count.used} of {count.planned} {kind.value.replace('_', ' ')}" for kind, count in standing.counts.items()
    )
    words = f"{STATUS_WORDS[plan.status]}: “{plan.goal}”, {used}, until {plain_day(plan.expires_on)}. {plan.reason}"
    label = set_role(QLabel(words.strip()), "muted")
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
