"""What goes with a verdict: what to heed, what massage may do and what to pair it with."""

from clinicdesk.domain.suitability import Kind, Technique, Verdict
from clinicdesk.rules.assessment import Benefit, Pairing, Precaution
from clinicdesk.rules.compiled import Compiled, Reading, bits
from clinicdesk.rules.knowledge import Knowledge

_WORST_FIRST = tuple(reversed(Verdict))


class Advice:
    """Finds the lines to print for one assessment."""

    def __init__(self, compiled: Compiled, knowledge: Knowledge) -> None:
        self._compiled = compiled
        conditions = knowledge.conditions
        self._benefit_test = compiled.test([conditions[note.when] for note in knowledge.benefits])
        self._benefits = tuple(Benefit(note.id, note.text, note.caveat, note.sources) for note in knowledge.benefits)
        self._pairing_test = compiled.test([conditions[note.when] for note in knowledge.pairing])
        self._pairing = tuple(Pairing(note.id, note.text) for note in knowledge.pairing)
        self._printed_under = {
            verdict: sum(
                1 << number
                for number, note in enumerate(knowledge.pairing)
                if not note.physical_therapy or verdict in note.physical_therapy
            )
            for verdict in Verdict
        }
        self._heeded = {
            kind: [tuple(Precaution(rule.id, text) for text in rule.heeded(kind)) for rule in compiled.rules]
            for kind in Kind
        }

    def precautions(self, fired: int, technique: Technique, *, referred: bool) -> tuple[Precaution, ...]:
        """What to heed, each text once, worst rule first; when referred, only what to do about that."""
        ladder = self._compiled.ladders[technique]
        heeded = self._heeded[technique.kind]
        once: dict[str, Precaution] = {}
        for verdict in _WORST_FIRST[:1] if referred else _WORST_FIRST:
            for number in bits(fired & ladder.exact[verdict]):
                for precaution in heeded[number]:
                    once.setdefault(precaution.text, precaution)
        return tuple(once.values())

    def benefits(self, reading: Reading) -> tuple[Benefit, ...]:
        """What massage may do for this person."""
        return tuple([self._benefits[number] for number in bits(self._benefit_test(reading.harmless))])

    def pairing(self, reading: Reading, physical_therapy: Verdict) -> tuple[Pairing, ...]:
        """What to pair massage with, given the verdict of physical therapy."""
        printed = self._pairing_test(reading.harmless) & self._printed_under[physical_therapy]
        return tuple([self._pairing[number] for number in bits(printed)])
