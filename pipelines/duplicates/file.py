"""The file of the index of duplicates: made whole, refused when it is no such file, made anew on demand.

All sources' runs share it, so it is made and replaced under a lock of its own beside it.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from filelock import FileLock

from pipelines.duplicates.fingerprints import FINGERPRINT_VERSION

_FORMAT = "newscrawl-duplicates-1"
_SCHEMA = Path(__file__).with_name("duplicate_index.sql")
_JOURNALS = ("-wal", "-shm", "-journal")
# Writers wait in line, each for a commit of another; a run that waits longer than this has met a stuck one.
_MOST_WAIT = 120.0
_CACHE_KB = 32 * 1024
# In pages of 4 kB. Keys lie anywhere, so that each article touches a dozen pages: with a long log, a page that many
# touched is written once.
_LOG_PAGES = 16_000


class IndexDamaged(Exception):  # noqa: N818 (named by its effect)
    """The file is no index that today's fingerprints can be compared with; `start_anew` puts it right."""


def open_file(path: Path) -> sqlite3.Connection:
    """Open the index, made first where there is none; raises IndexDamaged."""
    if not path.exists():
        with _lock(path):
            if not path.exists():
                _create(path)
    return _connect(path)


def _connect(path: Path) -> sqlite3.Connection:
    # Autocommit: transactions are opened where they are meant, with BEGIN IMMEDIATE.
    db = sqlite3.connect(path, timeout=_MOST_WAIT, isolation_level=None)
    try:
        with guarded(path):
            _check(db, path)
            # A power cut may take the last batches, never the file: they are replayed.
            db.execute("PRAGMA synchronous=NORMAL")
            db.execute(f"PRAGMA cache_size=-{_CACHE_KB}")
            db.execute(f"PRAGMA wal_autocheckpoint={_LOG_PAGES}")
    except BaseException:
        db.close()
        raise
    return db


@contextmanager
def guarded(path: Path) -> Iterator[None]:
    """Around work on the file: what SQLite says of a broken file becomes IndexDamaged, all else stays as it is."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if _is_damage(error):
            raise IndexDamaged(f"{path}: {error}") from error
        raise


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    """A full disk or a lock that is held (OperationalError) says nothing of the file, a missing table does."""
    return not isinstance(error, sqlite3.OperationalError) or "no such" in str(error)


def start_anew(path: Path) -> None:
    """Put a damaged file away as `<name>.damaged` and begin an empty one; a sound one stays as it is."""
    with _lock(path):
        try:
            _check_every_page(path)
        except IndexDamaged:
            path.replace(path.with_name(path.name + ".damaged"))
            _create(path)


def _check(db: sqlite3.Connection, path: Path) -> None:
    # Not quick_check: of ten million articles it reads every page, for minutes.
    if db.execute("SELECT name FROM sqlite_master WHERE name = 'marker'").fetchone() is None:
        raise IndexDamaged(f"{path}: it holds no index")  # an empty file opens as an empty database
    found = db.execute("SELECT format, fingerprints FROM marker").fetchall()
    if found != [(_FORMAT, FINGERPRINT_VERSION)]:
        raise IndexDamaged(f"{path}: it is of other fingerprints than {FINGERPRINT_VERSION}")


def _check_every_page(path: Path) -> None:
    db = _connect(path)
    try:
        with guarded(path):
            found = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    finally:
        db.close()
    if found != "ok":
        raise IndexDamaged(f"{path}: {found}")


def _create(path: Path) -> None:
    # Made under another name: a file that bears its name is whole, and an empty one is damage.
    unborn = path.with_name(path.name + ".new")
    for ending in ("", *_JOURNALS):
        unborn.with_name(unborn.name + ending).unlink(missing_ok=True)
    with closing(sqlite3.connect(unborn)) as db:
        db.execute("PRAGMA journal_mode=WAL")  # kept in the file: openers need not fight for it
        db.executescript(_SCHEMA.read_text(encoding="utf-8"))
        db.execute("INSERT INTO marker VALUES (?, ?)", [_FORMAT, FINGERPRINT_VERSION])
        db.commit()
    with unborn.open("rb") as handle:
        os.fsync(handle.fileno())
    for ending in _JOURNALS:  # of the file that was taken away: they would be played into this one
        path.with_name(path.name + ending).unlink(missing_ok=True)
    unborn.replace(path)


def _lock(path: Path) -> FileLock:
    path.parent.mkdir(parents=True, exist_ok=True)
    return FileLock(path.with_name(path.name + ".lock"))
