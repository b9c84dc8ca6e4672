"""Whether the grounds of a clearance can be taken: by whom, for what, in which words, and by which letter."""

from collections.abc import Sequence
from datetime import date, timedelta

from clinicdesk.desk.clearance_choices import Choice
from clinicdesk.domain.clearance import DEFAULT_DAYS, LETTER_DAYS, LONGEST_DAYS, ClearanceReason, Letter
from clinicdesk.domain.staff import StaffMember
from clinicdesk.errors import InvalidValues, NotAllowed

_FEWEST_LETTERS = 4
"""Of what was found and agreed; less says nothing to whoever reads it next."""


def usual_end(today: date, on: date) -> date:
    """For one session its own day at least; never longer than a clearance may stand."""
    return min(max(today + timedelta(days=DEFAULT_DAYS), on), today + timedelta(days=LONGEST_DAYS))


def refuse_unless_open(
    choices: Sequence[Choice], reason: ClearanceReason, member: StaffMember, *, one_session: bool
) -> None:
    """Raise NotAllowed where what holds may not be lifted so, or not for such a reason, or not by this therapist."""
    if why := reason.closed_to(member):
        raise NotAllowed(f"{why} Choose another reason; nothing was changed.")
    if not reason.lifts:
        return
    opened = [each for each in choices if (each.one_session if one_session else each.every_session)]
    if not opened:
        raise NotAllowed(f"{choices[0].why_not} Nothing was changed.")
    if not any(reason in each.grounds for each in opened):
        raise NotAllowed("Only a clinician's written word lifts this. Nothing was changed.")


def refuse_faulty(text: str, until: date, reason: ClearanceReason, letter: Letter | None, *, today: date) -> None:
    """Raise InvalidValues under ``text``, ``expires_on``, ``letter_by`` and ``letter_on``."""
    faults = {}
    if sum(map(str.isalnum, text)) < _FEWEST_LETTERS:
        faults["text"] = "Say in a few words what you found and what is agreed."
    if until < today:
        faults["expires_on"] = "This day has gone by. Choose today or a later one."
    elif until > today + timedelta(days=LONGEST_DAYS):
        faults["expires_on"] = f"A clearance stands for {LONGEST_DAYS} days at most; then it is looked at anew."
    _refuse(faults | _letter_faults(reason, letter, today))


def refuse_letter(reason: ClearanceReason, letter: Letter | None, *, today: date) -> None:
    """Raise InvalidValues under ``letter_by`` and ``letter_on``, where a clearance in writing rests on no letter."""
    _refuse(_letter_faults(reason, letter, today))


def _letter_faults(reason: ClearanceReason, letter: Letter | None, today: date) -> dict[str, str]:
    faults: dict[str, str] = {}
    if not reason.in_writing:
        return faults
    if letter is None or not any(map(str.isalpha, letter.written_by)):
        faults["letter_by"] = "Say who wrote the letter."
    if letter is None:
        faults["letter_on"] = "Say of which day the letter is."
    elif letter.written_on > today:
        faults["letter_on"] = "This day is still to come. A letter bears the day on which it was written."
    elif letter.written_on < today - timedelta(days=LETTER_DAYS):
        faults["letter_on"] = f"This letter is more than {LETTER_DAYS} days old. Ask the physician for a new one."
    return faults


def _refuse(faults: dict[str, str]) -> None:
    if faults:
        raise InvalidValues(faults)
