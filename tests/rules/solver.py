"""The rules as formulas: the checked conditions, not the generated code, over every answer a person can give.

A person is one variable for each finding, and for each finding that is asked about with ``unknown(...)`` whether its
answer is known. Nothing is sampled: what ``impossible`` says holds for every person there can be.
"""

from dataclasses import dataclass, replace

import z3

from clinicdesk.domain.suitability import GENTLEST, Technique, Verdict
from clinicdesk.rules.conditions import All, Always, Compare, Count, Is, Not, Some, Unknown, findings_of


@dataclass(frozen=True)
class Person:
    """Variables or values for all findings, and whether the answers are known."""

    values: dict
    known: dict

    def with_(self, **values):
        return replace(self, values=self.values | values)


class Formulas:
    """Formulas over one knowledge's findings."""

    def __init__(self, knowledge):
        self.knowledge = knowledge
        self._places = {
            id_: {choice.value: place for place, choice in enumerate(item.choices)}
            for id_, item in knowledge.findings.items()
        }
        self.person = Person(
            {id_: self.variable(id_) for id_ in knowledge.findings},
            {id_: z3.Bool(f"{id_} is known") for id_ in knowledge.findings},
        )
        self._fires = {rule.id: self.holds(knowledge.conditions[rule.when]) for rule in knowledge.rules.values()}
        self._about = {rule.id: findings_of(knowledge.conditions[rule.when]) for rule in knowledge.rules.values()}

    def variable(self, id_, name=None):
        number = self.knowledge.findings[id_].type == "number"
        return z3.Real(name or id_) if number else z3.BitVec(name or id_, 4)

    def value(self, id_, value):
        return z3.RealVal(value) if self.knowledge.findings[id_].type == "number" else self._bits(id_, value)

    def _bits(self, id_, value):
        return z3.BitVecVal(self._places[id_][value], 4)

    def harmless(self, id_):
        return self.value(id_, self.knowledge.findings[id_].harmless)

    def allowed(self, id_, variable):
        """That a variable is one of a finding's values."""
        item = self.knowledge.findings[id_]
        if item.type == "number":
            return z3.And(variable >= item.minimum, variable <= item.maximum)
        return z3.ULT(variable, len(item.choices))

    def anybody(self):
        """That every answer is one there is."""
        return z3.And([self.allowed(id_, variable) for id_, variable in self.person.values.items()])

    def harmless_but(self, ids):
        """The person with every answer harmless and known, but for some that may be anything."""
        others = [id_ for id_ in self.knowledge.findings if id_ not in ids]
        values = {id_: self.harmless(id_) for id_ in others}
        return Person(self.person.values | values, dict.fromkeys(self.knowledge.findings, z3.BoolVal(True)))

    def holds(self, condition, person=None):  # noqa: PLR0911 - one return per form
        """That a condition holds for a person; by default for anybody."""
        person = person or self.person
        match condition:
            case Always(holds=certain):
                return z3.BoolVal(certain)
            case Unknown(finding=id_):
                return z3.Not(person.known[id_])
            case Is(finding=id_, values=values):
                return z3.Or([person.values[id_] == self._bits(id_, value) for value in sorted(values)])
            case Compare(finding=id_, operator=operator, number=number):
                variable, limit = person.values[id_], z3.RealVal(number)
                return {
                    "<": variable < limit,
                    "<=": variable <= limit,
                    ">": variable > limit,
                    ">=": variable >= limit,
                    "==": variable == limit,
                    "!=": variable != limit,
                }[operator]
            case Not(of=part):
                return z3.Not(self.holds(part, person))
            case All(of=parts):
                return z3.And([self.holds(part, person) for part in parts])
            case Some(of=parts):
                return z3.Or([self.holds(part, person) for part in parts])
            case Count(of=parts, at_least=low, at_most=high):
                number = z3.Sum([z3.If(self.holds(part, person), 1, 0) for part in parts])
                return z3.And(number >= low, number <= high)

    def when(self, text, person=None):
        return self.holds(self.knowledge.conditions[text], person)

    def fires(self, rule, person=None, changed=None):
        """That a rule fires; where the person differs from anybody in ``changed`` alone, the rest is not built anew."""
        if person is None or (changed is not None and changed not in self._about[rule.id]):
            return self._fires[rule.id]
        return self.when(rule.when, person)

    def at_least(self, technique, verdict, person=None):
        """That the verdict of a technique is this or worse, where no answer is missing."""
        return self._any(self.causing(technique, verdict), person, None)

    def causing(self, technique, verdict):
        """The ids of the rules that make a technique's verdict this or worse."""
        return frozenset(id_ for id_, rule in self.knowledge.rules.items() if says(rule, technique) >= verdict)

    def better(self, before, after, changed):
        """That some technique's verdict is better for one person than for another, who differs in one finding."""
        steps = {self.causing(technique, verdict) for technique in Technique for verdict in list(Verdict)[1:]}
        return z3.Or(
            [
                z3.And(self._any(rules, before, changed), z3.Not(self._any(rules, after, changed)))
                for rules in steps
                if any(changed in self._about[id_] for id_ in rules)  # else nothing it says can differ
            ]
        )

    def _any(self, rules, person, changed):
        return z3.Or([self.fires(self.knowledge.rules[id_], person, changed) for id_ in sorted(rules)])


