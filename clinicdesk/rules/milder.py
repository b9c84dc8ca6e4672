"""Where edited rules let more pass than the shipped ones do."""

from collections.abc import Iterator
from dataclasses import replace

from clinicdesk.domain.suitability import Verdict
from clinicdesk.rules.circuits import holds, slots_of
from clinicdesk.rules.compiled import REVIEW
from clinicdesk.rules.conditions import Condition, findings_of
from clinicdesk.rules.knowledge import Knowledge, Rule
from clinicdesk.rules.neighbourhoods import Broken, Neighbourhoods, words


def milder_in(edited: Knowledge, shipped: Knowledge) -> list[Broken]:
    """Where edited rules let more pass than a shipped rule does, one sentence for each such rule.

    An urgent referral, and whatever no decision lifts, cannot be edited away; for the rest a therapist may answer.
    It does not matter which of the edited rules see to it, nor how they are written.
    """
    found: list[Broken] = []
    told = {f"shipped: {text}": condition for text, condition in shipped.conditions.items()}
    comparable = {text: each for text, each in told.items() if _asked_alike(each, edited, shipped)}
    checks = _Comparison(replace(edited, conditions={**edited.conditions, **comparable}))
    for rule in shipped.rules.values():
        if not rule.active:
            continue
        condition = comparable.get(f"shipped: {rule.when}")
        found += checks.milder_than(rule, condition) if condition is not None else checks.gone(rule)
    return found


def _asked_alike(condition: Condition, edited: Knowledge, shipped: Knowledge) -> bool:
    """Whether every answer that a shipped condition reads can still be given."""
    for id_ in findings_of(condition):
        was, is_ = shipped.findings[id_], edited.findings.get(id_)
        if is_ is None or is_.type is not was.type or is_.range != was.range:
            return False
        if not {each.value for each in was.choices} <= {each.value for each in is_.choices}:
            return False
    return True


class _Comparison(Neighbourhoods):
    def milder_than(self, rule: Rule, condition: Condition) -> Iterator[Broken]:
        """The worst case in which less is said than a shipped rule says, if there is one."""
        circuit = self.compiled.circuit(condition)
        slots = [slot for slot in sorted(slots_of(circuit)) if slot < len(self.ids)]
        missed = [
            (said, verdict, technique)
            for states in self.ways(circuit, slots)
            if holds(circuit, states)
            for fired in [self.compiled.fires(states)]
            for technique, ladder in self.compiled.ladders.items()
            if (said := rule.contribution(technique)) is not None and said >= REVIEW
            if (verdict := ladder.worst(fired)) < said
        ]
        if missed:
            said, verdict, technique = max(missed, key=lambda each: (each[0], -each[1]))
            yield Broken(
                f"Rule {rule.id} is gone or milder than in the shipped rules: {words(technique)} may be "
                f"{words(verdict)} instead of {words(said)}.",
                grave=_for_good(rule, said),
            )

    def gone(self, rule: Rule) -> Iterator[Broken]:
        """A shipped rule that rests on questions which are not asked any more."""
        said = max(rule.massage or Verdict.SUITABLE, rule.physical_therapy or Verdict.SUITABLE)
        if said >= REVIEW:
            told = f"Rule {rule.id} is gone: what it rests on in the shipped rules is not asked any more."
            yield Broken(told, grave=_for_good(rule, said))


def _for_good(rule: Rule, said: Verdict) -> bool:
    return said is Verdict.REFER_URGENTLY or (said is Verdict.NOT_SUITABLE and rule.may_lift == "never")
