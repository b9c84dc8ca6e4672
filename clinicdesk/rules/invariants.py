"""Quick checks of what any rule set has to keep, shipped or edited; each fault is a sentence.

The checks look at each rule and its neighbourhood: every set of answers to the findings that one condition names, with
the rest harmless. That finds every fault which one rule makes by itself, in well under a second or two.
"""

from collections.abc import Iterator, Sequence

from clinicdesk.domain.suitability import GENTLEST, Kind, Technique, Verdict, techniques_of
from clinicdesk.rules.circuits import Circuit, Either, Every, Probe, Tally, holds, slots_of
from clinicdesk.rules.compiled import REVIEW, bits
from clinicdesk.rules.conditions import findings_of
from clinicdesk.rules.encoding import KNOWN
from clinicdesk.rules.engine import RuleSet
from clinicdesk.rules.knowledge import Allowance, Guarantee, Knowledge, Rule
from clinicdesk.rules.neighbourhoods import Broken, Neighbourhoods, States, words


def broken_invariants(knowledge: Knowledge) -> list[str]:
    """What a rule set breaks, one sentence each; nothing for the shipped rules."""
    return [each.sentence for each in broken_in(knowledge)]


def broken_in(knowledge: Knowledge) -> list[Broken]:
    """As ``broken_invariants``, with how much each of them matters."""
    return list(dict.fromkeys(_Checks(knowledge).all()))


