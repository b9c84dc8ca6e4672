"""``clinicdesk story``: plays a first visit without a display and leaves what can be looked at."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory


def main(arguments: Sequence[str]) -> int:
    """Play the story into a folder; returns 0 when it came to its end."""
    parser = argparse.ArgumentParser(
        prog="clinicdesk story",
        description="Plays a first visit through the window, without a display, on a demo clinic made for it. "
        "Leaves a picture of every screen and the printed sheets in a folder.",
    )
    parser.add_argument("out", nargs="?", type=Path, default=Path("out"), help="the folder (default: out)")
    parser.add_argument("--both", action="store_true", help="take every picture twice, in light and in dark")
    options = parser.parse_args(arguments)
    # Both are read when Qt and the demo clinic come up: no screen, and the same clock on the wall everywhere.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["TZ"] = "America/New_York"
    os.environ["QT_LOGGING_RULES"] = "default.warning=false;qt.text.font.*=false"  # the screenless Qt is chatty
    from clinicdesk.story.first_visit import play_into  # noqa: PLC0415 - Qt must not come up before

    options.out.mkdir(parents=True, exist_ok=True)
    sys.stderr.write("Playing a first visit on a demo clinic; this takes about half a minute.\n")
    with TemporaryDirectory() as records:
        play_into(options.out, Path(records), both_themes=options.both, say=lambda line: sys.stdout.write(f"{line}\n"))
    sys.stderr.write(f"Done. The pictures and the printed sheets are in {options.out}.\n")
    return 0
