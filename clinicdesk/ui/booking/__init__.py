"""Booking a session: what suits, when it is free, who gives it."""
