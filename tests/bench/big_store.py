"""Large files of invented people and sessions, filled fast: straight into the tables, in big transactions."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from clinicdesk.data import Store, open_store
from clinicdesk.data.patients import _row as patient_row
from clinicdesk.data.sessions import _row as session_row
from clinicdesk.domain.patient import Patient, PatientDetails
from clinicdesk.domain.session import Session, SessionType
from clinicdesk.domain.staff import Role, Room, StaffMember
from clinicdesk.domain.suitability import Kind, Technique

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
SLOTS_A_DAY = 16
_DAYS = 5 * 365
_BATCH = 20_000
_ONSETS = [
    "b",
    "br",
    "c",
    "ch",
    "d",
    "f",
    "fr",
    "g",
    "h",
    "j",
    "k",
    "kl",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "sch",
    "st",
    "v",
]
_VOWELS = ["a", "e", "i", "o", "u", "ai", "ei", "ou", "ö", "ü", "é"]
_CODAS = ["", "", "n", "r", "s", "l", "nd", "rt", "ng", "ck"]
_COMMON_GIVEN = ["maria", "anna", "john", "james", "mary", "robert", "jennifer", "michael", "linda", "sofia", "wei"]
_COMMON_FAMILY = ["smith", "johnson", "brown", "jones", "garcia", "müller", "nguyen", "khan", "o'brien", "ødegård"]
_HAN_FAMILY = "王李张刘陈杨黄赵吴周"
_HAN_GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞"


def invented_people(count: int, seed: int = 1) -> Iterator[Patient]:
    """People whose names are as unevenly spread as real ones, in two scripts, most with a phone."""
    chance = random.Random(seed)
    given = _COMMON_GIVEN + _names(chance, 3_000)
    family = _COMMON_FAMILY + _names(chance, 60_000)
    given_weights = list(accumulate(1 / (rank + 8) for rank in range(len(given))))
    family_weights = list(accumulate(1 / (rank + 30) for rank in range(len(family))))
    born = date(1936, 1, 1)
    for index in range(count):
        if chance.random() < 0.04:
            name = chance.choice(_HAN_GIVEN) + chance.choice(["", chance.choice(_HAN_GIVEN)])
            surname = chance.choice(_HAN_FAMILY)
        else:
            name = chance.choices(given, cum_weights=given_weights)[0].title()
            surname = chance.choices(family, cum_weights=family_weights)[0].title()
        details = PatientDetails(
            given_name=name,
            family_name=surname,
            birth_date=born + timedelta(days=chance.randrange(75 * 365)),
            phone=f"+1{chance.randrange(2_000_000_000, 9_999_999_999)}",
            other_phone=f"+4930{chance.randrange(1_000_000, 9_999_999)}" if chance.random() < 0.3 else "",
            email=f"person{index}@example.org",
            address=f"{index % 300} Long Street, Springfield",
        )
        yield Patient(id=f"patient-{index:09}", number=1001 + index, details=details)


def store_of_people(path: Path, count: int) -> Store:
    """A file with that many patients, the last of whom were seen lately."""
    store = open_store(path)
    add_people(store, count)
    return store


def add_people(store: Store, count: int, *, behind: int = 0) -> None:
    """Put that many patients on file, numbered behind those who are there; some were seen lately."""
    connection = store._connection
    people = (replace(person, number=person.number + behind) for person in invented_people(count))
    done = 0
    while done < count:
        size = min(_BATCH, count - done)
        rows = [patient_row(next(people)) for _ in range(size)]
        with store.write():
            _insert_all(connection, "patients", rows)
        done += size
    chance = random.Random(2)
    with store.write():
        for minutes in range(min(2_000, count)):
            store.patients.mark_seen(f"patient-{chance.randrange(count):09}", NOW - timedelta(minutes=minutes))


def store_of_sessions(path: Path, count: int) -> Store:
    """A file with that many sessions: every therapist booked up, sixteen a day, for years."""
    store = open_store(path)
    patients = max(200, count // 50)
    therapists = max(8, count // (SLOTS_A_DAY * _DAYS))
    with store.write():
        store.session_types.add(SessionType("type", "Massage", Technique.SWEDISH, 25, 5))
        for index in range(therapists):
            store.staff.add(StaffMember(f"therapist-{index}", f"T {index}", Role.THERAPIST, frozenset(Kind)))
            store.rooms.add(Room(f"room-{index}", f"Room {index}"))
        _insert_all(store._connection, "patients", [patient_row(p) for p in invented_people(patients)])
    sessions = _sessions(count, therapists, patients)
    done = 0
    while done < count:
        size = min(_BATCH, count - done)
        with store.write():
            _insert_all(store._connection, "sessions", [session_row(next(sessions)) for _ in range(size)])
        done += size
    return store


def invented_session(session_id: str, therapist: int, patient: int, starts_at: datetime) -> Session:
    """Half an hour of one therapist's and one patient's time."""
    return Session(
        id=session_id,
        patient_id=f"patient-{patient:09}",
        session_type_id="type",
        therapist_id=f"therapist-{therapist}",
        room_id=f"room-{therapist}",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=25),
        free_at=starts_at + timedelta(minutes=30),
    )


def _sessions(count: int, therapists: int, patients: int) -> Iterator[Session]:
    """Back to back half hours; no patient is in two places at once."""
    for index in range(count):
        slot, therapist = divmod(index, therapists)
        day, half_hour = divmod(slot, SLOTS_A_DAY)
        starts_at = NOW + timedelta(days=day, minutes=30 * half_hour)
        yield invented_session(f"session-{index:09}", therapist, (slot * 7 + therapist) % patients, starts_at)


def _insert_all(connection, table, rows):
    columns = ", ".join(rows[0])
    slots = ", ".join(f":{name}" for name in rows[0])
    connection.database.conn.executemany(f"insert into {table} ({columns}) values ({slots})", rows)  # noqa: S608 - own names


def _names(chance: random.Random, count: int) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        syllables = chance.choice([1, 2, 2, 3])
        word = "".join(
            chance.choice(_ONSETS) + chance.choice(_VOWELS) + chance.choice(_CODAS) for _ in range(syllables)
        )
        found[word] = None
    return list(found)
