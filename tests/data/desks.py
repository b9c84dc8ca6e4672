"""What other processes do to a file while a test watches; imports little, so that they start fast."""

import sys
from dataclasses import replace
from pathlib import Path
from threading import Barrier

from clinicdesk.data import open_store
from clinicdesk.domain.session import Session
from clinicdesk.errors import ClinicDeskError, SlotTaken
from tests.data.records import GARDEN, TESS, THEO, TOWER, session

SLOTS = 1_000
CONTESTED = ("therapist", "patient", "room")

Outcome = tuple[str, str | None]
"""``booked`` and the session's own id, or what was taken and the id of the session that has it."""


def open_and_close(path: str) -> str:
    """Open the file; the answer is ``opened`` or what the person would read."""
    try:
        open_store(Path(path)).close()
    except ClinicDeskError as error:
        return str(error)
    return "opened"


def wish(desk: int, slot: int) -> Session:
    """What a desk wants at a slot: both want one resource in common, at overlapping times."""
    contested = CONTESTED[slot % len(CONTESTED)]
    shift = 0.5 if desk and slot % 2 else 0
    wanted = session(
        f"desk-{desk}-slot-{slot}",
        start=slot * 3 + shift,
        patient=f"patient-{desk + 1}",
        therapist=(TESS, THEO)[desk].id,
        room=(GARDEN, TOWER)[desk].id,
    )
    shared = {"therapist": {"therapist_id": TESS.id}, "patient": {"patient_id": "patient-1"}}
    return replace(wanted, **shared.get(contested, {"room_id": GARDEN.id}))


def book_every_slot(path: str, desk: int, barrier: Barrier) -> list[Outcome]:
    """Try to book every slot, each at the same moment as the other desk."""
    outcomes: list[Outcome] = []
    with open_store(Path(path)) as store:
        for slot in range(SLOTS):
            wanted = wish(desk, slot)
            barrier.wait()
            try:
                with store.write():
                    store.sessions.add(wanted)
                outcomes.append(("booked", wanted.id))
            except SlotTaken as taken:
                outcomes.append((taken.resource, taken.session_id))
    return outcomes


def book_and_tell(path: str) -> None:
    """Book one session after another and print the id of each once it is stored, until killed."""
    with open_store(Path(path)) as store:
        for slot in range(SLOTS):
            wanted = session(f"session-{slot}", start=slot * 3)
            with store.write():
                store.sessions.add(wanted)
                store.audit.append(TESS, "session.book", ("session", wanted.id), at=wanted.starts_at)
            sys.stdout.write(f"{wanted.id}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    book_and_tell(sys.argv[1])
