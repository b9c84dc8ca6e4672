"""The one seam to SQLite: which driver, how a connection is set up, and what its errors mean.

Every machine gets the same SQLite, the one inside sqlcipher3; the file is not keyed today.
All untyped values of the driver stay in this module and in the rows it hands out.
"""

import sys
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlcipher3
from sqlcipher3 import dbapi2

from clinicdesk.errors import StoreFault

if TYPE_CHECKING:
    from sqlite_utils import Database

# sqlite-utils works with, and catches the errors of, whatever driver answers to this name.
sys.modules["pysqlite3"] = sqlcipher3
sys.modules["pysqlite3.dbapi2"] = dbapi2

Row = dict[str, Any]
Parameters = Mapping[str, Any]

BUSY_SECONDS = 5
_CACHE_KIB = 64 * 1024
_CHECKPOINT_PAGES = 4000


class ConstraintBroken(Exception):
    """The database refused a row; a repository turns the refusals it expects into a ``Conflict``.

    Attributes:
        rule: what the database said, e.g. ``session_clash:room``.
    """

    def __init__(self, rule: str) -> None:
        self.rule = rule
        super().__init__(rule)


class Connection:
    """One connection to one file, used by the thread that opened it.

    Reads may happen at any time; writes only inside ``write()``.
    """

    def __init__(self, path: Path) -> None:
        """Open ``path``, creating an empty file if there is none; raises StoreFault."""
        self.path = path
        with translated(path):
            raw = dbapi2.connect(str(path), timeout=BUSY_SECONDS, isolation_level=None)
            try:
                # The first statement that reads: what is not a database is refused here, untouched.
                raw.execute("select count(*) from sqlite_master").fetchone()
                raw.execute("pragma foreign_keys = on")
                raw.execute("pragma synchronous = full")
                raw.execute(f"pragma cache_size = -{_CACHE_KIB}")
                raw.execute(f"pragma wal_autocheckpoint = {_CHECKPOINT_PAGES}")
            except BaseException:
                raw.close()
                raise
        self._raw = raw

    @cached_property
    def database(self) -> "Database":
        """The same connection to sqlite-utils, which is slow to import and only migrations need."""
        from sqlite_utils import Database  # noqa: PLC0415 - see above

        return Database(self._raw, execute_plugins=False, strict=True)

    def use_write_ahead_log(self) -> None:
        """Let readers and the writer work side by side; the file remembers it."""
        if self.value("pragma journal_mode") != "wal":
            self.value("pragma journal_mode = wal")

    def copy_to(self, target: Path) -> None:
        """Copy what is stored, page by page, into a new file that stands on its own."""
        with (
            translated(target),
            closing(dbapi2.connect(str(self.path), timeout=BUSY_SECONDS)) as source,
            closing(dbapi2.connect(str(target), isolation_level=None)) as copy,
        ):
            source.backup(copy)
            copy.execute("pragma journal_mode = delete")

    def close(self) -> None:
        """Close the file; an open transaction is rolled back."""
        self._raw.close()

    def rows(self, sql: str, parameters: Parameters | None = None) -> list[Row]:
        """All rows of a query."""
        with translated(self.path):
            cursor = self._raw.execute(sql, dict(parameters or {}))
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def row(self, sql: str, parameters: Parameters | None = None) -> Row | None:
        """The first row of a query, or None."""
        with translated(self.path):
            cursor = self._raw.execute(sql, dict(parameters or {}))
            names = [column[0] for column in cursor.description]
            found = cursor.fetchone()
            # An unfinished cursor would keep its read transaction open.
            cursor.close()
            return None if found is None else dict(zip(names, found, strict=True))

    def each(self, sql: str, parameters: Parameters | None = None) -> Iterator[Row]:
        """The rows of a query one by one, for results that should not be in memory at once."""
        with translated(self.path):
            cursor = self._raw.execute(sql, dict(parameters or {}))
            names = [column[0] for column in cursor.description]
            try:
                for row in cursor:
                    yield dict(zip(names, row, strict=True))
            finally:
                cursor.close()

    def value(self, sql: str, parameters: Parameters | None = None) -> Any:  # noqa: ANN401 - the driver's value
        """The first column of the first row of a query that always has one."""
        with translated(self.path):
            return self._raw.execute(sql, dict(parameters or {})).fetchone()[0]

    def execute(self, sql: str, parameters: Parameters | None = None) -> int:
        """Change something, inside ``write()`` only; returns the number of rows changed."""
        if not self._raw.in_transaction:
            raise RuntimeError("a repository changes the records only inside Store.write()")
        with translated(self.path):
            return int(self._raw.execute(sql, dict(parameters or {})).rowcount)

    def insert(self, table: str, row: Row) -> None:
        """Insert one row of named columns."""
        columns = ", ".join(row)
        slots = ", ".join(f":{name}" for name in row)
        self.execute(f"insert into {table} ({columns}) values ({slots})", row)

    def append(self, table: str, row: Row) -> bool:
        """Insert one row behind all others of a table that only grows; the same row again changes nothing.

        Returns:
            False when another row is on file under this ``id``.
        """
        stored = self.row(f"select * from {table} where id = :id", {"id": row["id"]})
        if stored is not None:
            return {**row, "seq": stored["seq"]} == stored
        self.insert(table, {"seq": self.value(f"select coalesce(max(seq), 0) + 1 from {table}"), **row})
        return True

    def upsert(self, table: str, row: Row, *, key: tuple[str, ...]) -> None:
        """Insert one row, or replace the values of the row that has the same key."""
        columns = ", ".join(row)
        slots = ", ".join(f":{name}" for name in row)
        changes = ", ".join(f"{name} = excluded.{name}" for name in row if name not in key)
        self.execute(
            f"insert into {table} ({columns}) values ({slots}) on conflict ({', '.join(key)}) do update set {changes}",
            row,
        )

    def next_position(self, table: str) -> int:
        """The place after the last row of a table that is kept in the order of adding."""
        return int(self.value(f"select coalesce(max(position), 0) + 1 from {table}"))

    @contextmanager
    def references_unchecked(self) -> Generator[None]:
        """Let a table that others point at be built anew; whoever does checks the references at the end.

        SQLite heeds this outside a transaction only, so it stands around the transaction.
        """
        self._raw.execute("pragma foreign_keys = off")
        try:
            yield
        finally:
            self._raw.execute("pragma foreign_keys = on")

    @contextmanager
    def write(self) -> Generator[None]:
        """One transaction that holds the write lock from its start; all of it is stored, or nothing.

        Raises:
            StoreFault: the file is busy, full, or unwritable; nothing of this transaction was kept.
        """
        if self._raw.in_transaction:
            raise RuntimeError("Store.write() is one transaction and cannot be nested")
        with translated(self.path):
            self._raw.execute("begin immediate")
        try:
            yield
            # After a full disk SQLite may have rolled back on its own; a caller that carried on must not
            # be told that its work was stored.
            with translated(self.path):
                self._raw.execute("commit")
        except BaseException:
            with translated(self.path):
                if self._raw.in_transaction:
                    self._raw.execute("rollback")
            raise


