"""The two voices of the panel."""

from enum import StrEnum


class Voice(StrEnum):
    """To whom the panel speaks."""

    DESK = "desk"
    THERAPIST = "therapist"
