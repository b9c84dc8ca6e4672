"""What edited rules took back of what the shipped ones promise.

``invariants`` holds a rule set against its own promises. Whoever edits could take out the promise with the rule, so the
promises, and how much a missing answer weighs, are compared with those that are shipped.
"""

from collections.abc import Iterator
from typing import get_args

from clinicdesk.rules.conditions import Condition
from clinicdesk.rules.knowledge import Allowance, Exemption, Finding, Guarantee, Knowledge, Lift, Rule
from clinicdesk.rules.neighbourhoods import Broken

_LIFTS: tuple[Lift, ...] = get_args(Lift)
_WEIGHT = {"none": 0, "precaution": 1, "review": 2}


def taken_back(edited: Knowledge, shipped: Knowledge) -> list[Broken]:
    """What the shipped rules keep and the edited ones do not promise any more, one sentence each."""
    return [*_promises(edited, shipped), *_questions(edited, shipped), *_lifts(edited, shipped)]


def _promises(edited: Knowledge, shipped: Knowledge) -> Iterator[Broken]:
    kept = [_meaning(each, edited) for each in edited.guarantees] + [
        _meaning(each, edited) for each in edited.allowances
    ]
    for guarantee in shipped.guarantees:
        if _meaning(guarantee, shipped) not in kept:
            yield Broken(f"The guarantee '{guarantee.id}' was taken out or means something else now.", grave=True)
    for allowance in shipped.allowances:
        if _meaning(allowance, shipped) not in kept:
            yield Broken(f"The allowance '{allowance.id}' was taken out or means something else now.", grave=False)
    excused = [_meaning(entry, shipped) for entry in shipped.exemptions]
    for exemption in edited.exemptions:
        if _meaning(exemption, edited) not in excused:
            yield Broken(f"The exemption '{exemption.id}' is not one of those that were proved harmless.", grave=True)


def _meaning(
    entry: Exemption | Guarantee | Allowance, knowledge: Knowledge
) -> tuple[Exemption | Guarantee | Allowance, Condition]:
    """An entry and its condition as it is read: a definition it names may have changed."""
    return entry, knowledge.conditions[entry.when]


def _lifts(edited: Knowledge, shipped: Knowledge) -> Iterator[Broken]:
    """A decision may lift no more than in the shipped rules, and of a rule of the clinic's own its review at most."""
    for rule in edited.rules.values():
        known = shipped.rules.get(rule.id)
        most: Lift = known.may_lift if known else "review"
        if _LIFTS.index(rule.may_lift) > _LIFTS.index(most):
            yield Broken(f"A decision may lift more of rule {rule.id} than in the shipped rules.", grave=True)
        elif known and rule.may_lift == "block" and _lift_when(rule, edited) != _lift_when(known, shipped):
            yield Broken(
                f"The block of rule {rule.id} is lifted for other reasons than in the shipped rules.", grave=True
            )


def _lift_when(rule: Rule, knowledge: Knowledge) -> Condition | None:
    return None if rule.lift_when is None else knowledge.conditions[rule.lift_when]


def _questions(edited: Knowledge, shipped: Knowledge) -> Iterator[Broken]:
    for finding in shipped.findings.values():
        now = edited.findings.get(finding.id)
        if now is None:
            yield Broken(f"The question '{finding.id}' is gone, and with it what a missing answer weighs.", grave=False)
            continue
        if _WEIGHT[now.if_unknown] < _WEIGHT[finding.if_unknown] or _gate(now, edited) != _gate(finding, shipped):
            yield Broken(f"A missing answer to '{finding.id}' counts for less than in the shipped rules.", grave=True)
        if finding.every_visit and not now.every_visit:
            yield Broken(f"'{finding.id}' is not asked at every visit any more.", grave=True)


def _gate(finding: Finding, knowledge: Knowledge) -> Condition | None:
    return None if finding.if_unknown_when is None else knowledge.conditions[finding.if_unknown_when]
