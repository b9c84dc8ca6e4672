"""Commands of the window: what can be done by name, by key, or from the command box."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from clinicdesk.desk.views import PatientSummary


@dataclass(frozen=True, slots=True)
class Command:
    """Something that can be done from anywhere.

    Attributes:
        words: what it is called.
        also: other words people may type for it.
        for_person: what it does to a person, for "book ana"; None where a person makes no sense.
    """

    words: str
    icon: str
    run: Callable[[], None]
    keys: str = ""
    also: str = ""
    for_person: Callable[[PatientSummary], None] | None = None

    def matches(self, typed: Sequence[str]) -> bool:
        """Whether every typed word begins a word of the command."""
        own = f"{self.words} {self.also}".casefold().split()
        return all(any(word.startswith(start) for word in own) for start in typed)


def taken_apart(text: str, commands: Sequence[Command]) -> tuple[Command, str] | None:
    """``book ana`` as the command Book and ``ana``; None when the text begins with no such command.

    A space after the command is enough: ``book `` asks for whom.
    """
    first, space, rest = text.lstrip().partition(" ")
    if not space:
        return None
    for command in commands:
        if command.for_person is not None and first.casefold() == command.words.split()[0].casefold():
            return command, rest.strip()
    return None
