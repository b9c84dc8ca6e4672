"""A day of the clinic on paper."""
