"""From whatever file was found to a file of today's shape, or a sentence saying why not.

The whole way is one transaction that holds the write lock: two programs that start at once cannot both
migrate, and a failure leaves the file as it was.
"""

from pathlib import Path

from clinicdesk.data.driver import Connection, translated
from clinicdesk.data.migrations import APPLICATION_ID, SET, STEPS, Steps
from clinicdesk.errors import NewerStore, StoreFault


def bring_up_to_date(connection: Connection, steps: Steps = STEPS) -> Path | None:
    """Apply the steps a file still lacks.

    Returns:
        The verified copy of the file as it was before, or None if none was needed.

    Raises:
        NewerStore: the file has steps this program does not know; it is left untouched.
        StoreFault: the file belongs to another program, cannot be copied, or a step failed.
    """
    _refuse_foreign(connection)
    _refuse_newer(connection, steps)
    connection.use_write_ahead_log()
    if not _lacking(connection, steps):
        return None
    with connection.references_unchecked(), connection.write():
        # Another program may have been faster while this one waited for the lock.
        _refuse_newer(connection, steps)
        lacking = _lacking(connection, steps)
        if not lacking:
            return None
        copy = None
        if _taken(connection):
            from clinicdesk.data.copies import copy_verified  # noqa: PLC0415 - most starts migrate nothing

            copy = copy_verified(connection, _beside(connection.path, lacking[0]))
        try:
            with translated(connection.path):
                steps.apply(connection.database)
            connection.execute(f"pragma application_id = {APPLICATION_ID}")
            _refuse_loose_ends(connection)
        except Exception as error:
            raise StoreFault(_failure(connection.path, copy, error)) from error
    return copy


def _taken(connection: Connection) -> list[str]:
    """The steps noted in the file, read without sqlite-utils: at most starts there is nothing to migrate."""
    if not connection.value("select count(*) from sqlite_master where name = '_sqlite_migrations'"):
        return []
    noted = connection.rows(
        "select name from _sqlite_migrations where migration_set = :migration_set order by rowid",
        {"migration_set": SET},
    )
    return [row["name"] for row in noted]


def _lacking(connection: Connection, steps: Steps) -> list[str]:
    taken = set(_taken(connection))
    return [name for name in steps.names if name not in taken]


def _refuse_foreign(connection: Connection) -> None:
    program = connection.value("pragma application_id")
    tables = connection.value("select count(*) from sqlite_master")
    if program != APPLICATION_ID and (program or tables):
        raise StoreFault(
            f"{connection.path} belongs to another program. It was left as it is. Choose a ClinicDesk file."
        )


def _refuse_newer(connection: Connection, steps: Steps) -> None:
    unknown = set(_taken(connection)) - set(steps.names)
    if unknown:
        raise NewerStore(
            f"{connection.path} was written by a newer version of ClinicDesk. It was left as it is. "
            "Update ClinicDesk on this computer, then open it again."
        )


def _refuse_loose_ends(connection: Connection) -> None:
    if connection.rows("pragma foreign_key_check"):
        raise StoreFault("A record points at another one that does not exist.")


def _beside(path: Path, step: str) -> Path:
    """A free name for the copy, which tells before which step it was made."""
    number = 1
    while True:
        suffix = "" if number == 1 else f"-{number}"
        candidate = path.with_name(f"{path.stem}.before-{step}{suffix}{path.suffix}")
        if not candidate.exists():
            return candidate
        number += 1


def _failure(path: Path, copy: Path | None, error: Exception) -> str:
    reason = str(error) if isinstance(error, StoreFault) else f"a step failed ({type(error).__name__})."
    kept = f" A verified copy from before is at {copy}." if copy else ""
    return (
        f"{path} could not be brought up to date: {reason} Nothing in it was changed.{kept} "
        "Go on with the version of the program you used before, and ask for help with this one."
    )
