"""Files that leave the program, each written whole or not at all."""

from pathlib import Path

from PySide6.QtCore import QFileDevice, QSaveFile

from clinicdesk.errors import ClinicDeskError


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
        file.setPermissions(QFileDevice.Permission.ReadOwner | QFileDevice.Permission.WriteOwner)
        file.write(content)
        if file.commit():
            return
    raise ClinicDeskError(f"{refused}: {file.errorString()}. Choose another folder.")
