"""Saying that sessions to come have another verdict now, with the way to the call list."""

from typing import TYPE_CHECKING

from clinicdesk.ui.messages import Action

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicdesk.ui.context import DeskContext

CALLS_KEYS = "F11"


def changed_words(context: "DeskContext", patient_id: str) -> str:
    """How many sessions of a person stand on the call list, as a sentence; empty where none does."""
    count = context.desk.call_list.count_of(patient_id, now=context.now())
    if not count:
        return ""
    sessions = "1 session to come has" if count == 1 else f"{count} sessions to come have"
    return f"{sessions} another verdict now."


def calls_action(show: "Callable[[], None]") -> Action:
    """The button beside the sentence; its key opens the call list from everywhere."""
    return Action("Open the call list", "phone-call", CALLS_KEYS, show)