class _Checks(Neighbourhoods):
    def __init__(self, knowledge: Knowledge) -> None:
        super().__init__(knowledge)
        self._knowledge = knowledge
        self._exempted = {
            slot: [
                self.compiled.circuit(knowledge.conditions[entry.when])
                for entry in knowledge.exemptions
                if entry.finding == id_
            ]
            for slot, id_ in enumerate(self.ids)
        }

    def all(self) -> Iterator[Broken]:
        """Everything that is broken."""
        for grave, found in (
            (True, self.worse_is_never_better()),
            (True, self.missing_is_never_better()),
            (False, self.missing_never_blocks()),
            (True, self.urgent_is_for_everybody()),
            (False, self.massage_is_never_alone()),
            (True, self.guarantees_hold()),
            (True, self.guarantees_hold_whatever_is_cleared()),
            (False, self.allowances_hold()),
        ):
            yield from (Broken(sentence, grave) for sentence in found)
        yield from self.nothing_asked_is_reviewed()

    # -- a worse answer ----------------------------------------------------------------------------

    def worse_is_never_better(self) -> Iterator[str]:
        """No answer is judged better than the harmless one, and none makes a missing answer count for less."""
        for rule, circuit in zip(self.compiled.rules, self.compiled.as_written, strict=True):
            for slot in sorted(slots_of(circuit)):
                if slot < len(self.ids) and _may_turn_off(circuit, slot, self.harmless[slot]):
                    yield from self._bettered(rule, circuit, slot)
        for finding in self.compiled.findings:
            if finding.if_unknown_when is not None:
                gate = self.compiled.circuit(self._knowledge.conditions[finding.if_unknown_when])
                for slot in sorted(slots_of(gate)):
                    if slot >= len(self.ids) or _may_turn_off(gate, slot, self.harmless[slot]):
                        yield f"A missing answer to '{finding.id}' may count for less because of '{self.named(slot)}'."

    def _bettered(self, rule: Rule, circuit: Circuit, slot: int) -> Iterator[str]:
        """The first answer to a finding that turns a rule off where no other rule takes its place, if there is one."""
        others = [other for other in sorted(slots_of(circuit)) if other != slot and other < len(self.ids)]
        for states in self.ways(circuit, others):
            if not holds(circuit, states):
                continue
            before = self.compiled.fires(states)
            for bit in self.answers(slot):
                after = [*states[:slot], bit, *states[slot + 1 :]]
                if holds(circuit, after) or any(holds(exempted, after) for exempted in self._exempted[slot]):
                    continue
                better = self._better(before, self.compiled.fires(after))
                if better is not None:
                    technique, was, is_ = better
                    where = [
                        f"{self.ids[o]} is {self.said(o, after[o])}" for o in others if after[o] != self.harmless[o]
                    ]
                    yield (
                        f"Rule {rule.id}: '{self.said(slot, bit)}' for '{self.ids[slot]}' is judged better than the "
                        f"harmless answer: {words(technique)} becomes {words(is_)} instead of {words(was)}"
                        f"{', where ' if where else ''}{' and '.join(where)}."
                    )
                    return

    def _better(self, before: int, after: int) -> tuple[Technique, Verdict, Verdict] | None:
        for technique, ladder in self.compiled.ladders.items():
            was, is_ = ladder.worst(before), ladder.worst(after)
            if is_ < was:
                return technique, was, is_
        return None

    # -- a missing answer --------------------------------------------------------------------------

    def missing_is_never_better(self) -> Iterator[str]:
        """Nothing is held against a person only as long as an answer is known."""
        for rule, circuit in zip(self.compiled.rules, self.compiled.as_written, strict=True):
            for slot in sorted(slots_of(circuit)):
                if slot >= len(self.ids) and _may_turn_off(circuit, slot, KNOWN):
                    yield f"Rule {rule.id} may fall silent because '{self.named(slot)}' has no answer."

    def missing_never_blocks(self) -> Iterator[str]:
        """A rule that speaks because an answer is missing asks for a review at most."""
        for rule, circuit in zip(self.compiled.rules, self.compiled.as_written, strict=True):
            asked = [slot for slot in sorted(slots_of(circuit)) if slot >= len(self.ids)]
            if asked and max(rule.massage or 0, rule.physical_therapy or 0) > REVIEW:
                yield f"Rule {rule.id} does more than hold a session because '{self.named(asked[0])}' has no answer."

    def nothing_asked_is_reviewed(self) -> Iterator[Broken]:
        """Before anything was asked everything waits for a clinician, no better and no worse."""
        ruleset = RuleSet(self._knowledge)
        for technique in Technique:
            verdict = ruleset.verdict({}, technique)
            if verdict is not REVIEW:
                said = f"Before anything is asked, {words(technique)} is {words(verdict)}, not {words(REVIEW)}."
                yield Broken(said, grave=verdict < REVIEW)

    # -- both kinds --------------------------------------------------------------------------------

    def urgent_is_for_everybody(self) -> Iterator[str]:
        """An urgent referral speaks of both kinds and of every technique."""
        for rule in self.compiled.rules:
            said = (rule.massage, rule.physical_therapy)
            if Verdict.REFER_URGENTLY in said and (rule.techniques or set(said) != {Verdict.REFER_URGENTLY}):
                yield f"Rule {rule.id} refers urgently for some sessions only; an urgent referral stops every session."

    def massage_is_never_alone(self) -> Iterator[str]:
        """Whatever physical therapy comes to, some advice on active work is printed beside massage."""
        for verdict in Verdict:
            printed = [note for note in self._knowledge.pairing if verdict in (note.physical_therapy or (verdict,))]
            if not self.compiled.one_always_holds([self._knowledge.conditions[note.when] for note in printed]):
                yield f"Massage may come without advice on active work where physical therapy is {words(verdict)}."

    # -- what is promised --------------------------------------------------------------------------

    def guarantees_hold(self) -> Iterator[str]:
        """Each guarantee, for every technique of its kinds."""
        for entry in self._knowledge.guarantees:
            for kind, least in _verdicts(entry).items():
                for states in self._meant(entry, ()):
                    fired = self.compiled.fires(states)
                    for technique in techniques_of(kind):
                        verdict = self.compiled.ladders[technique].worst(fired)
                        if verdict < least:
                            yield f"Guarantee '{entry.id}' is broken: {words(technique)} may be {words(verdict)}."

    def guarantees_hold_whatever_is_cleared(self) -> Iterator[str]:
        """Those that no decision may better hold even where everything is cleared that may be."""
        for entry in self._knowledge.guarantees:
            if not entry.whatever_is_cleared:
                continue
            for kind, least in _verdicts(entry).items():
                for states in self._meant(entry, ()):
                    fired = self.compiled.fires(states)
                    for technique in techniques_of(kind):
                        if self._cleared(technique, fired) < least:
                            open_ = [
                                rule.id
                                for rule in (self.compiled.rules[number] for number in bits(fired))
                                if cleared_to(rule, technique) < (rule.contribution(technique) or Verdict.SUITABLE)
                            ]
                            yield (
                                f"Guarantee '{entry.id}' may be cleared away: nobody may lift "
                                f"rule {', '.join(open_) or 'that it rests on'} for {words(technique)}."
                            )

    def _cleared(self, technique: Technique, fired: int) -> Verdict:
        ladder = self.compiled.ladders[technique]
        if fired & ladder.exact[Verdict.REFER_URGENTLY]:
            return Verdict.REFER_URGENTLY
        said = [cleared_to(self.compiled.rules[number], technique) for number in bits(fired)]
        return max(said, default=Verdict.SUITABLE)

    def allowances_hold(self) -> Iterator[str]:
        """Each allowance, for the gentlest technique of its kinds."""
        for entry in self._knowledge.allowances:
            for kind, most in _verdicts(entry).items():
                ladder = self.compiled.ladders[GENTLEST[kind]]
                for states in self._meant(entry, entry.whatever):
                    fired = self.compiled.fires(states)
                    if fired & sum(ladder.exact[most + 1 :]):
                        rules = [self.compiled.rules[n].id for n in bits(fired & sum(ladder.exact[most + 1 :]))]
                        yield f"Allowance '{entry.id}' is broken for {words(kind)} by rule {rules[0]}."

    def _meant(self, entry: Guarantee | Allowance, whatever: Sequence[str]) -> Iterator[States]:
        """Every set of answers an entry speaks of, with the rest harmless."""
        condition = self._knowledge.conditions[entry.when]
        circuit = self.compiled.circuit(condition)
        slots = [self.compiled.encoding.slot[id_] for id_ in sorted({*findings_of(condition), *whatever})]
        for states in self.combined({slot: [self.harmless[slot], *self.answers(slot)] for slot in slots}):
            if holds(circuit, states):
                yield states


