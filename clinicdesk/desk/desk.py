"""The desk as a whole."""

# ruff: noqa: PLC0415 - the program starts faster when each part is imported at its first use

from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from clinicdesk.data import Store, open_store
from clinicdesk.desk.clinic_setup import ClinicSetup
from clinicdesk.desk.day import Day
from clinicdesk.desk.store_parts import StoreParts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clinicdesk.desk.arrivals import Arrivals
    from clinicdesk.desk.body_maps import BodyMaps
    from clinicdesk.desk.booking import Booking
    from clinicdesk.desk.call_list import CallList
    from clinicdesk.desk.clearing import Clearing
    from clinicdesk.desk.elsewhere import Elsewhere
    from clinicdesk.desk.export import Exports
    from clinicdesk.desk.freed import FreedTimes
    from clinicdesk.desk.intakes import Intakes
    from clinicdesk.desk.judging import Judging
    from clinicdesk.desk.moving import Moving
    from clinicdesk.desk.next_free import NextFree
    from clinicdesk.desk.plans import Plans
    from clinicdesk.desk.referrals import Referrals
    from clinicdesk.desk.rule_bench import RuleBench
    from clinicdesk.desk.rules_in_force import RulesInForce
    from clinicdesk.desk.series import Series
    from clinicdesk.desk.sign_off import SigningOff
    from clinicdesk.desk.story import Stories
    from clinicdesk.desk.sweep import Sweep
    from clinicdesk.desk.timetable import Timetable
    from clinicdesk.desk.undoing import Undoing
    from clinicdesk.desk.visits import Visits
    from clinicdesk.desk.waiting import Waiting
    from clinicdesk.desk.walk_ins import WalkIns
    from clinicdesk.desk.wanted import WantedTimes
    from clinicdesk.rules import RuleSet


