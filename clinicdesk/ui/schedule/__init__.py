"""The schedule: the book by day and by week, where sessions are moved and booked."""

from clinicdesk.ui.schedule.page import SchedulePage

__all__ = ["SchedulePage"]