@contextmanager
def translated(path: Path) -> Generator[None]:
    """Turn the driver's errors into sentences that name the file.

    An error that no person can act on (a mistake in our SQL) passes unchanged: it is a bug.
    """
    try:
        yield
    except dbapi2.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == dbapi2.SQLITE_CONSTRAINT:
            raise ConstraintBroken(str(error)) from error
        if code in _SENTENCES:
            raise StoreFault(_SENTENCES[code].format(path=path, folder=path.parent)) from error
        raise


_NOT_OURS = (
    "{path} is not a ClinicDesk file, or it is damaged. It was left as it is. "
    "Choose another file, or put back a backup copy of this one."
)
_BUSY = (
    f"Another program has kept {{path}} busy for {BUSY_SECONDS} seconds. Your last change was not stored; everything "
    "before it is safe. Close other programs that use this file and try again."
)
_SENTENCES: dict[int, str] = {
    dbapi2.SQLITE_NOTADB: _NOT_OURS,
    dbapi2.SQLITE_CORRUPT: (
        "{path} is damaged and cannot be read in full. Nothing was changed. "
        "Stop working with it, keep the file, and put back the latest backup copy."
    ),
    dbapi2.SQLITE_FULL: (
        "There is no room left on the disk that holds {path}. Your last change was not stored; everything before it "
        "is safe. Free some space in {folder} and try again."
    ),
    dbapi2.SQLITE_READONLY: (
        "{path} cannot be changed: the file or its folder is read-only. Nothing was stored. "
        "Allow writing in {folder}, or choose a file elsewhere."
    ),
    dbapi2.SQLITE_CANTOPEN: (
        "{path} cannot be opened or created. Nothing was changed. "
        "Check that the folder {folder} exists and that you may read and write there."
    ),
    dbapi2.SQLITE_PERM: "{path} may not be opened by you. Nothing was changed. Ask for access to {folder}.",
    dbapi2.SQLITE_IOERR: (
        "The disk reported an error while {path} was read or written. Your last change was not stored; everything "
        "before it is safe. Check that the disk is connected and has room, then try again."
    ),
    dbapi2.SQLITE_BUSY: _BUSY,
    dbapi2.SQLITE_LOCKED: _BUSY,
    dbapi2.SQLITE_PROTOCOL: _BUSY,
}
