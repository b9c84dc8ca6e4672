"""The key that leads to what can be decided at the panel, from everywhere."""

DECIDE_KEYS = "Shift+F9"
"""Beside F9, which shows the panel."""
