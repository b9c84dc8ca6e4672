"""What has been answered so far in one intake, free of screens."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from clinicdesk.desk.intakes import carried_over
from clinicdesk.domain.intake import Answer, Answers, Source, Value
from clinicdesk.rules import Finding, Group, RuleSet
from clinicdesk.rules.conditions import findings_of

Resolve = Callable[[Answers], Mapping[str, Value]]
"""Answers as stored to the plain values the rules read, on the day of the visit."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the questions that apply have been dealt with."""

    done: int
    total: int

    @property
    def complete(self) -> bool:
        """Whether nothing is left to ask."""
        return self.done == self.total


class Answering:
    """Answers, which questions they open, and the way back.

    An answer to a question that stops applying is set aside: it is neither shown nor handed on,
    and comes back with its question.

    Attributes:
        on: the day on which is answered.
        answers: what was answered that day to the questions that apply.
        earlier: what was answered on other days to questions that apply and are open today. It stands beside its
            question, answers nothing, and still counts until it is confirmed or another answer is given.
        asked: ids of the questions that apply, in asking order.
    """

    def __init__(
        self,
        ruleset: RuleSet,
        resolve: Resolve,
        answers: Answers,
        *,
        on: date,
        earlier: Answers | None = None,
        among: frozenset[str] | None = None,
    ) -> None:
        """With ``among``, only those questions are asked."""
        self.on = on
        self._earlier = earlier or {}
        self.earlier: Answers = {}
        self._among = among
        self._ruleset = ruleset
        self._findings = ruleset.knowledge.findings
        self._groups = {group.id: group for group in ruleset.knowledge.groups}
        self._resolve = resolve
        self._given: dict[str, Answer] = dict(answers)
        self._past: list[dict[str, Answer]] = []
        self._future: list[dict[str, Answer]] = []
        self.answers: Answers = {}
        self.asked: tuple[str, ...] = ()
        self.settle()

    def answer(self, finding_id: str, answer: Answer | None) -> None:
        """Record an answer, or take it back with None."""
        if self.answers.get(finding_id) == answer:
            return
        changed = {key: value for key, value in self._given.items() if key != finding_id}
        if answer is not None:
            changed[finding_id] = replace(answer, given_on=self.on)
        self._step(changed)

    @property
    def standing(self) -> Answers:
        """All that counts: the answers of the day, and those of other days that they do not replace."""
        return {**self.earlier, **self.answers}

    def confirmable(self, group_id: str) -> tuple[str, ...]:
        """The questions of a group whose earlier answers may be confirmed at once.

        None where something must be said each time, as where 'none of these' cannot be recorded; what is asked at every
        visit has no earlier answer at all.
        """
        return tuple(
            finding.id
            for finding in self.questions(group_id)
            if self._groups[group_id].none_of_these and finding.id in self.earlier
        )

    def confirm(self, group_id: str, *, source: Source = Source.GROUP) -> tuple[str, ...]:
        """Confirm the earlier answers of a group, with the follow-ups they open; returns the ids. One step for undo."""
        confirmed = self.confirmable(group_id)
        if confirmed:
            self._step(self._given | self._said_again(confirmed, source))
        while further := self.confirmable(group_id):
            confirmed += further
            self._given = self._given | self._said_again(further, source)
            self.settle()
        return confirmed

    def none_of_these(self, *group_ids: str, source: Source = Source.GROUP) -> tuple[str, ...]:
        """Record the harmless answer to every open question of some groups that can take one; returns their ids.

        One step for undo. A number has no answer in 'none of these' and stays open, and so does what was answered
        otherwise on another day: that somebody is well now is for them to say.
        """
        open_ids = tuple(
            finding.id
            for group_id in group_ids
            for finding in self.questions(group_id)
            if finding.id not in self.answers and finding.type != "number" and not self._said_otherwise(finding)
        )
        if open_ids:
            harmless = {key: Answer(self._findings[key].harmless, source=source, given_on=self.on) for key in open_ids}
            self._step(self._given | harmless)
        return open_ids

    def begin_day(self, on: date) -> None:
        """Go on answering on another day.

        What counted for its own day is gone, the rest is to be confirmed, and no step leads back to before.
        """
        self.on = on
        self._earlier = carried_over(self._ruleset, {**self._earlier, **self._given}, on=on)
        self._given = {}
        self._past.clear()
        self._future.clear()
        self.settle()

    def undo(self) -> str | None:
        """Take the last step back; returns a question it changed, or None when there is no step."""
        return self._travel(self._past, self._future)

    def redo(self) -> str | None:
        """Take the step again that was taken back; returns a question it changed."""
        return self._travel(self._future, self._past)

    def questions(self, group_id: str) -> tuple[Finding, ...]:
        """The questions of a group that apply now, in asking order."""
        return tuple(self._findings[key] for key in self.asked if self._findings[key].group == group_id)

    def groups(self) -> tuple[Group, ...]:
        """The groups in which something applies, in asking order."""
        present = {self._findings[key].group for key in self.asked}
        return tuple(group for group in self._ruleset.knowledge.groups if group.id in present)

    def progress(self, group_id: str | None = None) -> Progress:
        """How far a group has come, or the whole intake."""
        keys = [key for key in self.asked if group_id in {None, self._findings[key].group}]
        return Progress(sum(key in self.answers for key in keys), len(keys))

    def next_open(self, after: str | None = None) -> str | None:
        """The first open question behind another, else the first open one, else None."""
        start = self.asked.index(after) + 1 if after in self.asked else 0
        return next((key for key in self.asked[start:] + self.asked[:start] if key not in self.answers), None)

    def leading_to(self, finding_id: str) -> str | None:
        """The question to ask for a finding: itself, or the one it hangs on; None when neither is asked here."""
        if finding_id in self.asked or finding_id not in self._findings:
            return finding_id if finding_id in self.asked else None
        condition = self._findings[finding_id].asked_when
        hangs_on = findings_of(self._ruleset.knowledge.conditions[condition]) if condition else frozenset()
        return next((key for key in self.asked if key in hangs_on), None)

    def left_off(self) -> str | None:
        """Where to go on: behind the last question answered."""
        answered = [key for key in self.asked if key in self.answers]
        return self.next_open(answered[-1] if answered else None)

    def _step(self, given: dict[str, Answer]) -> None:
        self._past.append(self._given)
        self._future.clear()
        self._given = given
        self.settle()

    def _travel(self, origin: list[dict[str, Answer]], goal: list[dict[str, Answer]]) -> str | None:
        if not origin:
            return None
        before, self._given = self._given, origin.pop()
        goal.append(before)
        self.settle()
        changed = _changed(before, self._given)
        return next((key for key in self.asked if key in changed), None)

    def settle(self) -> None:
        """Find the questions that apply; setting one answer aside may close further questions."""
        kept = dict(self._given)
        while True:
            asked = self._asked(kept)
            aside = kept.keys() - set(asked)
            if not aside:
                break
            for key in aside:
                del kept[key]
        self.answers, self.asked = kept, asked
        open_still = {key: each for key, each in self._earlier.items() if key not in kept}
        applying = self._applying({**open_still, **kept})
        self.earlier = {key: each for key, each in open_still.items() if key in applying}

    def _asked(self, answers: Answers) -> tuple[str, ...]:
        applicable = self._applying(answers)
        askable = set(applicable)
        return tuple(key for key in applicable if self._opened(self._findings[key], askable, answers))

    def _applying(self, answers: Answers) -> tuple[str, ...]:
        applicable = self._ruleset.applicable(self._resolve(answers))
        return tuple(key for key in applicable if self._among is None or key in self._among)

    def _said_again(self, ids: Iterable[str], source: Source) -> dict[str, Answer]:
        return {key: replace(self.earlier[key], source=source, given_on=self.on) for key in ids}

    def _said_otherwise(self, finding: Finding) -> bool:
        earlier = self.earlier.get(finding.id)
        return earlier is not None and earlier.absence is None and earlier.value != finding.harmless

    def _opened(self, finding: Finding, askable: set[str], answers: Answers) -> bool:
        """Whether everything a follow-up hangs on has been asked; until then it waits."""
        if finding.asked_when is None:
            return True
        condition = self._ruleset.knowledge.conditions[finding.asked_when]
        return all(key in answers for key in findings_of(condition) & askable)


def _changed(before: Answers, after: Answers) -> set[str]:
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
