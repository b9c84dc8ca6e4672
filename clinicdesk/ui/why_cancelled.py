"""Why sessions are cancelled, and whether that is late: the same wherever it is asked."""

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from clinicdesk.domain.session import CancelCause
from clinicdesk.ui.when import lasting

_OTHER = "Another reason"
REASONS = {
    "The person asked": CancelCause.ASKED,
    "The person is ill": CancelCause.ILL,
    "The therapist is away": CancelCause.CLINIC,
    "Not suitable now": CancelCause.NOT_SUITABLE,
    "Booked by mistake": CancelCause.MISTAKE,
    _OTHER: CancelCause.OTHER,
}
_DAYS = timedelta(days=2)
"""From here on days are told, not hours."""


class WhyCancelled:
    """Two fields, to be laid out by the form that asks: a reason of a few, and more words."""

    def __init__(self) -> None:
        self.reason, self.note = QComboBox(), QLineEdit()
        self.reason.setAccessibleName("Reason")
        self.reason.setPlaceholderText("Choose a reason")
        self.reason.addItems(list(REASONS))
        self.note.setAccessibleName("More words")
        self.note.setPlaceholderText("More words, if needed")
        self.note.setMaxLength(200)
        self.clear()

    def clear(self) -> None:
        """Nothing is chosen yet."""
        self.reason.setCurrentIndex(-1)
        self.note.clear()

    @property
    def cause(self) -> CancelCause | None:
        """Whose doing it is; None as long as nothing is chosen."""
        return REASONS.get(self.reason.currentText())

    def missing(self) -> tuple[str, QWidget] | None:
        """What is still to be said, in a sentence, and in which field; None when everything is."""
        if self.cause is None:
            return "Choose a reason: it stays with the session.", self.reason
        if self.cause is CancelCause.OTHER and not self.note.text().strip():
            return "Write the reason in a few words.", self.note
        return None

    def words(self) -> str:
        """What stays with the session, such as ``The person is ill: rang at nine``."""
        reason = "" if self.cause is CancelCause.OTHER else self.reason.currentText()
        return ": ".join(filter(None, (reason, self.note.text().strip())))


def notice_words(notices: Sequence[timedelta], asked: timedelta, cause: CancelCause | None) -> str:
    """How long before its start each session is called off, and whether that counts as late.

    Args:
        notices: from now to the start of each.
        asked: the least the clinic asks for.
        cause: whose doing it is; None as long as nobody has said.
    """
    if not notices:
        return ""
    first, many, late = min(notices), len(notices), sum(each < asked for each in notices)
    one = many == 1
    if first < timedelta():
        told = "The start has passed." if one else "The start of the first has passed."
    else:
        told = f"{_lasting(first)} before the start." if one else f"The first is {_lasting(first)} before its start."
    if not late or (cause is not None and not cause.by_patient):
        return told
    counted = "counts" if late == 1 else "count"
    counts = "Counts as a late cancellation" if one else f"{late} of {many} {counted} as late"
    unless = "" if cause is not None else f" if the person calls {'it' if one else 'them'} off"
    return f"{told} {counts}{unless}."


def _lasting(notice: timedelta) -> str:
    return f"{notice.days} days" if notice >= _DAYS else lasting(round(notice.total_seconds() / 60))
