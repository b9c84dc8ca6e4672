"""The keys of the waiting list, for the overlay of F1."""

WAITING_KEYS = (
    ("N", "Put somebody on the list"),
    ("Down", "The next line"),
    ("Return", "On a free time: who could have it; on a person: their record"),
    ("O", "Offer a time, or take the offer back"),
    ("B", "Book a time, and release the one they had"),
    ("E", "Change the wish"),
    ("W", "Take the person off the list"),
    ("Ctrl+Return", "In the form: keep it"),
    ("Esc", "Close what is open"),
)
