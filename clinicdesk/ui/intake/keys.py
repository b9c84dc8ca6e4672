"""The keys of the intake."""

KEYS = (
    ("Y  N  U", "Yes, no, don't know"),
    ("1 \N{EN DASH} 9", "Choose by place"),
    ("S  (in a line Alt+S)", "What was said on another day is still so"),
    ("Alt+A", "All of the group is still so"),
    ("P", "Prefers not to say"),
    ("Delete", "Take the answer back"),
    ("Up  Down  Enter", "Question before, next question"),
    ("0 or Alt+N", "None of these"),
    ("Ctrl+PgUp  Ctrl+PgDn", "Group before, next group"),
    ("Ctrl+Z  Ctrl+Shift+Z", "Undo, redo"),
    ("Arrows  0 \N{EN DASH} 9  R  Space", "On the figure: region, how strong, spreads there, mark"),
    ("Alt+H", "Hand the screen over: they answer everything themselves"),
    ("Ctrl+Enter", "Complete the intake"),
)
