"""The questions of one visit: answering them at the desk or on a screen handed over."""

from clinicdesk.ui.intake.page import IntakePage

__all__ = ["IntakePage"]
