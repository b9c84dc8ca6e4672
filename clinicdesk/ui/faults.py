"""Bugs of the program: written down without patient data, while the window stays up."""

import logging
import sys
import traceback
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from clinicdesk.errors import ClinicDeskError

_LOG = logging.getLogger("clinicdesk")
_LOG_BYTES = 500_000

Hook = Callable[[type[BaseException], BaseException, TracebackType | None], None]


def log_to(folder: Path) -> None:
    """Write faults to ``clinicdesk.log`` in a folder; two files are kept."""
    handler = RotatingFileHandler(
        folder / "clinicdesk.log", maxBytes=_LOG_BYTES, backupCount=1, delay=True, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    _LOG.addHandler(handler)
    _LOG.setLevel(logging.INFO)


def describe(error: BaseException) -> str:
    """Where an error came from: its type, and file, line and function of each frame.

    Neither the message nor any value is part of it: both may hold what a patient said.
    """
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}" for frame in frames]
    return "\n".join([type(error).__name__, *places])


def make_hook(tell_known: Callable[[ClinicDeskError], None], tell_bug: Callable[[str], None]) -> Hook:
    """The excepthook: a known error is told as it is; anything else is logged and told as a fault."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        elif isinstance(error, ClinicDeskError):
            tell_known(error)
        else:
            _LOG.error("%s", describe(error.with_traceback(trace)))
            tell_bug(
                "Something went wrong inside ClinicDesk. Everything saved before is kept, and so is what you are "
                "typing. Try again; if it happens again, send clinicdesk.log to whoever looks after the program."
            )

    return hook
