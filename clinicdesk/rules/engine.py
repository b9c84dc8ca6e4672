"""The rule set: from a person's answers to a verdict and everything that belongs to it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from operator import attrgetter

from clinicdesk.domain.intake import Answers, Value
from clinicdesk.domain.suitability import GENTLEST, Kind, Technique, Verdict
from clinicdesk.rules.advice import Advice
from clinicdesk.rules.answers import ACTIVE_PLAN, AnswerReader
from clinicdesk.rules.assessment import UNANSWERED, Alternative, Assessment, Reason, RuleSetVersion, WouldChange
from clinicdesk.rules.compiled import CAUTION, REVIEW, Compiled, Fired, Reading
from clinicdesk.rules.encoding import UNKNOWN_VALUE
from clinicdesk.rules.knowledge import Knowledge
from clinicdesk.rules.lifting import NOTHING_LIFTED, Lifted, Lifting, LiftMask
from clinicdesk.rules.questions import OpenQuestions
from clinicdesk.rules.reasons import Reasons
from clinicdesk.rules.would_change import Lifts

_KINDS = tuple(Kind)
_VERDICT_OF = attrgetter("verdict")
_OTHERS = {technique: tuple(other for other in Technique if other is not technique) for technique in Technique}
_ALTERNATIVES = {
    technique: tuple(Alternative(technique.kind, technique, verdict) for verdict in Verdict) for technique in Technique
}


class RuleSet:
    """The rules over one state of knowledge; nothing in it changes once it is made.

    Attributes:
        knowledge: what the rules were made from.
        version: which rules these are.
        lifting: what decisions beside the rules may lift of them.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.version: RuleSetVersion = knowledge.version
        self._compiled = Compiled(knowledge)
        self._questions = OpenQuestions(self._compiled, knowledge)
        self._reasons = Reasons(self._compiled, self._questions)
        self._advice = Advice(self._compiled, knowledge)
        self._answers = AnswerReader(self._compiled, knowledge)
        self._lifts = Lifts(self._compiled, self._questions)
        self.lifting = Lifting(self._compiled, knowledge, self._questions)

    def verdict(
        self,
        findings: Mapping[str, Value],
        technique: Technique,
        lifted: Lifted = NOTHING_LIFTED,
        *,
        asked: bool = True,
    ) -> Verdict:
        """The verdict for one technique; the same as ``assess`` gives, and raises as it does.

        Args:
            findings: values by finding id.
            technique: what is done.
            lifted: what decisions beside the rules lift.
            asked: whether this is the technique of the session that some of them are about.
        """
        reading = self._compiled.read(findings)
        if lifted is not NOTHING_LIFTED:
            fired = self._compiled.fired(reading)
            return self._weigh(technique, fired, self.lifting.mask(lifted, technique, fired, reading, asked=asked))
        fires = self._compiled.fires
        ladder = self._compiled.ladders[technique]
        certain = fires(reading.harmless)
        verdict = ladder.worst(certain)
        if verdict >= REVIEW or reading.opened is reading.harmless:
            return verdict
        if fires(reading.review) & ladder.at_least[REVIEW]:
            return REVIEW
        return CAUTION if verdict or fires(reading.caution) & ladder.at_least[CAUTION] else verdict

    def assess(
        self, findings: Mapping[str, Value], technique: Technique, lifted: Lifted = NOTHING_LIFTED
    ) -> Assessment:
        """Everything the rules say about a session of one technique, less what decisions beside them lift.

        Args:
            findings: values by finding id. A finding that is missing, or ``"unknown"``, has no answer.
            technique: what is asked for; the other kind is judged at its gentlest technique.
            lifted: what is lifted; such a reason is told with the precautions it is left at.

        Raises:
            InvalidValues: a finding or a value does not exist; its ``fields`` name the finding.
        """
        reading = self._compiled.read(findings)
        fired = self._compiled.fired(reading)
        kind = technique.kind
        techniques = {kind: technique, kind.other: GENTLEST[kind.other]}
        masks = {
            each: self.lifting.mask(lifted, techniques[each], fired, reading, asked=each is kind) for each in _KINDS
        }
        verdicts = {kind: self._weigh(techniques[kind], fired, masks[kind]) for kind in _KINDS}
        referred = Verdict.REFER_URGENTLY in verdicts.values()
        questions = [] if referred else self._questions.ordered(reading, fired, techniques)
        reasons = self._reasons.of_rules(fired.certain, reading, techniques, findings)
        if referred:
            verdicts = dict.fromkeys(_KINDS, Verdict.REFER_URGENTLY)
        else:
            reasons = self._lowered(reasons, masks)
            floors = {kind: self._compiled.floor(techniques[kind], fired, masks[kind].rules) for kind in _KINDS}
            raised = {techniques[kind]: verdicts[kind] for kind in _KINDS if verdicts[kind] > floors[kind]}
            place = sum(reason.rule < UNANSWERED for reason in reasons)
            reasons[place:place] = self._reasons.of_missing_answers(fired, reading, raised, questions)
        reasons.sort(key=_VERDICT_OF, reverse=True)  # leaves rules and kinds of equal verdict in their order
        therapy = verdicts[Kind.PHYSICAL_THERAPY]
        massage_given = not verdicts[Kind.MASSAGE].blocks
        massage_booked = massage_given and kind is Kind.MASSAGE
        planless = findings.get(ACTIVE_PLAN, UNKNOWN_VALUE) in ("none", UNKNOWN_VALUE)
        return Assessment(
            ruleset=self.version,
            kind=kind,
            technique=technique,
            verdicts=verdicts,
            reasons=tuple(reasons),
            precautions=self._advice.precautions(fired.certain, technique, referred=referred),
            benefits=self._advice.benefits(reading) if massage_booked else (),
            pairing=self._advice.pairing(reading, therapy) if massage_given else (),
            offer_physical_therapy=massage_booked and not therapy.blocks and planless,
            questions=tuple([self._compiled.encoding.ids[slot] for slot in questions]),
            alternatives=self._alternatives(technique, fired, reading, lifted, referred=referred),
        )

    def unanswered_facts(self, findings: Mapping[str, Value], technique: Technique) -> dict[str, str]:
        """The open questions that hold a technique, see ``Lifting.unanswered_facts``."""
        reading = self._compiled.read(findings)
        return self.lifting.unanswered_facts(technique, self._compiled.fired(reading), reading)

    def would_change(self, findings: Mapping[str, Value], technique: Technique) -> tuple[WouldChange, ...]:
        """What would lift the verdict of one technique, as far as it can truthfully come about.

        First the sets of at most three answers, so that nothing can be left out of a set without making the
        verdict worse again: smaller sets first, then better verdicts, then open questions, then in file order. After
        them every other technique with a better verdict. Nothing lifts an urgent referral but its recorded outcome.

        Raises:
            InvalidValues: as ``assess``.
        """
        return self._lifts.of(findings, technique)

    def resolve(
        self,
        answers: Answers,
        on: date,
        *,
        birth_date: date | None = None,
        sex_at_birth: str | None = None,
        active_plan: str | None = None,
    ) -> dict[str, Value]:
        """Stored answers as plain values on a date, see ``AnswerReader.resolve``."""
        return self._answers.resolve(
            answers, on, birth_date=birth_date, sex_at_birth=sex_at_birth, active_plan=active_plan
        )

    def values_on(self, answers: Answers, on: date, *, birth_date: date | None = None) -> dict[str, Value]:
        """As ``resolve``, but what was not answered stays open whether or not its question applies."""
        return self._answers.with_derived(self._answers.dated(answers, on, birth_date=birth_date))

    def applicable(self, findings: Mapping[str, Value]) -> tuple[str, ...]:
        """The ids of the questions for the desk and the patient that apply now, in asking order."""
        return self._answers.applicable(findings)

    def not_applicable(self, findings: Mapping[str, Value]) -> dict[str, Value]:
        """The values to record for the questions that certainly do not apply now."""
        return self._answers.not_applicable(findings)

    def _weigh(self, technique: Technique, fired: Fired, mask: LiftMask) -> Verdict:
        return self._compiled.weigh(technique, fired, mask.rules, unanswered_lifted=mask.unanswered)

    def _lowered(self, reasons: list[Reason], masks: Mapping[Kind, LiftMask]) -> list[Reason]:
        """The reasons, with those that are lifted left at precautions."""
        if not any(mask.rules for mask in masks.values()):
            return reasons
        lifted = {kind: self._compiled.named(mask.rules) for kind, mask in masks.items()}
        return [
            replace(reason, verdict=CAUTION) if reason.rule in lifted[reason.kind] else reason for reason in reasons
        ]

    def _alternatives(
        self, technique: Technique, fired: Fired, reading: Reading, lifted: Lifted, *, referred: bool
    ) -> tuple[Alternative, ...]:
        others = []
        for other in _OTHERS[technique]:
            mask = self.lifting.mask(lifted, other, fired, reading, asked=False)
            others.append(_ALTERNATIVES[other][Verdict.REFER_URGENTLY if referred else self._weigh(other, fired, mask)])
        others.sort(key=_VERDICT_OF)
        return tuple(others)