def _may_turn_off(circuit: Circuit, slot: int, harmless: int) -> bool:
    """Whether leaving the harmless state of a slot may make a circuit fail; by its form, so never wrongly no."""
    match circuit:
        case Probe(slot=other, mask=mask):
            return other == slot and bool(mask & harmless)
        case Every(parts=parts) | Either(parts=parts):
            return any(_may_turn_off(part, slot, harmless) for part in parts)
        case Tally(parts=parts, high=high):
            if high < len(parts):
                return any(slot in slots_of(part) for part in parts)
            return any(_may_turn_off(part, slot, harmless) for part in parts)
    return False


def cleared_to(rule: Rule, technique: Technique) -> Verdict:
    """What is left of what a rule says of a technique once everything is lifted that may be."""
    said = rule.contribution(technique) or Verdict.SUITABLE
    lifted = {Verdict.NEEDS_CLINICIAN_REVIEW: rule.may_lift != "never", Verdict.NOT_SUITABLE: rule.may_lift == "block"}
    return Verdict.SUITABLE_WITH_PRECAUTIONS if lifted.get(said) else said


def _verdicts(entry: Guarantee | Allowance) -> dict[Kind, Verdict]:
    said = {Kind.MASSAGE: entry.massage, Kind.PHYSICAL_THERAPY: entry.physical_therapy}
    return {kind: verdict for kind, verdict in said.items() if verdict is not None}
