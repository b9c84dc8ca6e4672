"""Names as they stand inside a line."""

import unicodedata

_LEFT_TO_RIGHT_MARK = "\u200e"


def before_more(name: str) -> str:
    """A name that more of the line follows: one written from right to left would draw the numbers behind it in front.

    Unchanged when it is written from left to right.
    """
    backwards = any(unicodedata.bidirectional(character) in {"R", "AL"} for character in name)
    return f"{name}{_LEFT_TO_RIGHT_MARK}" if backwards else name
