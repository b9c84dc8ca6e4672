"""The keys of booking, for the overlay of F1."""

BOOKING_KEYS = (
    ("Ctrl+Return", "Book"),
    ("Up", "Another session type; on the day, an earlier time"),
    ("Down", "Another session type; on the day, a later time"),
    ("Shift+Down", "On the day: in steps of five minutes"),
    ("Right", "On the day: the next therapist"),
    ("Return", "Go on: type, time, book"),
    ("Alt+1", "The first way around a clash (Alt+2, Alt+3: the next)"),
    ("PgUp", "Previous day"),
    ("PgDown", "Next day"),
    ("T", "Today"),
    ("Ctrl+F", "Next free times"),
    ("Esc", "Leave without booking"),
)
