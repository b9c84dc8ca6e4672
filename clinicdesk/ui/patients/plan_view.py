"""One plan of care as it stands."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from clinicdesk.desk.plan_notices import share_words
from clinicdesk.desk.plan_views import Alert, PlanNotice, PlanStanding
from clinicdesk.domain.passive_share import falls
from clinicdesk.domain.plan import ACTIVE_TECHNIQUES, PartCount, PlanOfCare, PlanStatus
from clinicdesk.domain.session import SessionType
from clinicdesk.domain.suitability import Kind
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.fields import button
from clinicdesk.ui.stacking import stack_if_large, stacked
from clinicdesk.ui.style import SPACE, IconLabel, kind_words, set_role
from clinicdesk.ui.when import plain_day

STATUS_WORDS = {
    PlanStatus.DRAFT: "Draft",
    PlanStatus.ACTIVE: "Active",
    PlanStatus.PAUSED: "Paused",
    PlanStatus.COMPLETED: "Completed",
    PlanStatus.SUPERSEDED: "Set aside",
}
_ICONS = {
    Alert.UNSUITABLE: ("ban", "error"),
    Alert.EXPIRED: ("calendar-x", "warning"),
    Alert.EXPIRES_SOON: ("clock", "warning"),
    Alert.REVIEW_DUE: ("stethoscope", "warning"),
    Alert.USED_UP: ("circle-alert", "warning"),
    Alert.MASSAGE_ONLY: ("dumbbell", "warning"),
    Alert.NOT_FALLING: ("activity", "warning"),
}
_HEADS = ("", "Planned", "Used", "Booked", "Left", "Spacing")
_ASK = "Only a therapist can do this."


class NoticeLine(QWidget):
    """One line that a plan has to say, with its icon."""

    def __init__(self, notice: PlanNotice) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        row.addWidget(IconLabel(*_ICONS.get(notice.alert, ("info", "accent")), 18), 0, Qt.AlignmentFlag.AlignTop)
        self.words = QLabel(notice.words)
        self.words.setWordWrap(True)
        row.addWidget(self.words, 1)


class PlanView(QWidget):
    """A plan: goal, counts, what it has to say, and what can be done with it.

    Signals:
        change_requested, confirm_requested, pause_requested, resume_requested, complete_requested, drop_requested,
        series_requested, versions_requested: with the plan; the person wants this.
    """

    change_requested = Signal(object)
    confirm_requested = Signal(object)
    pause_requested = Signal(object)
    resume_requested = Signal(object)
    complete_requested = Signal(object)
    drop_requested = Signal(object)
    series_requested = Signal(object)
    versions_requested = Signal(object)

    def __init__(self, context: DeskContext, standing: PlanStanding) -> None:
        super().__init__()
        self._context = context
        self.standing = standing
        self.buttons: dict[str, QPushButton] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE)
        self._add_goal()
        for notice in standing.notices:
            self._column.addWidget(NoticeLine(notice))
        if standing.advice:
            self._column.addWidget(_words(standing.advice, "muted"))
        self._column.addLayout(self._counts())
        self._add_share()
        self._add_terms()
        self._add_buttons()

    @property
    def plan(self) -> PlanOfCare:
        """The plan shown."""
        return self.standing.plan

    def _add_goal(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(_words(f"“{self.plan.goal}”", "strong"), 1)
        row.addWidget(set_role(QLabel(STATUS_WORDS[self.plan.status]), "pill"), 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(row)
        if self.plan.activity:
            self._column.addWidget(_words(f"Measured by: {self.plan.activity}", "muted"))

    def _counts(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE if stacked() else 3 * SPACE)
        grid.setVerticalSpacing(SPACE // 2)
        for place, head in enumerate(_HEADS):
            grid.addWidget(set_role(QLabel(head), "detail"), 0, place, _side(place))
        types = {each.id: each for each in self._context.desk.clinic.session_types()}
        # In large text the name has a line of its own above its numbers.
        apart_from_name = int(stacked())
        for number, part in enumerate(self.plan.parts):
            line = 1 + number * (2 + apart_from_name)
            count = self.standing.counts[part.kind]
            name = QLabel(kind_words(part.kind))
            given = _words(_given(types.get(part.session_type_id), count), "detail")
            grid.addWidget(given, line + apart_from_name + 1, 0, 1, len(_HEADS) + 1)
            grid.addWidget(name, line, 0, 1, len(_HEADS) if apart_from_name else 1)
            apart = "any day" if part.min_days <= 1 else f"{part.min_days} days"
            cells = (count.planned, count.used, count.booked, count.left, apart)
            for place, cell in enumerate(cells, start=1):
                shown = set_role(QLabel(str(cell)), "strong" if place == 4 else "body")  # noqa: PLR2004 - what is left
                shown.setAccessibleName(f"{name.text()}, {_HEADS[place]}: {cell}")
                grid.addWidget(shown, line + apart_from_name, place, _side(place))
        grid.setColumnStretch(len(_HEADS), 1)
        return grid

    def _add_share(self) -> None:
        shares = self.standing.shares
        if len(shares) > 1 and self.plan.part(Kind.MASSAGE):
            course = "falls" if falls(shares) else "does not fall"
            row = QHBoxLayout()
            row.setSpacing(SPACE)
            row.addWidget(IconLabel("trending-down", "accent" if falls(shares) else "warning", 18))
            words = f"Passive care {course}: {share_words(shares)} of the sessions, third by third."
            row.addWidget(_words(words, "body"), 1)
            self._column.addLayout(row)

    def _add_terms(self) -> None:
        plan, standing = self.plan, self.standing
        terms = [
            f"{plain_day(plan.starts_on)} to {plain_day(plan.expires_on)}",
            f"review {plain_day(plan.review_on)}",
        ]
        if plan.same_day and len(plan.parts) > 1:
            terms.append("both on one day where it fits, massage first")
        if plan.missed_count:
            terms.append("no-shows and late cancellations use up a session")
        self._column.addWidget(_words(" · ".join(terms), "muted"))
        day = plain_day(self._context.local(plan.made_at).date())
        made = f"Version {plan.version} by {standing.made_by}, {day}"
        confirmed = f", confirmed by {standing.confirmed_by}" if standing.confirmed_by else ", not confirmed yet"
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(_words(f"{made}{confirmed}.", "detail"), 1)
        if plan.version > 1:
            self._button("versions", "Earlier versions", row, role="link")
        self._column.addLayout(row)

    def _add_buttons(self) -> None:
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(SPACE)
        status = self.plan.status
        if status is PlanStatus.DRAFT:
            self._button("confirm", "Confirm", row, role="primary", icon="check", therapist=True)
            self._button("change", "Change", row, icon="pencil")
            self._button("drop", "Drop the draft", row, role="quiet")
        elif status is PlanStatus.ACTIVE:
            self._button("series", "Book the series", row, icon="repeat", keys="S")
            self._button("change", "Change", row, icon="pencil", therapist=True)
            self._button("pause", "Pause", row)
            self._button("complete", "Complete", row, therapist=True)
        elif status is PlanStatus.PAUSED:
            self._button("resume", "Go on", row, icon="play", therapist=True)
            self._button("complete", "Complete", row, therapist=True)
        row.addStretch(1)
        stack_if_large(row)
        self._column.addLayout(row)

    def _button(
        self,
        name: str,
        text: str,
        row: QBoxLayout,
        *,
        role: str = "",
        icon: str = "",
        keys: str = "",
        therapist: bool = False,
    ) -> None:
        made = button(text, role=role, icon=icon, keys=keys)
        if therapist and not self._context.at_therapist:
            made.setEnabled(False)
            made.setToolTip(_ASK)
            made.setAccessibleDescription(_ASK)
        made.clicked.connect(lambda: getattr(self, f"{name}_requested").emit(self.plan))
        self.buttons[name] = made
        row.addWidget(made)


def _words(text: str, role: str) -> QLabel:
    label = set_role(QLabel(text), role)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _given(session_type: SessionType | None, count: PartCount) -> str:
    """What is usually given, and how much of what was used the person did themselves: any type of the kind counts."""
    usual = []
    if session_type is not None:
        sort = "active" if session_type.technique in ACTIVE_TECHNIQUES else "passive"
        usual.append(f"usually {session_type.name} ({sort})")
    if count.active or (count.used and session_type is not None and session_type.technique in ACTIVE_TECHNIQUES):
        usual.append(f"{count.active} of the {count.used} used were active")
    return "; ".join(usual)


def _side(place: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if 0 < place < len(_HEADS) - 1 else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
