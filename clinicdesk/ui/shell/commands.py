"""What the command box offers: commands that can be done by name or by key, and the rows that show them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from clinicdesk.desk.views import PatientSummary


@dataclass(frozen=True, slots=True)
class Command:
    """Something that can be done from anywhere.

    Attributes:
        words: what it is called.
        also: other words people may type for it.
        told: what it would do now, in words, for a command whose object changes; empty for nothing.
        for_new: what it does for somebody who is not registered yet, by the name typed; None to only register.
        for_person: what it does to a person, for "book ana"; None where a person makes no sense.
    """

    words: str
    icon: str
    run: Callable[[], None]
    keys: str = ""
    also: str = ""
    for_person: Callable[[PatientSummary], None] | None = None
    told: Callable[[], str] | None = None
    for_new: Callable[[str], None] | None = None

    @property
    def title(self) -> str:
        """The words, and what it would do now: ``Undo: moved Ana Ruiz to 14:30``."""
        told = self.told() if self.told else ""
        return f"{self.words}: {told}" if told else self.words

    def matches(self, typed: Sequence[str]) -> bool:
        """Whether every typed word begins a word of the command."""
        own = f"{self.words} {self.also}".casefold().split()
        return all(any(word.startswith(start) for word in own) for start in typed)


@dataclass(frozen=True, slots=True)
class BoxRow:
    """One line: a heading, or something to choose.

    Attributes:
        detail: a second, quieter text after the title.
        aside: a text at the right edge, such as a key.
        run: what choosing it does; None for a heading.
    """

    title: str
    icon: str = ""
    detail: str = ""
    aside: str = ""
    run: Callable[[], None] | None = None


def taken_apart(text: str, commands: Sequence[Command]) -> tuple[Command, str] | None:
    """``book ana`` as the command Book and ``ana``; None when the text begins with no such command.

    A space after the command is enough: ``book `` asks for whom.
    """
    typed = text.lstrip().casefold()
    for command in commands:
        if command.for_person is None:
            continue
        # In full, ``next free ana``, or by the first word, ``next ana``.
        for words in (command.words.casefold(), command.words.casefold().split()[0]):
            if typed.startswith(f"{words} "):
                return command, text.lstrip()[len(words) :].strip()
    return None
