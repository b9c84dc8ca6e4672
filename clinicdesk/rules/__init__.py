"""The suitability engine: pure, no clock, no file but the knowledge it is given.

What the rules say is a handful of small types. The engine behind them is imported when it is first asked for:
the window can be painted before anybody is judged.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from clinicdesk.rules.assessment import (
    UNANSWERED,
    Alternative,
    Assessment,
    Reason,
    RuleSetVersion,
    WouldChange,
)

if TYPE_CHECKING:
    from clinicdesk.rules.engine import RuleSet
    from clinicdesk.rules.knowledge import (
        Choice,
        Finding,
        Group,
        InflammationMeaning,
        Knowledge,
        Rule,
        SourceNote,
        Turn,
    )
    from clinicdesk.rules.knowledge_files import load_knowledge, read_knowledge

__all__ = [
    "UNANSWERED",
    "Alternative",
    "Assessment",
    "Choice",
    "Finding",
    "Group",
    "InflammationMeaning",
    "Knowledge",
    "Reason",
    "Rule",
    "RuleSet",
    "RuleSetVersion",
    "SourceNote",
    "Turn",
    "WouldChange",
    "load_knowledge",
    "read_knowledge",
]

_HOMES = {"RuleSet": "engine", "load_knowledge": "knowledge_files", "read_knowledge": "knowledge_files"}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(name)
    home = _HOMES.get(name, "knowledge")
    return getattr(import_module(f"clinicdesk.rules.{home}"), name)
