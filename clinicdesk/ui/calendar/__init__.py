"""The calendar that every page with sessions and times draws: painted, one picture value at a time."""
