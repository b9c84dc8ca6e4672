"""The suitability engine: pure, no clock, no file but the knowledge it is given."""

from clinicdesk.rules.assessment import (
    UNANSWERED,
    Alternative,
    Assessment,
    Benefit,
    Pairing,
    Precaution,
    Reason,
    RuleSetVersion,
    WouldChange,
)
from clinicdesk.rules.engine import RuleSet
from clinicdesk.rules.knowledge import (
    Choice,
    Dated,
    Finding,
    Group,
    InflammationMeaning,
    Knowledge,
    Rule,
    SourceNote,
    Turn,
)
from clinicdesk.rules.knowledge_files import load_knowledge

__all__ = [
    "UNANSWERED",
    "Alternative",
    "Assessment",
    "Benefit",
    "Choice",
    "Dated",
    "Finding",
    "Group",
    "InflammationMeaning",
    "Knowledge",
    "Pairing",
    "Precaution",
    "Reason",
    "Rule",
    "RuleSet",
    "RuleSetVersion",
    "SourceNote",
    "Turn",
    "WouldChange",
    "load_knowledge",
]
