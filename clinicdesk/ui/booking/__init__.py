"""Booking a session: what suits, when it is free, who gives it."""

from clinicdesk.ui.booking.page import BookingPage

__all__ = ["BookingPage"]
