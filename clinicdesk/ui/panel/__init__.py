"""The suitability panel: whether a session suits the patient in focus, and why."""

from clinicdesk.ui.panel.panel import SuitabilityPanel
from clinicdesk.ui.panel.voice import Voice

__all__ = ["SuitabilityPanel", "Voice"]
