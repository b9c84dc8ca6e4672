"""Drafts of forms that are nothing but their fields."""

from collections.abc import Callable, Mapping
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.drafting import FormDraft
from clinicdesk.ui.editor_values import Plain, on_change, show_value, value_of
from clinicdesk.ui.strip import Strip


class FieldsDraft(FormDraft):
    """Keeps what stands in the fields of a form while it differs from what they were filled with.

    Attributes:
        filled: what they were filled with, by name.

    Signals:
        brought_back(bool): the form was filled; whether with what was typed before.
    """

    brought_back = Signal(bool)

    def __init__(
        self, context: DeskContext, kind: str, editors: Callable[[], Mapping[str, QWidget]], form: QWidget
    ) -> None:
        """``editors`` gives the fields by name as they are now; those that come later have to be watched as they do."""
        super().__init__(context, kind, self._to_keep, form)
        self._editors = editors
        self.filled: Mapping[str, Plain] = {}
        for editor in editors().values():
            self.watch(editor)

    def watch(self, editor: QWidget) -> None:
        """Keep what is typed in this field, too."""
        on_change(editor, self.keep_soon)

    @property
    def typed(self) -> dict[str, Plain]:
        """What stands in the form that it was not filled with, by name."""
        values = {name: value_of(editor) for name, editor in self._editors().items()}
        return {name: value for name, value in values.items() if name not in self.filled or value != self.filled[name]}

    def fill(self, about: str) -> None:
        """The form was filled about something: go on with what was typed about it before, if anything was."""
        kept = self.begin(about)
        self.refill(cast("Mapping[str, Plain]", kept or {}))
        self.brought_back.emit(bool(kept))

    def refill(self, typed: Mapping[str, Plain]) -> None:
        """The form was filled anew with what is on file now: what was typed stands on top of that."""
        self.filled = {name: value_of(editor) for name, editor in self._editors().items()}
        self._show(typed)

    def start_afresh(self) -> None:
        """Show what the form was filled with."""
        self._show(self.filled)

    def drop(self) -> None:
        """What was typed is stored: it need not be kept any more."""
        self.refill({})
        self.settle()

    def _to_keep(self) -> Mapping[str, object] | None:
        return self.typed or None

    def _show(self, values: Mapping[str, Plain]) -> None:
        for name, value in values.items():
            # One field may bring others with it.
            if (editor := self._editors().get(name)) is not None:
                show_value(editor, value)


class KeptStrip(Strip):
    """Says that a form came back with what was typed before, with the way to an empty one."""

    def __init__(self, draft: FieldsDraft) -> None:
        super().__init__()
        self._draft = draft
        draft.brought_back.connect(self._tell)
        self.action_requested.connect(self._start_afresh)

    def _tell(self, brought_back: bool) -> None:
        words = "This was typed before and kept. It is not saved yet." if brought_back else ""
        self.say(words, "Start afresh")

    def _start_afresh(self) -> None:
        self._draft.start_afresh()
        self.say("", "")
