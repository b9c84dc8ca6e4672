"""One open referral: who, why, what was done so far, what is missing, and the sessions still in the book."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from clinicdesk.desk.referrals import CaseView, OutcomeForm
from clinicdesk.domain.referral import ReferralEvent, Whom
from clinicdesk.domain.session import CancelCause
from clinicdesk.domain.suitability import Verdict
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.fields import button
from clinicdesk.ui.follow_up.case_forms import OutcomeFields, ToldForm
from clinicdesk.ui.follow_up.task_row import TaskRow, plain
from clinicdesk.ui.names import before_more, left_to_right
from clinicdesk.ui.referral_words import NEXT_WORDS, age_words, happened_lines, opened_words
from clinicdesk.ui.stacking import stack
from clinicdesk.ui.style import SPACE, IconLabel
from clinicdesk.ui.when import clock_span, short_day

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

    from clinicdesk.desk.views import SessionRow
    from clinicdesk.desk.vouching import Vouched

_URGENT = Verdict.REFER_URGENTLY
CANCEL_REASON = "Referred urgently; a doctor sees the person first"


class CaseRow(TaskRow):
    """T notes who was told, L makes the letter, O records the outcome, C and K decide about the next session.

    Signals:
        done(Callable): do this, which says in words what was done.
        letter_requested(ReferralCase): show the letter.
    """

    done = Signal(object)
    letter_requested = Signal(object)

    def __init__(self, context: DeskContext, view: CaseView, *, named: bool = True) -> None:
        """``named`` says who it is about, where that is not plain."""
        super().__init__(context, key=view.case.id, patient_id=view.patient.id)
        self.view = view
        name = view.patient.details.full_name
        self.deed("Told…", "T", self._ask_told, name=name)
        self.deed("Letter…", "L", lambda: self.letter_requested.emit(view.case), name=name)
        self.deed("Outcome…", "O", self._ask_outcome, name=name)
        self.sessions = [self._session(row) for row in view.coming]
        self._lay_out(named)
        self.setAccessibleName(self._spoken())

    # -- what is done ------------------------------------------------------------------------------

    def _ask_told(self) -> None:
        form = ToldForm(self.view.case, self.context.clinic.tz)
        form.told.connect(self._told)
        form.taken_back.connect(self._take_back)
        self.open_form(form)
        form.setFocus()

    def _told(self, whom: Whom, name: str) -> None:
        context = self.context

        def tell() -> str:
            context.desk.referrals.tell(self.view.case, whom, name=name, actor=context.actor, now=context.now())
            return "It is noted who was told."

        self.done.emit(tell)

    def _take_back(self, event: ReferralEvent) -> None:
        context = self.context

        def take_back() -> str:
            context.desk.referrals.take_back(self.view.case, event, actor=context.actor, now=context.now())
            return "It is noted that this was a mistake."

        self.done.emit(take_back)

    def _ask_outcome(self) -> None:
        context = self.context
        if not context.at_therapist:
            context.messages.warning(
                "Only a therapist records the outcome of a referral. Ask one to sit down at the desk; nothing is lost."
            )
            return
        findings = context.desk.ruleset.knowledge.findings
        again = context.desk.referrals.asked_again_after(self.view.case)
        others = [each for each in findings.values() if each.id not in again and each.asked_by in {"desk", "patient"}]
        form = OutcomeFields(context, [findings[key] for key in sorted(again)], others)
        form.draft.fill(self.view.case.id)
        form.filled.connect(lambda filled: self._vouch(form, filled))
        self.open_form(form)
        form.setFocus()

    def _vouch(self, form: OutcomeFields, filled: OutcomeForm) -> None:
        """An outcome stands under a therapist's name, who types their PIN."""
        faults = self.context.desk.referrals.faults(self.view.case, filled, now=self.context.now())
        form.show_faults(faults)
        if not faults:
            self.context.vouch(
                "record the outcome of this referral", lambda vouched: self._record(form, filled, vouched)
            )

    def _record(self, form: OutcomeFields, filled: OutcomeForm, vouched: "Vouched") -> None:
        context = self.context

        def record() -> str:
            event = context.desk.referrals.record_outcome(self.view.case, filled, vouched=vouched, now=context.now())
            form.draft.drop()
            if event.outcome is not None and not event.outcome.closes:
                return "The outcome is kept. The case stays open: nothing can be booked until they were seen."
            return "The referral is closed. Ask the questions that it rests on again, then book."

        self.done.emit(record)

    def _cancel(self, row: "SessionRow") -> Callable[[], str]:
        context = self.context

        def cancel() -> str:
            context.desk.day.cancel(
                row.session, reason=CANCEL_REASON, cause=CancelCause.CLINIC, actor=context.actor, now=context.now()
            )
            return f"The session of {row.patient.name} on {self._day(row)} was cancelled."

        return cancel

    def _keep(self, row: "SessionRow") -> Callable[[], str]:
        context = self.context

        def keep() -> str:
            context.desk.referrals.keep(self.view.case, row.session, actor=context.actor, now=context.now())
            return f"The session on {self._day(row)} stays in the book, held."

        return keep

    # -- what stands there -------------------------------------------------------------------------

    def _lay_out(self, named: bool) -> None:
        view, zone = self.view, self.context.clinic.tz
        words = QVBoxLayout()
        words.setSpacing(2)
        if named:
            words.addLayout(self.who(view.patient.details.full_name, view.patient.details.phone))
        words.addLayout(self._opened())
        for told in (*self._reasons(), *happened_lines(view, zone)):
            words.addWidget(plain(told))
        foot = QHBoxLayout()
        foot.setSpacing(SPACE // 2)
        missing = view.case.missing
        foot.addWidget(plain(NEXT_WORDS[missing] if missing else "", "strong"), 1)
        deeds = QHBoxLayout()
        deeds.setSpacing(SPACE // 2)
        for key in "TLO":
            deeds.addWidget(self.deeds[key])
        foot.addLayout(deeds)
        stack(foot)
        words.addLayout(foot)
        for line in self.sessions:
            words.addLayout(line)
        self.column.addLayout(words)

    def _opened(self) -> QHBoxLayout:
        view = self.view
        line = QHBoxLayout()
        line.setSpacing(SPACE // 2)
        line.addWidget(IconLabel("octagon-alert", _URGENT.code, 14))
        age = age_words(view.case.referral.opened_at, self.context.now())
        line.addWidget(plain(left_to_right(f"{opened_words(view, self.context.clinic.tz)} · {age} ago")), 1)
        return line

    def _reasons(self) -> list[str]:
        """Why: to the therapist by the name of each rule, to the desk by what it was told to do."""
        reasons = self.view.case.referral.reasons
        if self.context.at_therapist:
            return [f"Why: {'; '.join(dict.fromkeys(reason.title for reason in reasons))}"]
        return list(dict.fromkeys(reason.desk for reason in reasons))

    def _session(self, row: "SessionRow") -> QHBoxLayout:
        """A session still to come; the first that is not decided about has the letters."""
        zone = self.context.clinic.tz
        span = clock_span(row.session.starts_at, row.session.ends_at, zone)
        words = f"{self._day(row)}, {span} · {row.session_type.name} · {before_more(row.therapist.name)}"
        line = QHBoxLayout()
        line.setSpacing(SPACE // 2)
        line.addWidget(IconLabel("hand", "muted", 14))
        if row.session.id in self.view.kept:
            line.addWidget(plain(f"{words} · kept, held", "muted"), 1)
        else:
            line.addWidget(plain(f"{words} · held"), 1)
            line.addWidget(self._decide("Keep held", "K", words, self._keep(row)))
        line.addWidget(self._decide("Cancel", "C", words, self._cancel(row)))
        return line

    def _decide(self, words: str, key: str, session: str, deed: Callable[[], str]) -> "QPushButton":
        if key not in self.deeds:
            return self.deed(words, key, lambda: self.done.emit(deed), name=session)
        made = button(words, role="quiet")
        made.setAccessibleName(f"{words}: {session}")
        made.clicked.connect(lambda: self.done.emit(deed))
        return made

    def _day(self, row: "SessionRow") -> str:
        return short_day(row.session.starts_at.astimezone(self.context.clinic.tz).date())

    def _spoken(self) -> str:
        view, zone = self.view, self.context.clinic.tz
        missing = view.case.missing
        parts = [view.patient.details.full_name, opened_words(view, zone), *happened_lines(view, zone)]
        coming = len(view.coming)
        if coming:
            parts.append("1 session is held" if coming == 1 else f"{coming} sessions are held")
        return ". ".join([*parts, NEXT_WORDS[missing] if missing else ""])
