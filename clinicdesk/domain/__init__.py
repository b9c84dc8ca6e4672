"""Frozen values of the clinic and the facts that hold for them, free of storage and screens."""
