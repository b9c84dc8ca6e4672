"""What one person had booked, and has."""

from datetime import datetime

from clinicdesk.data import Store
from clinicdesk.desk.roster import Roster
from clinicdesk.desk.views import SessionRow
from clinicdesk.domain.staff import StaffMember


class History:
    """The sessions of people."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def sessions(self, patient_id: str, *, actor: StaffMember, now: datetime) -> list[SessionRow]:
        """Every session of a person in order of time, cancelled and missed ones too."""
        with self._store.write():
            rows = Roster(self._store).rows(self._store.sessions.of_patient(patient_id))
            self._store.audit.append(actor, "sessions.read", ("patient", patient_id), at=now)
        return rows
