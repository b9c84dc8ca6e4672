"""Saying what a widget is, so that the style sheet knows how it looks."""

from typing import TypeVar

from PySide6.QtWidgets import QWidget

from clinicdesk.domain.suitability import Kind, Technique, Verdict

WidgetT = TypeVar("WidgetT", bound=QWidget)

_WORDS = {
    Verdict.REFER_URGENTLY: "Stop, refer urgently",
    Verdict.NOT_SUITABLE: "Not suitable",
    Verdict.NEEDS_CLINICIAN_REVIEW: "Ask the therapist",
    Verdict.SUITABLE_WITH_PRECAUTIONS: "With precautions",
    Verdict.SUITABLE: "Suitable",
}
_KINDS = {Kind.MASSAGE: "Massage", Kind.PHYSICAL_THERAPY: "Physical therapy"}


def verdict_words(verdict: Verdict) -> str:
    """The verdict in the words of the window."""
    return _WORDS[verdict]


def kind_words(kind: Kind) -> str:
    """The kind of session in the words of the window."""
    return _KINDS[kind]


def technique_words(technique: Technique) -> str:
    """The technique in the words of the window."""
    return technique.words


def _set(widget: QWidget, name: str, value: object) -> None:
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    # A style sheet reads dynamic properties only when a widget is polished.
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)


def set_role(widget: WidgetT, role: str) -> WidgetT:
    """Say what a widget is.

    Labels: ``title``, ``heading``, ``strong``, ``body``, ``muted``, ``detail``, ``error``,
    ``link``. Buttons: ``primary``, ``quiet``, ``danger``, ``link``, ``segment``, ``tool``.
    Frames: ``card``, ``well``, ``bar``, ``line``. Returns the widget, so that a label can be
    made and added in one line.
    """
    _set(widget, "role", role)
    return widget


def set_verdict(widget: WidgetT, verdict: Verdict | None) -> WidgetT:
    """Dress a label in a verdict's ink, or a frame of role ``card`` in its tint; None undresses it."""
    _set(widget, "verdict", verdict.code if verdict is not None else None)
    return widget


def set_invalid(widget: QWidget, invalid: bool) -> None:
    """Mark an editor as holding something that cannot be stored; the words stand in its Field."""
    _set(widget, "invalid", invalid)
