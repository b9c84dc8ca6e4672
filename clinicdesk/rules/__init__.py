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
    "load_knowledge",
]
