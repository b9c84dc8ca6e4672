"""TOML in colours: what is a heading, a name, a text, a number and a remark."""

import re

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from clinicdesk.domain.suitability import Verdict
from clinicdesk.ui.style import tokens

_PARTS = re.compile(
    r"""(?P<heading>^\s*\[\[?[^\]]*\]\]?)
      | (?P<name>^\s*[A-Za-z_][\w.-]*(?=\s*=) | (?<=[{,])\s*[A-Za-z_][\w.-]*(?=\s*=))
      | (?P<text>"(?:\\.|[^"\\])*"? | '[^']*'?)
      | (?P<remark>\#.*$)
      | (?P<number>\b(?:true|false|\d[\d._-]*)\b)""",
    re.VERBOSE,
)


class TomlColours(QSyntaxHighlighter):
    """Colours the lines of a document."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._formats = _formats()

    def follow_theme(self) -> None:
        """Take the colours of the theme that is on now."""
        self._formats = _formats()
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Colour one line."""
        for part in _PARTS.finditer(text):
            self.setFormat(part.start(), part.end() - part.start(), self._formats[part.lastgroup or "text"])


def _formats() -> dict[str, QTextCharFormat]:
    theme = tokens()
    return {
        "heading": _format(theme.accent, strong=True),
        "name": _format(theme.physical_therapy),
        "text": _format(theme.verdicts[Verdict.SUITABLE].ink),
        "remark": _format(theme.muted, slanted=True),
        "number": _format(theme.massage),
    }


def _format(colour: str, *, strong: bool = False, slanted: bool = False) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(QColor(colour))
    made.setFontItalic(slanted)
    if strong:
        made.setFontWeight(QFont.Weight.DemiBold)
    return made
