"""What every section of a person's record has in common."""

from PySide6.QtCore import Signal

from clinicdesk.domain.patient import Patient
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.fields import Card
from clinicdesk.ui.pages import KeyHelp
from clinicdesk.ui.style import SPACE

WISHES = (
    "intake_requested",
    "booking_requested",
    "amend_requested",
    "session_opened",
    "visit_sheet_requested",
    "cards_requested",
    "series_requested",
    "series_change_requested",
    "progress_requested",
    "earlier_requested",
    "letter_requested",
)
"""Signals by which a section says what the person wants; the record and its page pass them on to the window.

A section that declares one of these names needs no further wiring. A new name is added here, to
``PatientRecord`` and to ``PatientsPage``.
"""


class Section(Card):
    """A part of the record that reads for itself what it shows.

    Signals:
        stored: something was stored here that other sections show, too.
    """

    stored = Signal()

    def __init__(self, context: DeskContext, *, margin: int = 2 * SPACE) -> None:
        super().__init__(margin=margin)
        self.context = context

    def show_patient(self, patient: Patient) -> None:
        """Show what is on file for a person; called whenever their record comes to the front."""
        raise NotImplementedError

    def records_changed(self, patient: Patient) -> None:
        """Another process has changed the records: show them anew, keeping what is being typed."""
        self.show_patient(patient)

    def keys(self) -> tuple[KeyHelp, ...]:
        """The keys of this section while the keyboard is in it."""
        return ()
