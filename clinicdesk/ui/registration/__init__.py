"""Writing a person down: the three fields that suffice, and the rest when there is time."""
