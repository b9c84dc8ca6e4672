"""Who and what sessions point at, read in a few queries however many sessions there are."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from clinicdesk.data import Store
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.hours import local_date
from clinicdesk.desk.views import BookedSlot, PatientSummary, SessionRow, summary
from clinicdesk.domain.renewal import Renewal, renewal
from clinicdesk.domain.session import Session, SessionStatus
from clinicdesk.domain.suitability import Verdict

if TYPE_CHECKING:
    from clinicdesk.desk.plan_views import PlanNotice, PlanPlace


class Roster:
    """Everybody and everything that sessions name.

    Attributes:
        staff, rooms, session_types: by id, those no longer active too.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.staff = {member.id: member for member in store.staff.all()}
        self.rooms = {room.id: room for room in store.rooms.all()}
        self.session_types = {session_type.id: session_type for session_type in store.session_types.all()}

    def slots(self, sessions: Sequence[Session]) -> list[BookedSlot]:
        """The sessions as a calendar shows them, in their order."""
        return self._slots(sessions, self._places(sessions))

    def _slots(self, sessions: Sequence[Session], places: "Mapping[str, PlanPlace]") -> list[BookedSlot]:
        people, verdicts, due = self._people(sessions), self._verdicts(sessions), self._due(sessions)
        return [
            BookedSlot(
                session=session,
                patient=people[session.patient_id],
                session_type=self.session_types[session.session_type_id],
                room=self.rooms[session.room_id] if session.room_id else None,
                verdict=verdicts[session.id],
                place_in_plan=places.get(session.id),
                renewal=due.get(session.id),
            )
            for session in sessions
        ]

    def rows(
        self, sessions: Sequence[Session], *, plans: bool = True, notices_on: date | None = None
    ) -> list[SessionRow]:
        """The sessions as a list shows them, in their order.

        Args:
            sessions: any.
            plans: whether their place in a plan of care is told.
            notices_on: the day on which plans are asked what they have to say; None for not asking.
        """
        places = self._places(sessions) if plans else {}
        notices = self._notices(sessions, notices_on) if notices_on is not None else {}
        booked_as = self._store.roster.first_verdicts([session.id for session in sessions])
        answered = self._store.roster.last_asked({session.patient_id for session in sessions})
        clinic = clinic_of(self._store)

        def asked(session: Session) -> bool:
            last = answered.get(session.patient_id)
            return last is not None and local_date(clinic, last.at) >= local_date(clinic, session.starts_at)

        return [
            SessionRow(
                session=slot.session,
                patient=slot.patient,
                session_type=slot.session_type,
                therapist=self.staff[slot.session.therapist_id],
                room=slot.room,
                verdict=slot.verdict,
                waiting_since=slot.session.arrived_at if slot.session.status is SessionStatus.ARRIVED else None,
                booked_as=first if (first := booked_as[slot.session.id]) is not slot.verdict else None,
                asked=asked(slot.session),
                place_in_plan=slot.place_in_plan,
                notices=notices.get(slot.session.patient_id, ()),
                renewal=slot.renewal,
            )
            for slot in self._slots(sessions, places)
        ]

    def _places(self, sessions: Sequence[Session]) -> "dict[str, PlanPlace]":
        from clinicdesk.desk.plan_views import PlanPlace  # noqa: PLC0415 - the first picture does without plans

        places = self._store.plans.places([session.id for session in sessions])
        return {session_id: PlanPlace(*place) for session_id, place in places.items()}

    def _notices(self, sessions: Sequence[Session], on: date) -> "dict[str, tuple[PlanNotice, ...]]":
        from clinicdesk.desk.plan_notices import notices_for  # noqa: PLC0415 - same

        return notices_for(self._store, {each.patient_id for each in sessions}, today=on)

    def _people(self, sessions: Sequence[Session]) -> dict[str, PatientSummary]:
        found = self._store.patients.many({session.patient_id for session in sessions})
        return {patient_id: summary(patient) for patient_id, patient in found.items()}

    def _due(self, sessions: Sequence[Session]) -> dict[str, Renewal]:
        """The sessions nobody may begin by the newest answers, because on their day they are too old."""
        ahead = [each for each in sessions if each.status.expected or each.status is SessionStatus.ARRIVED]
        answered = self._store.roster.last_asked({each.patient_id for each in ahead})
        clinic = clinic_of(self._store)
        found = {
            each.id: renewal(answered[each.patient_id].said_on, local_date(clinic, each.starts_at))
            for each in ahead
            if each.patient_id in answered
        }
        return {key: due for key, due in found.items() if due is not None}

    def _verdicts(self, sessions: Sequence[Session]) -> dict[str, Verdict]:
        return self._store.roster.verdicts([session.id for session in sessions])
