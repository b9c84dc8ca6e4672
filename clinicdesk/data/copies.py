"""A copy of the file that is known to be good, made before anything risky."""

import shutil
from contextlib import closing
from pathlib import Path

from clinicdesk.data.driver import Connection
from clinicdesk.errors import StoreFault


def copy_verified(connection: Connection, target: Path) -> Path:
    """Copy the file to ``target``, and trust the copy only after reading all of it.

    Every page is checked and every table must have as many rows as the original. Until then the copy
    carries another name; a copy that fails is removed.

    Raises:
        StoreFault: there is no room, or the copy differs; the original is untouched.
    """
    partial = target.with_name(f"{target.name}.partial")
    partial.unlink(missing_ok=True)
    try:
        connection.copy_to(partial)
        shutil.copymode(connection.path, partial)
        with closing(Connection(partial)) as copy:
            _refuse_difference(connection, copy)
        partial.replace(target)
    except (StoreFault, OSError) as error:
        partial.unlink(missing_ok=True)
        raise StoreFault(
            f"{connection.path} must be brought up to date, and the copy that is made first failed: {error} "
            f"Nothing was changed. See that {target.parent} has room for a second copy and try again."
        ) from error
    return target


def _refuse_difference(original: Connection, copy: Connection) -> None:
    report = [row["integrity_check"] for row in copy.rows("pragma integrity_check")]
    if report != ["ok"]:
        raise StoreFault("The copy is damaged.")
    if _counts(original) != _counts(copy):
        raise StoreFault("The copy is not complete.")


def _counts(connection: Connection) -> dict[str, int]:
    tables = connection.rows(
        "select name from sqlite_master where type = 'table' and sql not like 'create virtual%' order by name"
    )
    return {table["name"]: int(connection.value(f'select count(*) from "{table["name"]}"')) for table in tables}
