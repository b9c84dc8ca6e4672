"""The questions of one visit: answering them at the desk or on a screen handed over."""
