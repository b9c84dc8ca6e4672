"""Somebody at a desk about to do something that can be asked to be taken back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from clinicdesk.desk.desk import Desk
from clinicdesk.desk.keys import new_key
from clinicdesk.domain.staff import StaffMember
from tests.desk.front_desk import TODAY
from tests.vouching import vouching

DEEDS: dict[str, Callable[["Hand"], None]] = {}
"""What anybody does, by name."""
THERAPISTS_DEEDS: dict[str, Callable[["Hand"], None]] = {}
"""What only a therapist may do."""


def deed(done):
    """Something that is done at a desk, the whole of it one entry of the journal."""
    DEEDS[done.__name__] = done
    return done


def therapists_deed(done):
    """The same for what is a therapist's to do."""
    THERAPISTS_DEEDS[done.__name__] = done
    return done


class Idle(Exception):
    """There is nothing that this could be done to."""


@dataclass(frozen=True)
class Hand:
    """Who does it, and when; ``pick`` and ``other`` choose to what, and what."""

    desk: Desk
    actor: StaffMember
    now: datetime
    patients: tuple[Any, ...]
    pick: int = 0
    other: int = 0

    @property
    def by(self):
        return {"actor": self.actor, "now": self.now}

    @property
    def vouching(self):
        return vouching(self.desk, self.actor, self.now)

    @property
    def key(self):
        return new_key(self.now)

    @property
    def day(self):
        return TODAY + timedelta(days=self.other % 3)

    @property
    def store(self):
        return self.desk.store

    @property
    def patient(self):
        return self.store.patients.get(self.patients[self.pick % len(self.patients)].id)

    def one_of(self, found):
        found = list(found)
        if not found:
            raise Idle
        return found[self.pick % len(found)]

    def of_all(self, repository):
        """What a repository holds of everybody."""
        return [each for patient in self.patients for each in repository.of_patient(patient.id)]

    def session(self, fits):
        return self.one_of(each for each in self.of_all(self.store.sessions) if fits(each))

    def plan(self, *statuses):
        return self.one_of(each for each in self.of_all(self.store.plans) if each.status in statuses)

    def wish(self, fits=lambda _: True):
        return self.one_of(row for row in self.desk.waiting.again(most=99, now=self.now).rows if fits(row))
