"""The rules that judge here now: those the program ships with, or a version of the clinic's own."""

from collections.abc import Callable
from functools import cached_property

from clinicdesk.data import Store
from clinicdesk.domain.rule_version import SHIPPED, RulesEntry
from clinicdesk.errors import KnowledgeFault, StaleRecord
from clinicdesk.rules import RuleSet, read_knowledge


class RulesInForce:
    """The one place that knows which rules judge; the records say which, and they are read at the first judgement.

    Attributes:
        number: of the version that judges, 0 for the shipped rules.
        fault: why the version that was put in force does not judge, in a sentence; empty when it does.
    """

    def __init__(self, store: Store, shipped: RuleSet | Callable[[], RuleSet], changed: Callable[[], None]) -> None:
        """``changed`` is told when other rules judge than before."""
        self._store = store
        self._shipped = shipped
        self._changed = changed
        self._ruleset: RuleSet | None = None
        self._entry: RulesEntry | None = None
        self.number = SHIPPED
        self.fault = ""

    @cached_property
    def shipped(self) -> RuleSet:
        """The rules the program ships with; raises KnowledgeFault when they cannot be loaded."""
        return self._shipped() if callable(self._shipped) else self._shipped

    @property
    def ruleset(self) -> RuleSet:
        """The rules that judge; raises KnowledgeFault when none can be loaded."""
        if self._ruleset is None:
            self._ruleset = self._take()
        return self._ruleset

    def refresh(self) -> bool:
        """Follow the records, which another window may have changed; tells whether other rules judge now."""
        if self._ruleset is None or self._store.rule_versions.in_force() == self._entry:
            return False
        before, self._ruleset = self._ruleset, self._take()
        if self._ruleset.version.hash == before.version.hash:
            return False
        self._changed()
        return True

    def refuse_if_older(self) -> None:
        """To be asked inside the transaction that stores what the rules say: another desk may have put others in force.

        Raises:
            StaleRecord: these rules do not judge any more; who sits here has not seen what the new ones say.
        """
        if self._ruleset is not None and self._store.rule_versions.in_force() != self._entry:
            raise StaleRecord(
                "Other rules were put in force at another desk just now. Nothing was changed; "
                "look at what they say, then do it again."
            )

    def _take(self) -> RuleSet:
        """The newest rules on file that load; each that does not is passed over for the one before it."""
        history = self._store.rule_versions.history()
        self._entry = next(iter(history), None)
        self.fault = ""
        for entry in history:
            if entry.number == SHIPPED:
                break
            try:
                ruleset = self._published(entry.number)
            except KnowledgeFault as fault:
                self.fault = self.fault or f"Version {entry.number} of the rules cannot be used: {fault}."
            else:
                self._use(entry.number)
                return ruleset
        self._use(SHIPPED)
        return self.shipped

    def _use(self, number: int) -> None:
        self.number = number
        if self.fault:
            instead = "the rules the program ships with judge" if number == SHIPPED else f"version {number} judges"
            self.fault = f"{self.fault} Until that is mended {instead}; look at it under Settings, Rule bench."

    def _published(self, number: int) -> RuleSet:
        version = self._store.rule_versions.get(number)
        knowledge = read_knowledge(version.texts)
        if knowledge.version.hash != version.ruleset_hash:
            raise KnowledgeFault("ruleset.toml", "the rules on file are not those that were published")
        return RuleSet(knowledge)
