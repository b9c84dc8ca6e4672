"""Bugs of the program: written down without patient data, while the window stays up."""

import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType

from clinicdesk.errors import ClinicDeskError

LOG_NAME = "clinicdesk.log"
_MOST_BYTES = 500_000

Hook = Callable[[type[BaseException], BaseException, TracebackType | None], None]


class FaultLog:
    """The file faults are written to; the one before it is kept once it is full."""

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        self.path = folder / LOG_NAME
        self._clock = clock

    def write(self, error: BaseException) -> None:
        """Add a fault."""
        if self.path.exists() and self.path.stat().st_size > _MOST_BYTES:
            self.path.replace(self.path.with_suffix(".old.log"))
        with self.path.open("a", encoding="utf-8") as log:
            log.write(f"{self._clock().isoformat(timespec='seconds')} {describe(error)}\n")


def describe(error: BaseException) -> str:
    """Where an error came from: its type, and file, line and function of each frame.

    Neither the message nor any value is part of it: both may hold what a patient said.
    """
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}" for frame in frames]
    return "\n".join([type(error).__name__, *places])


def make_hook(log: FaultLog, tell_known: Callable[[ClinicDeskError], None], tell_bug: Callable[[str], None]) -> Hook:
    """The excepthook: a known error is told as it is; anything else is logged and told as a fault."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        elif isinstance(error, ClinicDeskError):
            tell_known(error)
        else:
            # A full disk must not turn one fault into two.
            with suppress(OSError):
                log.write(error.with_traceback(trace))
            tell_bug(
                "Something went wrong inside ClinicDesk. Everything saved before is kept, and so is what you are "
                f"typing. Try again; if it happens again, send {LOG_NAME} to whoever looks after the program. It "
                "holds nothing about patients."
            )

    return hook
