"""Many sessions at a time: looked at date by date, then booked or changed together."""
