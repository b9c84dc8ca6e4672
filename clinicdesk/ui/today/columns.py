"""How the width of the day's table is shared out; where it is not enough, which columns go first."""

from clinicdesk.ui.today.model import Column

_WIDTHS = {
    Column.TIME: 64,
    Column.SESSION: 172,
    Column.THERAPIST: 136,
    Column.ROOM: 88,
    Column.VERDICT: 168,
    Column.STATUS: 160,
    Column.WAITING: 68,
    Column.ACTIONS: 154,
}
_PERSON_LEAST, _SESSION_MORE = 180, 120
_LEAVING = (
    frozenset({Column.THERAPIST, Column.ROOM, Column.WAITING}),
    frozenset({Column.SESSION}),
    frozenset({Column.ACTIONS}),
    frozenset({Column.VERDICT}),
    frozenset({Column.STATUS}),
)
"""In turn. The other cells tell them in lines of their own; what the buttons do, the letters and the menu do too."""


def shared_out(width: int) -> dict[Column, int]:
    """The columns shown in a table and their widths, all in pixels at 100 % text.

    The person gets what the others leave, and of a width to spare the session gets some of it, too.
    """
    shown = dict(_WIDTHS)
    for leaving in _LEAVING:
        if sum(shown.values()) + _PERSON_LEAST <= width:
            break
        shown = {column: each for column, each in shown.items() if column not in leaving}
    spare = max(0, width - sum(shown.values()) - _PERSON_LEAST)
    if Column.SESSION in shown:
        shown[Column.SESSION] += min(_SESSION_MORE, spare // 2)
    return shown | {Column.PERSON: max(0, width - sum(shown.values()))}
