"""The questions of one intake: groups left, one group of rows right."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QStackedWidget, QWidget

from clinicdesk.domain.intake import Source
from clinicdesk.rules import Finding, Group, Knowledge
from clinicdesk.ui.body_map.drawing import Drawing
from clinicdesk.ui.body_map.view import BodyMapView
from clinicdesk.ui.hand_over import HandOverStep
from clinicdesk.ui.intake.answering import Answering, Progress
from clinicdesk.ui.intake.asking import Control, control_of
from clinicdesk.ui.intake.body_page import BODY, BodyPage
from clinicdesk.ui.intake.explaining import InflammationNote
from clinicdesk.ui.intake.group_list import GroupLine, GroupList
from clinicdesk.ui.intake.group_view import GroupView
from clinicdesk.ui.intake.question_row import QuestionRow, editor_of
from clinicdesk.ui.intake.when_editor import Derive, Today
from clinicdesk.ui.pages import scrolling
from clinicdesk.ui.style import SPACE, text_factor

EXPLAINED = "spinal_inflammation_type"
"""The finding whose word means several things; the knowledge explains which."""
_FOLD_BELOW = 760
_IN_SIGHT = 24
_AHEAD_MS = 200
"""How long a group stands before the next one is made ready."""


class AskingView(QWidget):
    """Shows an intake being answered; keeps no answer itself.

    Signals:
        answered(str, Answer or None): a question was answered.
        none_requested(str): record none of these for a group.
        confirm_requested(str): what was said in a group on other days is still so.
        undo_requested: take the last step back.
        hand_over_requested: let the person answer the private questions.
        question_entered(str): the keyboard is in this question now.
        complete_requested: nothing is open any more, and the person goes on.
    """

    answered = Signal(str, object)
    none_requested = Signal(str)
    confirm_requested = Signal(str)
    undo_requested = Signal()
    hand_over_requested = Signal()
    question_entered = Signal(str)
    complete_requested = Signal()

    def __init__(
        self,
        knowledge: Knowledge,
        answering: Answering,
        drawing: Drawing,
        today: Today,
        derive: Derive,
        *,
        day_first: bool,
    ) -> None:
        super().__init__()
        self._knowledge = knowledge
        self._answering = answering
        self._drawing = drawing
        self._today, self._derive, self._day_first = today, derive, day_first
        self._by_group: dict[str, list[Finding]] = {}
        for finding in knowledge.findings.values():
            if finding.asked_by in {"desk", "patient"}:
                self._by_group.setdefault(finding.group, []).append(finding)
        self._areas: dict[str, QScrollArea] = {}
        self.views: dict[str, GroupView | BodyPage] = {}
        self.current = ""
        self._head: QWidget | None = None
        self._wanted: Callable[[], int] | None = None
        self._ahead = QTimer(self, singleShot=True, interval=_AHEAD_MS)
        self._ahead.timeout.connect(self._make_next)
        self.groups = GroupList()
        self.groups.group_chosen.connect(self.show_group)
        self._stack = QStackedWidget()
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(2 * SPACE)
        self._line.addWidget(self.groups)
        self._line.addWidget(self._stack, 1)
        self.refresh()

    @property
    def view(self) -> GroupView | BodyPage:
        """The group in sight."""
        return self.views[self.current]

    def refresh(self) -> None:
        """Bring everything in sight in line with the answers."""
        answering = self._answering
        lines = [GroupLine(g, self.is_private(g), self._progress(g)) for g in self._groups()]
        self.groups.show_lines(lines)
        if self.current:
            self.view.show_answers(answering.asked, answering.answers, answering.earlier)
            self._name_next()

    def show_group(self, group_id: str) -> None:
        """Bring a group into sight."""
        if group_id == self.current:
            return
        if self.current:
            self.view.conceal()
        self.current = group_id
        if group_id not in self.views:
            self._make(group_id)
        self._hang()
        self._name_next()
        self.view.say_recorded(0)
        self.view.show_answers(self._answering.asked, self._answering.answers, self._answering.earlier)
        self._stack.setCurrentWidget(self._areas[group_id])
        self._scroll(lambda: self._above)
        self.groups.show_current(group_id)
        self._ahead.start()

    def hang(self, head: QWidget | None) -> None:
        """Let what stands above the questions go with those in sight; None for what stays where it is."""
        self._head = head
        self._hang()

    def _hang(self) -> None:
        if self._head is not None and self.current:
            self.view.column.insertWidget(0, self._head)
        for view in self.views.values():
            # The list above says what the group is called.
            view.heading.setVisible(self._head is None)

    def step_group(self, step: int) -> None:
        """Go to the group before or behind, the keyboard on its first open question."""
        order = [group.id for group in self._groups()]
        place = order.index(self.current) + step
        if 0 <= place < len(order):
            self.show_group(order[place])
            self.view.focus_first()

    def enter(self, finding_id: str) -> None:
        """Bring a question into sight and put the keyboard on it."""
        self._bring(finding_id, lit=False)

    def go_to(self, finding_id: str) -> None:
        """Bring a question into sight and point it out: somebody asked for it."""
        self._bring(finding_id, lit=True)

    def _bring(self, finding_id: str, *, lit: bool) -> None:
        self.show_group(self._knowledge.findings[finding_id].group)
        target = self.view.go_to(finding_id, lit=lit)
        self.view.lay_out()
        self._see(target)

    def hand_over_steps(self, *, whole: bool) -> list[HandOverStep]:
        """What the person answers alone: the private groups, or all of them; a measurement is for the staff to take."""
        steps = [
            HandOverStep(
                group,
                tuple(each.id for each in self._by_group[group.id] if control_of(each) is not Control.NUMBER),
                self._large_row,
                takes_none=group.none_of_these,
            )
            for group in self._knowledge.groups
            if group.id in self._by_group and (whole or self.is_private(group))
        ]
        if whole:
            steps.insert(1, HandOverStep(BODY, (), self._large_row, picture=self._large_figure))
        return steps

    def _large_row(self, finding_id: str) -> QuestionRow:
        return self._row(self._knowledge.findings[finding_id], large=True)

    def _large_figure(self) -> BodyMapView:
        return BodyMapView(self._drawing, self._large_row, Source.PATIENT, large=True)

    def is_private(self, group: Group) -> bool:
        """Whether the questions of a group are handed over instead of read aloud."""
        if group is BODY:
            return False
        return group.private or any(finding.private for finding in self._by_group[group.id])

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fold the list of groups into one line where room is short."""
        super().resizeEvent(event)
        folded = self.width() < round(_FOLD_BELOW * text_factor())
        ways = QBoxLayout.Direction
        self._line.setDirection(ways.TopToBottom if folded else ways.LeftToRight)
        self.groups.set_folded(folded)

    def _groups(self) -> list[Group]:
        """The groups in which something applies, and the body map behind the first of them."""
        groups = list(self._answering.groups())
        return [*groups[:1], BODY, *groups[1:]]

    def _progress(self, group: Group) -> Progress:
        return Progress(int(self._drawing.map is not None), 1) if group is BODY else self._answering.progress(group.id)

    def _group(self, group_id: str) -> Group:
        return next(group for group in self._knowledge.groups if group.id == group_id)

    def _make(self, group_id: str) -> None:
        if group_id == BODY.id:
            self._make_body()
            return
        group = self._group(group_id)
        view = GroupView(group, private=self.is_private(group), confirms=True)
        # In its place while still empty: a full view would be styled anew with every parent it gets.
        self._new_area(group_id, view)
        view.fill(self._row(finding) for finding in self._by_group[group_id])
        view.answered.connect(self.answered)
        view.none_requested.connect(lambda: self.none_requested.emit(group_id))
        view.confirm_requested.connect(lambda: self.confirm_requested.emit(group_id))
        view.undo_requested.connect(self.undo_requested)
        view.next_requested.connect(self._go_on)
        view.hand_over_requested.connect(self.hand_over_requested)
        view.question_entered.connect(self._entered)
        for row in view.rows.values():
            row.unfolded.connect(partial(self._see, row))
        self.views[group_id] = view

    def _make_body(self) -> None:
        page = BodyPage(self._drawing, lambda key: self._row(self._knowledge.findings[key]))
        self._new_area(BODY.id, page)
        page.answered.connect(self.answered)
        page.next_requested.connect(self._go_on)
        self.views[BODY.id] = page

    def _make_next(self) -> None:
        """Make the group that is likely wanted next, while nobody is waiting for it."""
        behind = self._behind()
        if behind is not None and behind.id not in self.views:
            self._make(behind.id)

    def _behind(self) -> Group | None:
        """The group behind the one in sight."""
        groups = self._groups()
        place = next((place for place, group in enumerate(groups, 1) if group.id == self.current), len(groups))
        return groups[place] if place < len(groups) else None

    def _name_next(self) -> None:
        behind = self._behind()
        still_open = "what is still open" if self._answering.next_open() else ""
        self.view.name_next(behind.title if behind else still_open)

    def _go_on(self) -> None:
        """To the next group; from the last one to what is still open, and when nothing is, to the end."""
        first_open = self._answering.next_open()
        if self._behind() is not None:
            self.step_group(1)
        elif first_open is not None:
            self.enter(first_open)
        else:
            self.complete_requested.emit()

    def _row(self, finding: Finding, *, large: bool = False) -> QuestionRow:
        editor = editor_of(finding, self._today, self._derive, day_first=self._day_first)
        explained = finding.id == EXPLAINED and bool(self._knowledge.inflammation)
        explain = (lambda: InflammationNote(self._knowledge.inflammation)) if explained else None
        return QuestionRow(finding, editor, explain=explain, large=large)

    def _entered(self, finding_id: str) -> None:
        self._see(self.view.rows[finding_id])
        self.question_entered.emit(finding_id)

    @property
    def _above(self) -> int:
        """How much of the column is no question, and scrolls away for the first of them."""
        return self._head.geometry().bottom() + 1 if self._head is not None else 0

    def _see(self, target: QWidget, *_range: int) -> None:
        """Scroll up or down, never sideways, until a row is in sight."""
        view, bar = self.view, self._areas[self.current].verticalScrollBar()

        def wanted() -> int:
            top = target.mapTo(view, QPoint(0, 0)).y()
            bottom = top + target.height() + _IN_SIGHT - bar.pageStep()
            return min(max(bar.value(), bottom, self._above), max(top - _IN_SIGHT, 0))

        self._scroll(wanted)

    def _scroll(self, wanted: Callable[[], int]) -> None:
        """Scroll the group in sight; again whenever its column has another height, until somebody scrolls by hand."""
        self._wanted = wanted
        self._areas[self.current].verticalScrollBar().setValue(wanted())

    def _keep_in_sight(self, group_id: str) -> None:
        if group_id == self.current and self._wanted is not None:
            self._areas[group_id].verticalScrollBar().setValue(self._wanted())

    def _let_go(self, _action: int) -> None:
        self._wanted = None

    def _new_area(self, group_id: str, view: QWidget) -> None:
        self._areas[group_id] = area = scrolling(view)
        self._stack.addWidget(area)
        bar = area.verticalScrollBar()
        bar.rangeChanged.connect(lambda *_range: self._keep_in_sight(group_id))
        bar.actionTriggered.connect(self._let_go)
