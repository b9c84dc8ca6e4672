"""Shapes of text that several steps check; part of shipped steps, so never edited."""

_DAY = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"

DAY = f"glob '{_DAY}'"
STAMP = f"glob '{_DAY}T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]Z'"
SHA256 = "glob '" + "[0-9a-f]" * 64 + "'"
