"""Random bookings, moves, cancellations and revivals against a plain reading of the rule."""

import tempfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from clinicdesk.data import open_store
from clinicdesk.domain.session import Session, SessionStatus
from clinicdesk.errors import SlotTaken
from tests.data.records import GARDEN, LAMP, NOW, SOUND, TESS, THEO, TOWER, at, furnish, session

# Few and coarse, so that clashes, exact touches and turn-over overlaps all happen often.
starts = st.integers(0, 12).map(lambda quarter: quarter / 4)
lengths = st.integers(1, 4).map(lambda quarter: quarter / 4)
turnovers = st.integers(0, 2).map(lambda quarter: quarter / 4)
patients = st.sampled_from(["patient-1", "patient-2"])
therapists = st.sampled_from([TESS.id, THEO.id])
rooms = st.sampled_from([None, GARDEN.id, TOWER.id])
devices = st.sampled_from([None, SOUND.id, LAMP.id])
statuses = st.sampled_from(SessionStatus)
OFF = {SessionStatus.CANCELLED, SessionStatus.NO_SHOW, SessionStatus.ENTERED_IN_ERROR}


def taken(session: Session) -> dict[tuple[str, str], tuple[datetime, datetime]]:
    """What a live session takes, and from when until when."""
    if session.status in OFF:
        return {}
    times = {
        ("therapist", session.therapist_id): (session.starts_at, session.free_at),
        ("patient", session.patient_id): (session.starts_at, session.ends_at),
    }
    if session.room_id:
        times["room", session.room_id] = (session.starts_at, session.free_at)
    if session.equipment_id:
        times["equipment", session.equipment_id] = (session.starts_at, session.free_at)
    return times


def clashes(one: Session, other: Session) -> set[str]:
    """The kinds of resource that both take at some moment."""
    first, second = taken(one), taken(other)
    return {
        resource[0]
        for resource in first.keys() & second.keys()
        if first[resource][0] < second[resource][1] and second[resource][0] < first[resource][1]
    }


class BookingMachine(RuleBasedStateMachine):
    booked = Bundle("booked")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = open_store(Path(self.folder.name) / "clinic.db")
        furnish(self.store)
        self.model: dict[str, Session] = {}

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    def attempt(self, wanted: Session) -> None:
        """Store a session, and hold the outcome against the model."""
        in_the_way = {other.id: clashes(wanted, other) for other in self.model.values() if other.id != wanted.id}
        expected = set().union(*in_the_way.values())
        assert set(self.store.sessions.holders(wanted) if wanted.status.live else ()) == expected
        outcome = self.outcome(wanted)
        if isinstance(outcome, SlotTaken):
            assert outcome.resource in in_the_way[outcome.session_id]
        else:
            assert expected == set()
            self.model[wanted.id] = outcome

    def outcome(self, wanted: Session) -> Session | SlotTaken:
        try:
            with self.store.write():
                known = wanted.id in self.model
                return self.store.sessions.update(wanted) if known else self.store.sessions.add(wanted)
        except SlotTaken as refusal:
            return refusal

    @rule(
        target=booked, start=starts, hours=lengths, turnover=turnovers, patient=patients, therapist=therapists,
        room=rooms, equipment=devices, status=statuses,
    )  # fmt: skip
    def book(self, **wanted: object) -> str:
        session_id = f"session-{len(self.model)}"
        self.attempt(session(session_id, **wanted))
        return session_id

    @rule(session_id=booked, start=starts, hours=lengths, turnover=turnovers)
    def move_in_time(self, session_id: str, start: float, hours: float, turnover: float) -> None:
        if session_id in self.model:
            times = {"starts_at": at(start), "ends_at": at(start + hours), "free_at": at(start + hours + turnover)}
            self.attempt(replace(self.model[session_id], **times))

    @rule(session_id=booked, patient=patients, therapist=therapists, room=rooms, equipment=devices)
    def give_to_others(
        self, session_id: str, patient: str, therapist: str, room: str | None, equipment: str | None
    ) -> None:
        if session_id in self.model:
            others = {"patient_id": patient, "therapist_id": therapist, "room_id": room, "equipment_id": equipment}
            self.attempt(replace(self.model[session_id], **others))

    @rule(session_id=booked, status=statuses)
    def change_status(self, session_id: str, status: SessionStatus) -> None:
        if session_id in self.model:
            self.attempt(replace(self.model[session_id], status=status))

    @invariant()
    def what_is_on_file_is_what_was_accepted(self) -> None:
        on_file = {each.id: each for each in self.store.sessions.between(NOW, at(99))}
        shown = {key: each for key, each in self.model.items() if each.status is not SessionStatus.ENTERED_IN_ERROR}
        assert on_file == shown
        assert self.store.sessions.many(self.model) == self.model


TestBookings = BookingMachine.TestCase
TestBookings.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
