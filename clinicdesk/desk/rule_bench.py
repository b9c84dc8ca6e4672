"""The rule bench: a copy of the rules is edited, checked, published as a new version, or an older one put back."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from clinicdesk.data import Store
from clinicdesk.desk.keys import new_key
from clinicdesk.desk.rules_in_force import RulesInForce
from clinicdesk.desk.vouching import Vouched, vouching_therapist
from clinicdesk.domain.rule_version import SHIPPED, RulesEntry, RuleStep, RuleVersion
from clinicdesk.domain.staff import StaffMember
from clinicdesk.errors import InvalidValues, NotAllowed, StaleRecord
from clinicdesk.rules import RuleSetVersion, read_knowledge
from clinicdesk.rules.checking import Checked, checked

_DRAFT = ("rules", "bench")
_HEADER = "ruleset.toml"
_VERSION = re.compile(r'^version\s*=\s*(["\']).*?\1', re.MULTILINE)

Texts = Mapping[str, str]
"""The knowledge files, by name."""


@dataclass(frozen=True, slots=True)
class RulesStanding:
    """Which rules judge, and how that came about.

    Attributes:
        number: of the version that judges; 0 for the shipped rules.
        entry: what put the newest version in force, or None while the shipped rules were never replaced.
        by: the name of whoever did that.
        fault: why another version judges than the one that was put in force; empty when none does.
        shipped: the version of the rules that the program ships with.
        newer_shipped: whether the program ships other rules by now than the version was made beside.
    """

    number: int
    version: RuleSetVersion
    entry: RulesEntry | None
    by: str
    fault: str
    shipped: RuleSetVersion
    newer_shipped: bool


@dataclass(frozen=True, slots=True)
class RulesCopy:
    """The copy that is being edited.

    Attributes:
        based_on: the number of the version it was copied from.
        saved_at: when it was kept last, or None while nothing was changed.
    """

    based_on: int
    texts: Texts
    saved_at: datetime | None


class RuleBench:
    """Rules of the clinic's own."""

    def __init__(self, store: Store, rules: RulesInForce) -> None:
        self._store = store
        self._rules = rules

    def standing(self) -> RulesStanding:
        """Which rules judge."""
        rules, shipped = self._rules, self._rules.shipped.version
        version = rules.ruleset.version
        entry = self._store.rule_versions.in_force()
        own = self._store.rule_versions.get(rules.number) if rules.number != SHIPPED else None
        return RulesStanding(
            number=rules.number,
            version=version,
            entry=entry,
            by=self._store.staff.get(entry.staff_id).name if entry else "",
            fault=rules.fault,
            shipped=shipped,
            newer_shipped=own is not None and own.shipped_hash != shipped.hash,
        )

    def versions(self) -> list[RuleVersion]:
        """Every version published here, newest first."""
        return self._store.rule_versions.all()

    def next_number(self) -> int:
        """The number of the version that is published next."""
        return self._store.rule_versions.next_number()

    def history(self) -> list[RulesEntry]:
        """Everything that was ever put in force, newest first."""
        return self._store.rule_versions.history()

    def texts(self, number: int) -> Texts:
        """The files of a version; 0 for the shipped rules. Raises NotFound."""
        if number == SHIPPED:
            return self._rules.shipped.knowledge.texts
        return self._store.rule_versions.get(number).texts

    def copy(self) -> RulesCopy:
        """The copy being edited: the one kept, or a fresh one of the rules that judge."""
        stored = self._store.drafts.get(*_DRAFT)
        if stored is None:
            return RulesCopy(self._rules.number, self.texts(self._rules.number), None)
        base, files = stored.payload.get("based_on"), stored.payload.get("files")
        number = base if isinstance(base, int) else SHIPPED
        changed = {str(name): str(text) for name, text in files.items()} if isinstance(files, Mapping) else {}
        return RulesCopy(number, {**self.texts(number), **changed}, stored.saved_at)

    def keep(self, copy: RulesCopy, *, now: datetime) -> None:
        """Keep the copy, so that a crash or a log-off loses nothing; a copy like what it was made from is dropped."""
        base = self.texts(copy.based_on)
        changed = {name: text for name, text in copy.texts.items() if base.get(name) != text}
        with self._store.write():
            if changed:
                self._store.drafts.put(*_DRAFT, {"based_on": copy.based_on, "files": changed}, now)
            else:
                self._store.drafts.delete(*_DRAFT)

    def check(self, texts: Texts) -> Checked:
        """What is wrong with edited rules."""
        return checked(texts, self._rules.shipped.knowledge)

    def publish(
        self, copy: RulesCopy, *, seen: int, reason: str, accepted: bool = False, vouched: Vouched, now: datetime
    ) -> RuleVersion:
        """Put the copy in force as a new version, and drop it as a draft.

        Args:
            copy: what was edited; its ``version`` is set to the shipped one and the new number.
            seen: the number of the version that judged when whoever publishes last looked.
            reason: why, in a few words.
            accepted: whether they answer, by name, for the lesser promises it breaks.
            vouched: by the therapist who publishes.
            now: when.

        Raises:
            NotAllowed: as ``vouching_therapist``; or the rules have a fault or break a promise that may not be
                broken, or nothing was changed.
            InvalidValues: under ``reason`` or ``accepted``.
            StaleRecord: other rules were put in force meanwhile.
        """
        actor = vouching_therapist(self._store, vouched, "publish rules", now=now)
        found = self.check(copy.texts)
        refuse_to_publish(found, reason=reason, accepted=accepted)
        with self._store.write():
            self._refuse_stale(seen)
            number = self._store.rule_versions.next_number()
            texts = self._stamped(copy.texts, number)
            version = RuleVersion(
                id=new_key(now),
                number=number,
                based_on=copy.based_on,
                ruleset_id=(stamped := read_knowledge(texts).version).id,
                ruleset_version=stamped.version,
                ruleset_hash=stamped.hash,
                shipped_hash=self._rules.shipped.version.hash,
                texts=texts,
                accepted=tuple(each.sentence for each in found.lesser),
                reason=reason.strip(),
                staff_id=actor.id,
                made_at=now,
            )
            self._store.rule_versions.add(version)
            self._put_in_force(number, RuleStep.PUBLISHED, version.reason, actor, now)
            self._store.drafts.delete(*_DRAFT)
        self._rules.refresh()
        return version

    def roll_back(self, number: int, *, seen: int, reason: str, vouched: Vouched, now: datetime) -> RulesEntry:
        """Put an earlier version, or the shipped rules (0), in force again.

        Raises:
            NotAllowed: as ``vouching_therapist``; or the version judges already.
            InvalidValues: under ``reason``.
            NotFound: there is no such version.
            StaleRecord: other rules were put in force meanwhile.
            KnowledgeFault: this version of the program cannot use it any more.
        """
        actor = vouching_therapist(self._store, vouched, "put other rules in force", now=now)
        if not reason.strip():
            raise InvalidValues({"reason": "Say in a few words why the rules are changed back."})
        if number == self._rules.number and not self._rules.fault:
            raise NotAllowed("These rules judge already. Nothing was changed.")
        read_knowledge(self.texts(number))
        with self._store.write():
            self._refuse_stale(seen)
            entry = self._put_in_force(number, RuleStep.ROLLED_BACK, reason.strip(), actor, now)
        self._rules.refresh()
        return entry

    def _put_in_force(self, number: int, step: RuleStep, reason: str, actor: StaffMember, now: datetime) -> RulesEntry:
        entry = RulesEntry(new_key(now), number, step, reason, actor.id, now)
        self._store.rule_versions.put_in_force(entry)
        self._store.audit.append(actor, f"rules.{step.value}", ("rules", entry.id), {"number": number}, at=now)
        return entry

    def _refuse_stale(self, seen: int) -> None:
        entry = self._store.rule_versions.in_force()
        if (entry.number if entry else SHIPPED) != seen and not self._rules.fault:
            raise StaleRecord("Other rules were put in force meanwhile. Nothing was changed; look at them first.")

    def _stamped(self, texts: Texts, number: int) -> dict[str, str]:
        """The texts under a version of their own; raises NotAllowed when they say nothing new."""
        in_force = self._rules.ruleset
        same = _version(texts, in_force.version.version)
        if read_knowledge(same).version.hash == in_force.version.hash:
            raise NotAllowed("These rules say the same as those that judge already. Nothing was published.")
        return _version(texts, f"{self._rules.shipped.version.version}+{number}")


def _version(texts: Texts, version: str) -> dict[str, str]:
    return {**texts, _HEADER: _VERSION.sub(lambda _: f'version = "{version}"', texts[_HEADER], count=1)}


def refuse_to_publish(found: Checked, *, reason: str, accepted: bool) -> None:
    """Raise what keeps edited rules from being published, as ``RuleBench.publish``; asked before the PIN, too."""
    if found.faults:
        raise NotAllowed(f"These rules cannot be used: {found.faults[0]}. Nothing was published.")
    if found.grave:
        raise NotAllowed(f"These rules could judge somebody too well. {found.grave[0].sentence} Nothing was published.")
    faults = {} if reason.strip() else {"reason": "Say in a few words why the rules are changed."}
    if found.lesser and not accepted:
        faults["accepted"] = "Say that you answer for what these rules no longer keep, or mend them."
    if faults:
        raise InvalidValues(faults)