class Desk(StoreParts):
    """Everything a front desk does, over one open store and the rules that are in force there.

    Every method that reads or writes clinical data takes ``actor``, who does it, and ``now``, an
    aware time in UTC. One method is one transaction and one audit entry.

    Attributes:
        store: for what works on all records at once, such as filling in a demo clinic.
    """

    def __init__(self, store: Store, ruleset: "RuleSet | Callable[[], RuleSet]") -> None:
        """``ruleset`` is what the program ships with, or what loads that; it is called at most once."""
        self.store = store
        self._shipped = ruleset
        self.clinic = ClinicSetup(store)
        self.day = Day(store, lambda: self.arrivals, lambda: self.clearing)

    @property
    def ruleset(self) -> "RuleSet":
        """The rules that judge now; raises KnowledgeFault when they have yet to be loaded and cannot be."""
        return self.rules.ruleset

    @cached_property
    def rules(self) -> "RulesInForce":
        """Which rules judge."""
        from clinicdesk.desk.rules_in_force import RulesInForce

        return RulesInForce(self.store, self._shipped, self._part_anew)

    def _part_anew(self) -> None:
        """Make every part anew at its next use: each was made with the rules of its time, and keeps nothing else."""
        for name in [name for name in vars(self) if isinstance(getattr(Desk, name, None), cached_property)]:
            if name != "rules":
                delattr(self, name)

    @cached_property
    def rule_bench(self) -> "RuleBench":
        """Editing the rules."""
        from clinicdesk.desk.rule_bench import RuleBench

        return RuleBench(self.store, self.rules)

    @cached_property
    def sweep(self) -> "Sweep":
        """Whom edited rules would judge otherwise."""
        from clinicdesk.desk.sweep import Sweep

        return Sweep(self.store, self.judging)

    @contextmanager
    def second(self) -> "Iterator[Desk]":
        """A desk on a connection of its own, for work on another thread."""
        with open_store(self.store.path) as store:
            yield Desk(store, lambda: self.rules.shipped)

    @cached_property
    def intakes(self) -> "Intakes":
        """What people answered, and what the rules make of it."""
        from clinicdesk.desk.intakes import Intakes

        return Intakes(self.store, self.ruleset)

    @cached_property
    def body_maps(self) -> "BodyMaps":
        """Where people said it hurts, and which questions that brings forward."""
        from clinicdesk.desk.body_maps import BodyMaps

        return BodyMaps(self.store, self.ruleset)

    @cached_property
    def judging(self) -> "Judging":
        """What counts: the rules, and what therapists decided beside them."""
        from clinicdesk.desk.judging import Judging

        return Judging(self.store, self.ruleset, self.intakes, in_force=self.rules)

    @cached_property
    def clearing(self) -> "Clearing":
        """What therapists decide beside the rules."""
        from clinicdesk.desk.clearing import Clearing

        return Clearing(self.store, self.ruleset, self.judging)

    @cached_property
    def referrals(self) -> "Referrals":
        """People who had to be seen by a doctor first, and what became of it."""
        from clinicdesk.desk.referrals import Referrals

        return Referrals(self.store, self.ruleset, self.intakes)

    @cached_property
    def booking(self) -> "Booking":
        """Offers, free time, and sessions."""
        from clinicdesk.desk.booking import Booking

        return Booking(self.store, self.judging)

    @cached_property
    def moving(self) -> "Moving":
        """Sessions on their way to another time, therapist, room or length."""
        from clinicdesk.desk.moving import Moving

        return Moving(self.store, self.judging)

    @cached_property
    def plans(self) -> "Plans":
        """What is agreed with people on where they want to get to, and how."""
        from clinicdesk.desk.plans import Plans

        return Plans(self.store, self.judging, lambda: self.booking)

    @cached_property
    def elsewhere(self) -> "Elsewhere":
        """Other places for sessions of the book."""
        from clinicdesk.desk.elsewhere import Elsewhere

        return Elsewhere(self.store, self.moving)

    @cached_property
    def next_free(self) -> "NextFree":
        """When a session can be given next."""
        from clinicdesk.desk.next_free import NextFree

        return NextFree(self.store, self.judging)

    @cached_property
    def timetable(self) -> "Timetable":
        """When the clinic is open and who works when."""
        from clinicdesk.desk.timetable import Timetable

        return Timetable(self.store, self.displaced)

    @cached_property
    def series(self) -> "Series":
        """Many sessions at a time."""
        from clinicdesk.desk.series import Series

        return Series(self.store, self.booking, self.moving)

    @cached_property
    def sign_off(self) -> "SigningOff":
        """Who vouches for the rules that judge."""
        from clinicdesk.desk.sign_off import SigningOff

        return SigningOff(self.store, self.ruleset.version)

    @cached_property
    def arrivals(self) -> "Arrivals":
        """People at the door: what to ask them again, and what that changes."""
        from clinicdesk.desk.arrivals import Arrivals

        return Arrivals(self.store, self.ruleset, self.intakes, self.judging)

    @cached_property
    def call_list(self) -> "CallList":
        """The sessions whose verdict changed."""
        from clinicdesk.desk.call_list import CallList
        from clinicdesk.desk.changed_verdicts import ChangedVerdicts

        changed = ChangedVerdicts(self.store, self.ruleset, self.judging)
        return CallList(self.store, changed, self.judging, self.booking)

    @cached_property
    def stories(self) -> "Stories":
        """What happened to a session."""
        from clinicdesk.desk.story import Stories

        return Stories(self.store, self.undoing)

    @cached_property
    def walk_ins(self) -> "WalkIns":
        """People without a booking."""
        from clinicdesk.desk.walk_ins import WalkIns

        return WalkIns(self.store, self.booking)

    @cached_property
    def waiting(self) -> "Waiting":
        """Who would come earlier than they are booked, or at all."""
        from clinicdesk.desk.waiting import Waiting

        return Waiting(self.store, self.judging, self.booking, self.moving)

    @cached_property
    def wanted(self) -> "WantedTimes":
        """Free times that somebody waits for."""
        from clinicdesk.desk.wanted import WantedTimes

        return WantedTimes(self.store, self.judging)

    @cached_property
    def freed(self) -> "FreedTimes":
        """Which of them became free just now."""
        from clinicdesk.desk.freed import FreedTimes

        return FreedTimes(self.store, lambda: self.wanted)

    @cached_property
    def undoing(self) -> "Undoing":
        """Taking back what was done, and doing it again."""
        from clinicdesk.desk.every_noun import every_noun
        from clinicdesk.desk.undoing import Undoing

        return Undoing(self.store, every_noun(self.store, lambda: self.arrivals, lambda: self.clearing))

    @cached_property
    def visits(self) -> "Visits":
        """What is printed."""
        from clinicdesk.desk.visits import Visits

        return Visits(self.store, self.intakes)

    @cached_property
    def exports(self) -> "Exports":
        """What leaves the clinic."""
        from clinicdesk.desk.export import Exports

        return Exports(self.store, self.ruleset)
