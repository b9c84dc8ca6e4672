"""The day's sessions: who is expected, who waits, who is in session."""
