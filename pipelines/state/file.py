"""The file behind a source's state: how it is made, opened, put in place and read; and what its errors mean."""

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pipelines.state.known import StagedFile

FORMAT = "newscrawl-state-1"
_SCHEMA = Path(__file__).with_name("state.sql")


class StateDamaged(Exception):  # noqa: N818 (named by its effect)
    """The file is there but is no whole state. It is kept for a look; without it, it would be made anew."""

    def __init__(self, path: Path, what: object) -> None:
        super().__init__(f"{path}: {what}")
        self.path = path


# What a disk or another process does; the file itself is sound, and moving it away would help nobody.
_REFUSED = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_READONLY", "SQLITE_IOERR")


def damaged_or_refused(path: Path, error: sqlite3.DatabaseError) -> StateDamaged | OSError:
    if getattr(error, "sqlite_errorname", "").startswith(_REFUSED):
        return OSError(f"{path}: {error}")
    return StateDamaged(path, error)


def opened(path: Path, domain: str) -> sqlite3.Connection:
    """The file for a run, made where there is none. Raises StateDamaged, or OSError where the disk refuses."""
    try:
        if not path.exists():
            _create(path, domain)
        # Autocommit: transactions are opened where they are meant, with BEGIN IMMEDIATE.
        db = sqlite3.connect(path, timeout=30, isolation_level=None)
    except sqlite3.DatabaseError as error:
        raise damaged_or_refused(path, error) from error
    try:
        _check(db, path)  # first: what follows writes into the file, whatever it is
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")  # a known address outlives a power cut, as its row does
        _bring_up_to_date(db)
    except sqlite3.DatabaseError as error:
        db.close()
        raise damaged_or_refused(path, error) from error
    except StateDamaged:
        db.close()
        raise
    return db


def _create(path: Path, domain: str) -> None:
    # Made under another name: a file that bears its name is whole, and an empty one is damage.
    path.parent.mkdir(parents=True, exist_ok=True)
    unborn = path.with_name(path.name + ".new")
    unborn.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(unborn)) as db:
        db.executescript(_SCHEMA.read_text(encoding="utf-8"))
        db.execute("INSERT INTO marker VALUES (?, ?)", [FORMAT, domain])
        db.commit()
    put_in_place(unborn, path)


def _bring_up_to_date(db: sqlite3.Connection) -> None:
    """Add what the first states had not; they are of the same format, for nothing that they had has changed."""
    if _is_of_the_first(db):
        with transaction(db):
            if _is_of_the_first(db):  # another process may have been at it
                db.execute("CREATE TABLE rules (what TEXT PRIMARY KEY, rules TEXT NOT NULL) WITHOUT ROWID")
                db.execute("ALTER TABLE looks ADD COLUMN page_sha256 TEXT")


def _is_of_the_first(db: sqlite3.Connection) -> bool:
    return db.execute("SELECT 1 FROM sqlite_master WHERE name = 'rules'").fetchone() is None


def _check(db: sqlite3.Connection, path: Path) -> None:
    if db.execute("SELECT name FROM sqlite_master WHERE name = 'marker'").fetchone() is None:
        raise StateDamaged(path, "it holds no state")  # an empty file opens as an empty database
    if db.execute("SELECT format FROM marker").fetchall() != [(FORMAT,)]:
        raise StateDamaged(path, f"it is not of the format {FORMAT}")
    problem = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    if problem != "ok":
        raise StateDamaged(path, problem)


@contextlib.contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All that is written within it, or nothing."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:  # else a failing ROLLBACK would hide what happened
            db.execute("ROLLBACK")
        raise


def put_in_place(state_file: Path, path: Path) -> None:
    """Give a whole state file its name. The journal of one that was taken away would be played into it."""
    for ending in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    state_file.replace(path)


@contextlib.contextmanager
def only_reading(path: Path) -> Iterator[sqlite3.Connection]:
    """The file for those who only read. Raises StateDamaged."""
    try:
        with contextlib.closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", timeout=30, uri=True)) as db:
            yield db
    except sqlite3.DatabaseError as error:
        raise damaged_or_refused(path, error) from error


def read_batches(path: Path) -> list[tuple[str, list[str]]]:
    """The committed batches and the part files of each. Raises StateDamaged, as do all that follow."""
    with only_reading(path) as db:
        return committed_batches(db)


def read_files(path: Path, *, only_committed: bool = True) -> list[StagedFile]:
    """The part files of batches with their rows."""
    with only_reading(path) as db:
        query = "SELECT files FROM batches WHERE stage = 'committed' OR NOT ? ORDER BY rowid"
        rows = db.execute(query, [only_committed]).fetchall()
    return [StagedFile(*each) for (files,) in rows for each in json.loads(files)]


def read_last_line(path: Path) -> dict[str, Any] | None:
    """The line of the last run that ended."""
    with only_reading(path) as db:
        query = "SELECT line FROM runs WHERE line IS NOT NULL ORDER BY rowid DESC LIMIT 1"
        row = db.execute(query).fetchone()
    return None if row is None else dict(json.loads(row[0]))


def read_last_beginning(path: Path, kind: str) -> datetime | None:
    """When the last run of this kind began; None when there was none, or there is no such file."""
    if not path.exists():
        return None
    with only_reading(path) as db:
        query = "SELECT started_at FROM runs WHERE kind = ? ORDER BY rowid DESC LIMIT 1"
        row = db.execute(query, [kind]).fetchone()
    return None if row is None else datetime.fromisoformat(row[0])


def read_domain(path: Path) -> str | None:
    """The registered domain of the source; None where there is no such file."""
    if not path.exists():
        return None
    with only_reading(path) as db:
        return str(db.execute("SELECT domain FROM marker").fetchone()[0])


def committed_batches(db: sqlite3.Connection) -> list[tuple[str, list[str]]]:
    rows = db.execute("SELECT batch_id, files FROM batches WHERE stage = 'committed' ORDER BY rowid")
    return [(batch_id, [final for _, final, _ in json.loads(files)]) for batch_id, files in rows]
