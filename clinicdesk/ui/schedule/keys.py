"""The keys of the schedule, for the overlay of F1."""

SCHEDULE_KEYS = (
    ("Up", "Earlier, session by session"),
    ("Right", "The next column"),
    ("G", "Next gap (Shift: the one before)"),
    ("Return", "Book here, or take in hand"),
    ("Shift+Down", "In hand: longer (Up: shorter)"),
    ("Space", "Details of the session"),
    ("P", "Into the tray"),
    ("A", "Arrive"),
    ("F", "Confirm that they come"),
    ("N", "No-show"),
    ("Del", "Cancel, with a reason"),
    ("O", "Open the person"),
    ("E", "Ask for an earlier time; on a gap: who waits for it"),
    ("PgDown", "Next day or week (Ctrl: week)"),
    ("T", "Back to today"),
    ("D", "Day"),
    ("W", "Week"),
    ("C", "Whose columns"),
    ("F2", "Saved views, F2 to F8 (Shift: save)"),
    ("Ctrl++", "Closer (Ctrl+0: as it fits)"),
)