def says(rule, technique):
    """What a rule that fires makes of a technique; an urgent referral stops the other kind as well."""
    contributions = (rule.contribution(technique), rule.contribution(GENTLEST[technique.kind.other]))
    if Verdict.REFER_URGENTLY in contributions:
        return Verdict.REFER_URGENTLY
    return contributions[0] or Verdict.SUITABLE


def example(*claims):
    """Somebody for whom all claims hold, as the solver puts it, or None when nobody can be like that."""
    solver = z3.Solver()
    solver.add(*claims)
    answer = solver.check()
    assert answer != z3.unknown, solver.reason_unknown()
    return solver.model() if answer == z3.sat else None


class Cleared:
    """What is left of the verdicts when rules are cleared: one variable for each rule, whether it is."""

    def __init__(self, formulas):
        self._formulas = formulas
        self.of = {id_: z3.Bool(f"{id_} is cleared") for id_ in formulas.knowledge.rules}

    def at_least(self, technique, verdict, person=None, changed=None):
        """That the verdict of a technique is this or worse, with what is cleared."""
        parts = []
        for id_ in sorted(self._formulas.causing(technique, verdict)):
            rule = self._formulas.knowledge.rules[id_]
            fires = self._formulas.fires(rule, person, changed)
            lifted = self._lifted(rule, technique, person)
            if verdict > Verdict.SUITABLE_WITH_PRECAUTIONS:  # else what is left of it reaches that, too
                fires = z3.And(fires, z3.Not(lifted))
            parts.append(fires)
        return z3.Or(parts)

    def without(self, technique, verdict):
        """The same as if the rules that are cleared were not there."""
        rules = self._formulas.knowledge.rules
        causing = sorted(self._formulas.causing(technique, verdict))
        return z3.Or([z3.And(self._formulas.fires(rules[id_]), z3.Not(self.of[id_])) for id_ in causing])

    def better(self, before, after, changed):
        """That some technique's verdict is better for one person than for another, whatever is cleared for both."""
        return z3.Or(
            [
                z3.And(
                    self.at_least(technique, verdict, before, changed),
                    z3.Not(self.at_least(technique, verdict, after, changed)),
                )
                for technique in Technique
                for verdict in list(Verdict)[1:]
            ]
        )

    def _lifted(self, rule, technique, person):
        said, cleared = says(rule, technique), self.of[rule.id]
        if rule.may_lift == "never" or said is Verdict.REFER_URGENTLY:
            return z3.BoolVal(False)
        if said is Verdict.NOT_SUITABLE:
            if rule.may_lift != "block":
                return z3.BoolVal(False)
            return z3.And(cleared, self._formulas.when(rule.lift_when, person or self._formulas.person))
        return cleared
