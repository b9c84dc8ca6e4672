"""What is wrong with a rule set that somebody edits: its faults first, and once it loads, what it breaks."""

from collections.abc import Mapping
from dataclasses import dataclass

from clinicdesk.errors import KnowledgeFault
from clinicdesk.rules.invariants import broken_in
from clinicdesk.rules.knowledge import Knowledge
from clinicdesk.rules.knowledge_files import faults_in, read_knowledge
from clinicdesk.rules.milder import milder_in
from clinicdesk.rules.neighbourhoods import Broken
from clinicdesk.rules.taken_back import taken_back


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome of looking at edited rules.

    Attributes:
        faults: why they do not load; empty when they do.
        broken: what they break although they load.
        knowledge: the rules, once they load.
    """

    faults: tuple[KnowledgeFault, ...] = ()
    broken: tuple[Broken, ...] = ()
    knowledge: Knowledge | None = None

    @property
    def grave(self) -> tuple[Broken, ...]:
        """What nobody may accept."""
        return tuple(each for each in self.broken if each.grave)

    @property
    def lesser(self) -> tuple[Broken, ...]:
        """What a therapist may answer for."""
        return tuple(each for each in self.broken if not each.grave)


def checked(texts: Mapping[str, str], shipped: Knowledge) -> Checked:
    """Look at the texts of edited files; takes about half a second for rules of the shipped size.

    Args:
        texts: the whole set of files, by name.
        shipped: what the program comes with; its promises may not be taken back.
    """
    faults = faults_in(texts)
    if faults:
        return Checked(tuple(faults))
    knowledge = read_knowledge(texts)
    broken = dict.fromkeys([*taken_back(knowledge, shipped), *broken_in(knowledge), *milder_in(knowledge, shipped)])
    return Checked(broken=tuple(broken), knowledge=knowledge)
