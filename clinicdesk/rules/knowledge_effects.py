"""Faults that show once the conditions are read: rules that decide nothing, changes that must not be held out."""

from collections.abc import Iterator, Mapping

from clinicdesk.domain.suitability import Verdict
from clinicdesk.rules.circuits import Circuit, Circuits, Constant, holds
from clinicdesk.rules.conditions import Condition
from clinicdesk.rules.encoding import KNOWN, UNKNOWN_VALUE, Encoding
from clinicdesk.rules.knowledge import Finding, Rule


def faults_of_effects(
    findings: Mapping[str, Finding], rules: Mapping[str, Rule], conditions: Mapping[str, Condition]
) -> Iterator[tuple[str, str, str]]:
    """Table, id and fault, as a sentence without its end, of everything that its conditions make wrong."""
    encoding = Encoding(findings, conditions.values())
    circuits = Circuits(encoding)
    exact = {rule.id: circuits.read_once(circuits.of(conditions[rule.when])) for rule in rules.values()}
    for id_, circuit in exact.items():
        if isinstance(circuit, Constant):
            # Answers cannot change it: a slip, such as a count that cannot be reached.
            how = "always holds" if circuit.holds else "can never hold"
            yield "rule", id_, f"the condition {how}, whatever is answered"
    urgent = [
        exact[rule.id]
        for rule in rules.values()
        if rule.active and Verdict.REFER_URGENTLY in (rule.massage, rule.physical_therapy)
    ]
    for finding in findings.values():
        for fault in _faults_of_turns(finding, encoding, urgent):
            yield "finding", finding.id, fault


def _faults_of_turns(finding: Finding, encoding: Encoding, urgent: list[Circuit]) -> Iterator[str]:
    """An answer that stops everything by itself must be neither talked away nor held out as not given."""
    stops = answers_that_refer(finding.id, encoding, urgent) if finding.can_become else 0
    for turn in finding.can_become:
        if stops and (UNKNOWN_VALUE in turn.was or turn.at_least is not None):
            yield "one of its answers refers urgently by itself, so it is asked and never held out as harmless"
        elif any(stops & encoding.state(finding.id, was) for was in turn.was if was != UNKNOWN_VALUE):
            yield "an answer that refers urgently by itself can only be closed by the outcome of the referral"


def answers_that_refer(id_: str, encoding: Encoding, urgent: list[Circuit]) -> int:
    """The bits of a finding's answers that refer urgently while every other answer is harmless."""
    slot = encoding.slot[id_]
    states = [*encoding.harmless, *(KNOWN for _ in encoding.known_slot)]
    found, bit = 0, 1
    while bit <= encoding.full[slot]:
        states[slot] = bit
        if any(holds(circuit, states) for circuit in urgent):
            found |= bit
        bit <<= 1
    return found
