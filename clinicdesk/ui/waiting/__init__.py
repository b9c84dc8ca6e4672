"""The waiting list: who would come earlier, which times are free for them, and giving one of these to somebody."""

from clinicdesk.ui.waiting.page import WaitingPage

__all__ = ["WaitingPage"]
