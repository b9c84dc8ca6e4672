"""Files that leave the program, each written whole or not at all."""

import os
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QFileDevice, QSaveFile

from clinicdesk.errors import ClinicDeskError

_MAY = QFileDevice.Permission
PRIVATE = _MAY.ReadOwner | _MAY.WriteOwner
_LOOKS_IN = 0o050


def shared_with(folder: Path) -> QFileDevice.Permission:
    """The permissions of a clinical file in a folder that somebody shared on purpose.

    Whoever the folder lets in by its group may read the file, and never everybody else. Where folders pass their
    rights on by themselves, as on Windows and on most network drives, those hold in any event.
    """
    try:
        group = folder.stat().st_mode & _LOOKS_IN == _LOOKS_IN
    except OSError:
        return PRIVATE
    return PRIVATE | _MAY.ReadGroup if group else PRIVATE


def join_group(path: Path) -> None:
    """Give a file to the group of its folder, where this person may: a folder does not always pass it on."""
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(path, -1, path.parent.stat().st_gid)


def with_ending(path: Path, ending: str) -> Path:
    """A path that ends as such files do.

    Args:
        path: as it was typed.
        ending: such as ``.json``.

    Raises:
        ClinicDeskError: there is a file already, which nobody was asked about.
    """
    if path.suffix.lower() == ending:
        return path
    path = path.with_name(f"{path.name}{ending}")
    if path.exists():
        raise ClinicDeskError(f"There is already a file called {path.name}, and it was kept. Choose another name.")
    return path


def write_private(path: Path, content: bytes, refused: str) -> None:
    """Write a file that only whoever is at this computer may read; it appears whole or not at all.

    Args:
        path: where to; a file that is there is replaced.
        content: what.
        refused: how the sentence begins that says it was not written, such as "The record was not exported".

    Raises:
        ClinicDeskError: the file could not be written.
    """
    file = QSaveFile(str(path))
    if file.open(QFileDevice.OpenModeFlag.WriteOnly):
        file.setPermissions(PRIVATE)
        file.write(content)
        if file.commit():
            return
    raise ClinicDeskError(f"{refused}: {file.errorString()}. Choose another folder.")
