"""Giving a free time to somebody who waits: offered or booked, said in words and taken back by one key."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.names import before_more
from clinicdesk.ui.waiting.words import place_words
from clinicdesk.ui.when import moment_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicdesk.desk.waiting_views import Candidate
    from clinicdesk.domain.session import Session
    from clinicdesk.domain.waiting import WaitingEntry
    from clinicdesk.ui.context import DeskContext


class Giving(QObject):
    """Does what is wished for with a person and a time.

    Signals:
        session_booked(Session): somebody has an earlier time.
        changed: the list is to be read anew; what was wished for may have been refused.
    """

    session_booked = Signal(object)
    changed = Signal()

    def __init__(self, context: "DeskContext", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context

    def book(self, candidate: "Candidate") -> None:
        """Book the time, and release the one they had."""
        context = self._context
        booked: list[Session] = []

        def deed() -> str:
            session = context.desk.waiting.book(
                candidate.entry, candidate.place, actor=context.actor, now=context.now()
            )
            booked.append(session)
            words = f"Booked: {before_more(candidate.patient.name)}, {self._when(candidate)}."
            if candidate.session is not None:
                words += f" {moment_words(candidate.session.starts_at, context.clinic.tz)} is free again."
            return words + (" It is held: a therapist decides before it starts." if session.held else "")

        self._do(deed)
        for session in booked:
            self.session_booked.emit(session)

    def offer(self, candidate: "Candidate") -> None:
        """Keep that they were told of the time; asked again, take it back."""
        context = self._context
        offer = candidate.entry.offer
        if offer is not None and offer.starts_at == candidate.place.starts_at:
            self.take_back(candidate.entry, candidate.patient.name)
            return

        def deed() -> str:
            context.desk.waiting.offer(candidate.entry, candidate.place, actor=context.actor, now=context.now())
            return f"Offered to {before_more(candidate.patient.name)}: {self._when(candidate)}. It is kept for them."

        self._do(deed)

    def take_back(self, entry: "WaitingEntry", name: str) -> None:
        """They do not want the time they were offered."""
        context = self._context

        def deed() -> str:
            context.desk.waiting.take_offer_back(entry, actor=context.actor, now=context.now())
            return f"The offer to {before_more(name)} was taken back. They wait on."

        self._do(deed)

    def withdraw(self, entry: "WaitingEntry", name: str) -> None:
        """They wait no longer."""
        context = self._context

        def deed() -> str:
            context.desk.waiting.withdraw(entry, actor=context.actor, now=context.now())
            return f"{before_more(name)} was taken off the waiting list. What is booked stands."

        self._do(deed)

    def _when(self, candidate: "Candidate") -> str:
        names = {member.id: member.name for member in self._context.desk.clinic.staff()}
        return place_words(candidate.place, self._context.clinic.tz, names)

    def _do(self, deed: "Callable[[], str]") -> None:
        context = self._context
        try:
            words, undo = deed(), context.undoing.just_done()
        except ClinicDeskError as error:
            context.messages.show_error(error)
            self.changed.emit()
            return
        self.changed.emit()
        context.messages.info(words, undo)
