"""``clinicdesk`` opens the window; ``clinicdesk <command>`` runs one command without it."""

import gc
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs what the arguments ask for and returns the exit code."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    # Each is imported only when it runs: Qt would make every command slow, and the window needs no command.
    if not given or given[0].partition("=")[0] == "--data":
        # Nothing made while starting is garbage; looking for some costs a twentieth of the start.
        gc.disable()
        from clinicdesk.app import main as open_window  # noqa: PLC0415 - see above

        return open_window(given)
    if given[0] == "story":
        from clinicdesk.story.command import main as tell_story  # noqa: PLC0415 - see above

        return tell_story(given[1:])
    from clinicdesk.cli import main as run_command  # noqa: PLC0415 - see above

    return run_command(given)


if __name__ == "__main__":
    sys.exit(main())
