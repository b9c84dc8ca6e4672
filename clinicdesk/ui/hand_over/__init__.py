"""The screen in a patient's hands."""

from clinicdesk.ui.hand_over.screen import HandOver
from clinicdesk.ui.hand_over.step import HandOverStep

__all__ = ["HandOver", "HandOverStep"]
