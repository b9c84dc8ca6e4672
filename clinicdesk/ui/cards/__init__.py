"""Appointment cards: what a person takes home of their coming sessions."""
