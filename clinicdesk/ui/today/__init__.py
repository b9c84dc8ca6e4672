"""The day's sessions: who is expected, who waits, who is in session."""

from clinicdesk.ui.today.page import TodayPage

__all__ = ["TodayPage"]
