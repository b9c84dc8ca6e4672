"""The copy beside what judges now, in words or as text."""

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QUrl, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QTextBrowser, QVBoxLayout, QWidget

from clinicdesk.domain.suitability import Verdict
from clinicdesk.ui.fields import EmptyState, Option, Segmented
from clinicdesk.ui.rule_bench.differences import Difference, Line, Turn, as_text, in_words
from clinicdesk.ui.style import SPACE, set_role, tokens

if TYPE_CHECKING:
    from clinicdesk.rules import Knowledge
    from clinicdesk.ui.context import DeskContext
    from clinicdesk.ui.rule_bench.in_hand import CopyInHand

_WORDS, _TEXT = "words", "text"
_SIGNS = {"+": "+", "-": "\N{MINUS SIGN}", " ": "\N{NO-BREAK SPACE}"}


class DifferenceView(QWidget):
    """Rule by rule what was added, removed and changed.

    Signals:
        entry_requested(name): show this entry in the text.
    """

    entry_requested = Signal(str)

    def __init__(self, context: "DeskContext", in_hand: "CopyInHand", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._in_hand = in_hand
        self.how = Segmented([Option(_WORDS, "In words"), Option(_TEXT, "As text")], name="Show the differences")
        self.how.set_value(_WORDS)
        self.how.value_chosen.connect(self.refresh)
        self.count = set_role(QLabel(), "muted")
        self.count.setWordWrap(True)
        self.body = QTextBrowser()
        self.body.setAccessibleName("Differences")
        self.body.setOpenLinks(False)
        self.body.anchorClicked.connect(self._go)
        self.nothing = EmptyState("check", "The copy says what judges now", "What is changed in it will stand here.")
        in_hand.looked_through.connect(self._follow)
        row = QHBoxLayout()
        row.setSpacing(2 * SPACE)
        row.addWidget(self.how)
        row.addWidget(self.count, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE + 4)
        column.addLayout(row)
        column.addWidget(self.body, 1)
        column.addWidget(self.nothing, 1)

    def refresh(self) -> None:
        """Compare anew."""
        found, base, texts = self._in_hand.found, self._in_hand.base, self._in_hand.texts
        by_file = as_text(base, texts)
        differences = in_words(self._judging, found, base, texts) if found is not None else []
        wordless = found is None or found.knowledge is None
        for part, there in ((self.body, bool(by_file)), (self.nothing, not by_file), (self.how, bool(by_file))):
            part.setVisible(there)
        self.count.setText(_count(differences, len(by_file), wordless=wordless))
        if self.how.value() == _TEXT or wordless:
            self.body.setHtml("".join(_file_html(file, lines) for file, lines in by_file.items()))
        else:
            self.body.setHtml("".join(_difference_html(each) for each in differences))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.isVisible():
            self.refresh()

    @property
    def _judging(self) -> "Knowledge":
        return self._context.desk.ruleset.knowledge

    def _follow(self) -> None:
        if self.isVisible():
            self.refresh()

    def _go(self, link: QUrl) -> None:
        self.entry_requested.emit(link.toString())


def _count(differences: list[Difference], files: int, *, wordless: bool) -> str:
    if not files:
        return ""
    if wordless:
        return "The copy has a fault, so that its differences can be shown as text only."
    if not differences:
        return "Nothing that judges is different: only remarks or the order were changed."
    turns = ((turn, sum(each.turn is turn for each in differences)) for turn in Turn)
    told = ", ".join(f"{count} {turn}" for turn, count in turns if count)
    return f"Against what judges now: {told}."


def _difference_html(difference: Difference) -> str:
    head = f"{difference.noun} {escape(difference.name)} {difference.turn}"
    link = f'<a href="{escape(difference.name)}">{head}</a>' if difference.turn is not Turn.REMOVED else head
    title = "" if difference.title == difference.name else f": {escape(difference.title)}"
    parts = "".join(
        f'<p style="margin:8px 0 2px 0; font-weight:600">{escape(label)}</p>{_lines_html(lines)}'
        for label, lines in difference.parts
    )
    return f'<h4 style="margin:18px 0 0 0; font-weight:600">{link}{title}</h4>{parts}'


def _file_html(file: str, lines: Iterable[Line]) -> str:
    return f'<h4 style="margin:18px 0 4px 0; font-weight:600">{escape(file)}</h4><code>{_lines_html(lines)}</code>'


def _lines_html(lines: Iterable[Line]) -> str:
    theme = tokens()
    came, went = theme.verdicts[Verdict.SUITABLE], theme.verdicts[Verdict.NOT_SUITABLE]
    colours = {
        "+": f"color:{came.ink}; background-color:{came.tint}",
        "-": f"color:{went.ink}; background-color:{went.tint}",
    }
    return "".join(
        f'<p style="margin:0; {colours.get(line.sign, "")}">{_SIGNS.get(line.sign, " ")}\N{NO-BREAK SPACE}'
        f"{escape(line.text).replace('  ', chr(0xA0) * 2)}</p>"
        for line in lines
    )
