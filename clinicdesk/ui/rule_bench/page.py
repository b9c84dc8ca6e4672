"""The rule bench: a copy of the rules is edited, compared, swept, published, and an earlier version put back."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QTabBar, QWidget

from clinicdesk.desk.rule_bench import refuse_to_publish
from clinicdesk.domain.rule_version import SHIPPED
from clinicdesk.errors import ClinicDeskError, InvalidValues
from clinicdesk.ui.calls_notice import calls_action
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.enter_key import enter_presses
from clinicdesk.ui.fields import Card, button
from clinicdesk.ui.follow_up.catching_up import CatchingUp
from clinicdesk.ui.page_header import PageHeader
from clinicdesk.ui.pages import KeyHelp, Page, scrolling
from clinicdesk.ui.rule_bench.difference_view import DifferenceView
from clinicdesk.ui.rule_bench.edit_view import EditView
from clinicdesk.ui.rule_bench.in_hand import CopyInHand
from clinicdesk.ui.rule_bench.publish_view import PublishView
from clinicdesk.ui.rule_bench.sweep_view import SweepView
from clinicdesk.ui.rule_bench.versions_view import VersionsView
from clinicdesk.ui.strip import Strip
from clinicdesk.ui.style import SPACE, set_role
from clinicdesk.ui.when import clock

if TYPE_CHECKING:
    from clinicdesk.desk.vouching import Vouched

_TABS = ("Edit", "Differences", "Who would change", "Publish", "Versions")
_EDIT, _DIFFERENCES, _SWEEP, _PUBLISH, _VERSIONS = range(len(_TABS))


class RuleBenchPage(Page):
    """Everything about rules of the clinic's own, behind five tabs.

    Signals:
        patient_requested(patient_id): open this person's record.
        follow_up_requested(title): show a list of what has to be followed up.
    """

    patient_requested = Signal(str)
    follow_up_requested = Signal(str)

    def __init__(self, context: DeskContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.in_hand = CopyInHand(context, self)
        self.edit = EditView(self.in_hand)
        self.differences = DifferenceView(context, self.in_hand)
        self.sweep = SweepView(context, self.in_hand)
        self.publish = PublishView(context, self.in_hand)
        self.versions = VersionsView(context)
        self._judging_now = ""
        self._catching_up = CatchingUp(context, self)
        self._catching_up.done.connect(self._tell_whom)
        self.discard = button("Discard the copy…", role="quiet", icon="delete")
        self.discard.clicked.connect(self._ask_discard)
        self.header = PageHeader("Rule bench")
        self.header.aside.addWidget(self.discard)
        self.outdated = Strip("info")
        self.outdated.action_requested.connect(lambda: self.show_tab("Differences"))
        self.asking = _DiscardForm()
        self.asking.discard_requested.connect(self._discard)
        self.asking.closed.connect(self._leave_discard)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("Parts of the rule bench")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self._stack = QStackedWidget()
        parts = (self.edit, self.differences, self.sweep, scrolling(self.publish), scrolling(self.versions))
        for words, part in zip(_TABS, parts, strict=True):
            self.tabs.addTab(words)
            self._stack.addWidget(part)
        self.tabs.currentChanged.connect(self._bring_up)
        for part in (self.header, self.outdated, self.asking):
            self.column.addWidget(part)
        self.column.addWidget(self.tabs)
        self.column.addWidget(self._stack, 1)
        self._connect()

    def page_shown(self) -> None:
        """Take up the copy as it was left, and go on typing."""
        self.in_hand.read_anew()
        self._bring_up()
        if self.tabs.currentIndex() == _EDIT:
            self.edit.editor.setFocus()

    def page_left(self) -> None:
        """Keep what was typed; nothing of this page goes on running."""
        self.sweep.wait()
        self.in_hand.wait()

    def records_changed(self) -> None:
        """Another desk may have published rules."""
        self.versions.refresh()
        self._show_standing()

    def undo(self) -> None:
        """Take back what was typed last, while the text has the keyboard."""
        if self.edit.editor.hasFocus():
            self.edit.editor.undo()
        else:
            super().undo()

    def redo(self) -> None:
        """Type again what was taken back last."""
        if self.edit.editor.hasFocus():
            self.edit.editor.redo()
        else:
            super().redo()

    def show_tab(self, words: str) -> None:
        """Bring a part to the front by its name."""
        self.tabs.setCurrentIndex(_TABS.index(words))

    def show_entry(self, name: str) -> None:
        """Edit a rule, a question or a source."""
        self.show_tab("Edit")
        self.edit.show_entry(name)

    def keys(self) -> tuple[KeyHelp, ...]:
        """The keys of the page."""
        return (
            ("Ctrl+F", "Find a rule, a question or words in all files"),
            ("F4", "Next thing that is wrong"),
            ("Ctrl+PgDown", "Next part"),
            ("Ctrl+PgUp", "Part before"),
            ("Tab", "Out of the text"),
            ("Ctrl+Return", "Publish, on that part"),
        )

    # -- inside --------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.in_hand.edited.connect(lambda _file: self._show_standing())
        self.in_hand.looked_through.connect(self._show_standing)
        self.in_hand.reloaded.connect(self._show_standing)
        self.differences.entry_requested.connect(self.show_entry)
        self.sweep.patient_requested.connect(self.patient_requested)
        self.publish.problems_requested.connect(self._show_problems)
        self.publish.publish_requested.connect(self._ask_to_publish)
        self.versions.roll_back_requested.connect(
            lambda number, reason: self.context.vouch(
                "put other rules in force", lambda vouched: self._roll_back(number, reason, vouched)
            )
        )
        self.context.rules_changed.connect(self._follow_rules)
        for keys, deed in (
            ("Ctrl+F", self._find),
            ("F4", self._next_problem),
            ("Ctrl+PgDown", lambda: self._step(1)),
            ("Ctrl+PgUp", lambda: self._step(-1)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(deed)

    def _bring_up(self) -> None:
        place = self.tabs.currentIndex()
        self._stack.setCurrentIndex(place)
        if place == _DIFFERENCES:
            self.differences.refresh()
        elif place == _PUBLISH:
            self.publish.refresh()
        elif place == _VERSIONS:
            self.versions.refresh()
        self._show_standing()

    def _step(self, by: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % len(_TABS))
        self.tabs.setFocus()

    def _find(self) -> None:
        self.show_tab("Edit")
        self.edit.files.search.setFocus()
        self.edit.files.search.selectAll()

    def _show_problems(self) -> None:
        self.show_tab("Edit")
        self.edit.problems.list.setFocus()

    def _next_problem(self) -> None:
        self.show_tab("Edit")
        self.edit.problems.step()

    def _show_standing(self) -> None:
        in_hand = self.in_hand
        changed, copy = in_hand.changed_files, in_hand.copy
        base = "the shipped rules" if copy.based_on == SHIPPED else f"version {copy.based_on}"
        kept = f", kept {clock(copy.saved_at, self.context.clinic.tz)}" if copy.saved_at else ""
        many = "1 file" if len(changed) == 1 else f"{len(changed)} files"
        self.header.set_title(
            "Rule bench", f"A copy of {base}: {many} changed{kept}" if changed else f"A copy of {base}"
        )
        self.discard.setVisible(bool(changed) and not self.asking.isVisible())
        words = "Other rules were put in force since this copy was made." if in_hand.outdated and changed else ""
        self.outdated.say(words, "Compare" if words else "")

    def _ask_discard(self) -> None:
        self.discard.hide()
        self.asking.show()
        self.asking.keep.setFocus()

    def _leave_discard(self) -> None:
        self.asking.hide()
        self._show_standing()
        self.discard.setFocus()

    def _discard(self) -> None:
        self.asking.hide()
        try:
            self.in_hand.discard()
        except ClinicDeskError as error:
            self.context.messages.show_error(error)
            return
        self.context.messages.info("The copy was discarded. It begins anew with the rules that judge.")
        self.show_tab("Edit")
        self.edit.editor.setFocus()

    def _ask_to_publish(self) -> None:
        """What is missing is said before the PIN is asked for."""
        form, in_hand = self.publish, self.in_hand
        in_hand.settle()
        found = self.context.desk.rule_bench.check(in_hand.texts)
        try:
            refuse_to_publish(found, reason=form.reason.text(), accepted=form.accepted.isChecked())
        except InvalidValues as faults:
            form.show_faults(faults)
        except ClinicDeskError as error:
            self.context.messages.show_error(error)
        else:
            self.context.vouch("publish these rules", self._publish)

    def _publish(self, vouched: "Vouched") -> None:
        context, form, in_hand = self.context, self.publish, self.in_hand
        try:
            version = context.desk.rule_bench.publish(
                in_hand.copy,
                seen=in_hand.seen,
                reason=form.reason.text(),
                accepted=form.accepted.isChecked(),
                vouched=vouched,
                now=context.now(),
            )
        except ClinicDeskError as error:
            context.messages.show_error(error)
        else:
            form.clear()
            self._in_force(f"Version {version.number} judges now. It needs a sign-off of its own.")

    def _roll_back(self, number: int, reason: str, vouched: "Vouched") -> None:
        context = self.context
        try:
            context.desk.rule_bench.roll_back(
                number, seen=self.in_hand.seen, reason=reason, vouched=vouched, now=context.now()
            )
        except ClinicDeskError as error:
            context.messages.show_error(error)
        else:
            called = "The shipped rules judge" if number == SHIPPED else f"Version {number} judges"
            self._in_force(f"{called} again.")

    def _in_force(self, words: str) -> None:
        """Other rules judge: let everything follow, and say so; whom it concerns, once every session is judged."""
        self._judging_now = words
        self.context.rules_changed.emit()
        self.show_tab("Versions")
        self.context.messages.info(words)
        self._catching_up.go_on()

    def _tell_whom(self) -> None:
        context = self.context
        context.desk.call_list.hold(actor=context.actor, now=context.now())
        count = context.desk.call_list.count(now=context.now())
        if not count:
            context.messages.info(f"{self._judging_now} No session to come has another verdict by it.")
            return
        many = "1 session to come has" if count == 1 else f"{count} sessions to come have"
        action = calls_action(lambda: self.follow_up_requested.emit("Calls"))
        context.messages.info(f"{self._judging_now} {many} another verdict than before.", action)

    def _follow_rules(self) -> None:
        self.in_hand.read_anew()
        self._show_standing()


class _DiscardForm(Card):
    """Asks before everything that was changed goes.

    Signals:
        discard_requested: let it go.
        closed: keep it.
    """

    discard_requested = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        words = QLabel("Discard everything that was changed in the copy? This cannot be taken back.")
        words.setWordWrap(True)
        self.keep = button("Keep it", role="quiet", keys="Esc")
        self.keep.clicked.connect(self.closed)
        self.go = button("Discard the copy", role="danger", icon="delete")
        self.go.clicked.connect(self.discard_requested)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(set_role(words, "body"), 1)
        row.addWidget(self.keep)
        row.addWidget(self.go)
        self.column.addLayout(row)
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter presses the button that has the keyboard, Escape keeps the copy."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif not enter_presses(event, self.focusWidget()):
            super().keyPressEvent(event)
