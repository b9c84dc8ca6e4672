"""Where the files that ship with the program are."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def resource(*parts: str) -> Path:
    """The path of a shipped file or folder, e.g. ``resource("icons", "hand.svg")``.

    An installed wheel carries the files inside the package; a checkout keeps them beside it.
    """
    installed = _PACKAGE / "_resources"
    root = installed if installed.is_dir() else _PACKAGE.parent / "resources"
    return root.joinpath(*parts)
