"""Decisions about hours, taken back: what was decided before holds again, as if the later one had not been made."""

from abc import abstractmethod
from datetime import date, datetime
from typing import Any, TypeVar

from clinicdesk.data import Store
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.hours import local_date
from clinicdesk.desk.nouns import Noun, Turn
from clinicdesk.domain.working_hours import HolidayChoice, KeptSession, SpecialHours, WeeklyHours

Decided = TypeVar("Decided", WeeklyHours, SpecialHours, KeptSession)


class _DecisionNoun(Noun[Decided]):
    """A decision that stays on file; one that was taken back counts no more."""

    def stands(self, present: Decided, found: Decided | None) -> bool:
        """Whether it counts, and no later decision stands in its place; or whether it was taken back."""
        void = self.store.hours.is_void(present.id)
        return void if found is None else not void and self.counts(present)

    @abstractmethod
    def counts(self, present: Decided) -> bool:
        """Whether no later decision about the same stands in its place."""

    def restore(self, present: Decided, wanted: Decided | None, turn: Turn) -> Decided:
        """Let it count, or count no more; whoever is booked then stands on the list of sessions without a time."""
        self.store.hours.withdraw(present.id, wanted is None, by=turn.actor.id, at=turn.now)
        return present

    def whose(self, owner: str | None) -> str:
        """The clinic's, or of somebody by name."""
        return "the clinic" if owner is None else self.store.staff.get(owner).name


class WeeklyNoun(_DecisionNoun[WeeklyHours]):
    """The usual weeks."""

    kind = WeeklyHours

    def present(self, record_id: str) -> WeeklyHours:
        """As they were decided."""
        return self.store.hours.weekly(record_id)

    def counts(self, present: WeeklyHours) -> bool:
        """Whether none were decided since for the same day."""
        found = self.store.hours.book(present.valid_from, present.valid_from).weekly_of(
            present.owner, present.valid_from
        )
        return found is not None and found.id == present.id

    def called(self, value: WeeklyHours) -> str:
        """As in a sentence."""
        return f"the usual week of {self.whose(value.owner)}"

    def words(self, before: WeeklyHours | None, after: WeeklyHours | None, now: datetime) -> str:
        """What was decided; that the clinic stays as it was until then is told by what changes."""
        told = after or before
        if told is None or told.valid_from == date.min:
            return ""
        return f"changed {self.called(told)} from {_day(told.valid_from, local_date(clinic_of(self.store), now))}"


class SpecialNoun(_DecisionNoun[SpecialHours]):
    """The hours of one date."""

    kind = SpecialHours

    def present(self, record_id: str) -> SpecialHours:
        """As they were decided."""
        return self.store.hours.special(record_id)

    def counts(self, present: SpecialHours) -> bool:
        """Whether none were decided since for the same date."""
        decided = [
            each for each in self.store.hours.book(present.on, present.on).special if each.owner == present.owner
        ]
        return bool(decided) and decided[-1].id == present.id

    def called(self, value: SpecialHours) -> str:
        """As in a sentence."""
        return f"the other day of {self.whose(value.owner)}"

    def words(self, before: SpecialHours | None, after: SpecialHours | None, now: datetime) -> str:
        """What was decided."""
        told = after or before
        if told is None:
            return ""
        verb = "took back" if told.spans is None else "changed"
        return (
            f"{verb} the hours of {self.whose(told.owner)} on {_day(told.on, local_date(clinic_of(self.store), now))}"
        )


class KeptNoun(_DecisionNoun[KeptSession]):
    """That a session takes place although the hours stand against it."""

    kind = KeptSession

    def present(self, record_id: str) -> KeptSession:
        """As it was decided."""
        return self.store.kept_sessions.get(record_id)

    def counts(self, present: KeptSession) -> bool:  # noqa: ARG002 - a noun's call
        """Each decision is about an obstacle of its own."""
        return True

    def called(self, value: KeptSession) -> str:
        """As in a sentence."""
        return f"the session of {self._name(value)}"

    def words(self, before: KeptSession | None, after: KeptSession | None, now: datetime) -> str:  # noqa: ARG002 - a noun's call
        """What was decided."""
        told = after or before
        return f"kept {self.called(told)} all the same" if told else ""

    def _name(self, kept: KeptSession) -> str:
        session = self.store.sessions.get(kept.session_id)
        return self.store.patients.get(session.patient_id).details.full_name


class HolidaysNoun(Noun[HolidayChoice]):
    """Which public holidays the clinic keeps closed."""

    kind = HolidayChoice

    def present(self, record_id: str) -> HolidayChoice:  # noqa: ARG002 - there is one
        """The choice on file."""
        return self.store.hours.holidays()

    def stands(self, present: HolidayChoice, found: HolidayChoice | None) -> bool:
        """Whether nothing differs."""
        return present == (found or HolidayChoice())

    def restore(self, present: HolidayChoice, wanted: HolidayChoice | None, turn: Turn) -> HolidayChoice:  # noqa: ARG002 - a noun's call
        """Put the choice back."""
        choice = wanted or HolidayChoice()
        self.store.hours.put_holidays(choice)
        return choice

    def called(self, value: HolidayChoice) -> str:  # noqa: ARG002 - there is one
        """As in a sentence."""
        return "the choice of holidays"

    def words(self, before: HolidayChoice | None, after: HolidayChoice | None, now: datetime) -> str:  # noqa: ARG002 - a noun's call
        """What was done."""
        return "changed which holidays the clinic keeps closed"


def hours_nouns(store: Store) -> list[Noun[Any]]:
    """Every kind of decision about hours but time off."""
    return [WeeklyNoun(store), SpecialNoun(store), KeptNoun(store), HolidaysNoun(store)]


def _day(day: date, today: date) -> str:
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day.day} {day:%B}{year}"
