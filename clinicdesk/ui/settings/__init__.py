"""What is decided once: the clinic, its people and rooms, what it offers, and how the window looks."""

from clinicdesk.ui.settings.page import SettingsPage

__all__ = ["SettingsPage"]
