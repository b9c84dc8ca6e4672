"""What a receptionist does at the counter, in the words of the screen; the story and its tests share it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from clinicdesk.rules import Finding, Knowledge
from clinicdesk.story.hands import Hands, NotOnScreenError, settle, wait_until
from clinicdesk.ui.hand_over import HandOver

_ASKING = ("Your PIN, please: you", "That takes a PIN of your own", "Only a PIN brings it back")
"""What the window says when it asks for a PIN; all but the first when there is none yet."""


@dataclass(frozen=True)
class Visitor:
    """Somebody who walks in.

    Attributes:
        answers: what they answer, by finding id; every other question gets its harmless answer. Choices by their
            value, dates and numbers as typed.
    """

    given_name: str
    family_name: str
    phone: str
    birth_date: str
    answers: Mapping[str, str]

    @property
    def name(self) -> str:
        """The name as the screen shows it."""
        return f"{self.given_name} {self.family_name}"


class Receptionist:
    """Somebody at the desk who knows the program only by what its window says; ``pin`` is theirs, set or to be set."""

    def __init__(
        self, window: QWidget, knowledge: Knowledge, look: Callable[[str, QWidget], None], *, pin: str
    ) -> None:
        self.hands = Hands(window)
        self._knowledge = knowledge
        self._look = look
        self._pin = pin

    def look(self, picture: str) -> None:
        """Take in what the window shows now, under a name."""
        self._look(picture, self.hands.window)

    def prove(self) -> None:
        """Type the PIN that is asked for; twice, where it is the first."""
        hands = self.hands
        asked = [words for words in _ASKING if hands.sees(words)]
        if not asked:
            raise NotOnScreenError("nobody is asked for a PIN")
        for _ in range(1 if asked[0] == _ASKING[0] else 2):
            hands.type_here(self._pin)
            hands.press("Return")
        wait_until(lambda: not hands.sees(asked[0]))
        settle()

    def register(self, visitor: Visitor) -> None:
        """Register a person in three fields and go on to the intake."""
        hands = self.hands
        hands.press("Ctrl+N")
        hands.fill("Given name", visitor.given_name)
        hands.fill("Family name", visitor.family_name)
        hands.fill("Phone", visitor.phone)
        hands.fill("Birth date", visitor.birth_date)
        self.look("registration")
        hands.click("Save and start intake")
        hands.waits_to_see(f"Intake: {visitor.name}")

    def ask(self, visitor: Visitor, *, stop_after: str = "") -> None:
        """Go through the groups of the intake; stops early after the group with that id."""
        groups = [group for group in self._knowledge.groups if group.id not in {"record", "clinician"}]
        handed_over = False
        for group in groups:
            if group.private and handed_over:
                continue  # the private groups stand together: the screen changed hands once for all of them
            while not self.hands.sees(group.intro):
                self.hands.press("Ctrl+PgDown")
            if group.private:
                self.hand_over(visitor)
                handed_over = True
            else:
                questions = [finding for finding in self._knowledge.findings.values() if finding.group == group.id]
                self._answer_group(visitor, questions, none_of_these=group.none_of_these)
            if group.id == stop_after:
                return
            if group is groups[0]:
                self._mark_where_it_hurts()

    def _mark_where_it_hurts(self) -> None:
        """The lower back, on both sides, as most people have it who come."""
        self.hands.press("Ctrl+PgDown", "Down", "Down", "Down", "6", "Right", "3")
        self.look("body-map")

    def _answer_group(self, visitor: Visitor, questions: list[Finding], *, none_of_these: bool) -> None:
        for finding in questions:
            if finding.id in visitor.answers:
                self._answer(self.hands, finding, visitor.answers[finding.id])
        if none_of_these:
            self.hands.click("None of these")
            return
        for finding in questions:
            if finding.id not in visitor.answers and finding.choices and self._in_view(self.hands, finding):
                self._answer(self.hands, finding, str(finding.harmless))

    def hand_over(self, visitor: Visitor) -> None:
        """Let them answer the private questions on the screen, and take it back."""
        self.hands.click("Hand the screen over")
        if self.hands.sees(_ASKING[2]):
            self.prove()
        screen = self._handed_screen()
        visitors_hands = Hands(screen)
        self._answer_alone(visitors_hands, visitor)
        self._look("hand-over", screen)
        while visitors_hands.sees("Next"):
            visitors_hands.click("Next")
            self._answer_alone(visitors_hands, visitor)
        if visitors_hands.sees("I have finished"):  # an answer that cannot wait ends the questions by itself
            visitors_hands.click("I have finished")
        visitors_hands.click("Back to desk")
        visitors_hands.type_here(self._pin)
        visitors_hands.press("Return")
        wait_until(lambda: not isValid(screen) or not screen.isVisible())
        settle()

    def _answer_alone(self, hands: Hands, visitor: Visitor) -> None:
        for finding in self._knowledge.findings.values():
            if finding.private and self._in_view(hands, finding):
                self._answer(hands, finding, visitor.answers.get(finding.id, str(finding.harmless)))

    @staticmethod
    def _handed_screen() -> HandOver:
        found: list[HandOver] = []

        def look() -> bool:
            found[:] = [w for w in QApplication.topLevelWidgets() if isinstance(w, HandOver) and w.isVisible()]
            return bool(found)

        wait_until(look)
        return found[0]

    @staticmethod
    def _in_view(hands: Hands, finding: Finding) -> bool:
        return hands.sees(finding.question)

    @staticmethod
    def _answer(hands: Hands, finding: Finding, answer: str) -> None:
        values = [choice.value for choice in finding.choices]
        if finding.dated is not None and answer == finding.harmless:
            hands.point_at(finding.question)
            hands.press("N")
        elif answer in values:
            hands.point_at(finding.question)
            hands.press(str(values.index(answer) + 1))
        elif finding.dated is not None:
            hands.fill(f"{finding.dated.label}: {finding.question}", answer)
            hands.press("Return")
        elif finding.type == "number" and len(answer) > 1:  # typed; a single figure is chosen by its key
            hands.fill(f"{finding.question}, {finding.unit}", answer)
        else:
            hands.point_at(finding.question)
            hands.press(answer)
