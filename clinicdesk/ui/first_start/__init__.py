"""The first start: which clinic this is to be."""

from clinicdesk.ui.first_start.window import FirstStart

__all__ = ["FirstStart"]
