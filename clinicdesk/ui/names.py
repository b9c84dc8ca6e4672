"""Names as they stand inside a line."""

import unicodedata

BETWEEN = "\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}·  "
"""Stands between the parts of a line that may be broken: behind the dot, which never begins a line."""

_LEFT_TO_RIGHT_MARK = "\u200e"


def before_more(name: str) -> str:
    """A name that more of the line follows: one written from right to left would draw the numbers behind it in front.

    Unchanged when it is written from left to right.
    """
    return f"{name}{_LEFT_TO_RIGHT_MARK}" if _backwards(name) else name


def left_to_right(sentence: str) -> str:
    """A sentence that a name may begin: one written from right to left would turn the whole sentence round."""
    return f"{_LEFT_TO_RIGHT_MARK}{sentence}" if _backwards(sentence) else sentence


def _backwards(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in {"R", "AL"} for character in text)
