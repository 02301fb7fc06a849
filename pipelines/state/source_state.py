"""What is known of one source, in one SQLite file: addresses, texts, refusals.

In the same file, each behind a name of its own: batches, listings, runs, and the plan of looks.

Derived: `rebuilding.py` makes it anew from the Parquet files. What a batch adds is written together with
the batch (`prepare`), so that an address is known exactly when its row is stored.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Literal

from pipelines.state.batches import Batches
from pipelines.state.file import StateDamaged, opened, transaction
from pipelines.state.known import Known, Refusal
from pipelines.state.listings import Listings
from pipelines.state.runs import Runs
from pipelines.state.visits import Visits

__all__ = ["State", "StateDamaged"]

# The columns in the order of the fields of Known.
_LOOKS = "SELECT article_id, cluster_id, url, title, text_hash, words, revision, kind, page_sha256 FROM looks"
# Not by batch: after a replacement all rows are of one.
_FIRST_STORED_FIRST = (
    "SELECT addresses.* FROM addresses LEFT JOIN looks ON looks.article_id = addresses.article_id AND revision = 0"
    " ORDER BY looks.rowid IS NULL, looks.rowid, address"
)


class State:
    def __init__(self, path: Path, domain: str = "") -> None:
        """Opens the file; makes it, with the outlet's domain, where there is none. Raises StateDamaged."""
        self.path = path
        self._db = opened(path, domain)
        self.batches = Batches(self._db)
        self.listings = Listings(self._db)
        self.runs = Runs(self._db)
        self.visits = Visits(self._db)

    @property
    def domain(self) -> str:
        """The registered domain of the outlet: ids made from hosts must not collide unseen."""
        return str(self._db.execute("SELECT domain FROM marker").fetchone()[0])

    def close(self) -> None:
        self._db.close()

    # What is known

    def article_at(self, address: str) -> str | None:
        row = self._db.execute("SELECT article_id FROM addresses WHERE address = ?", [address]).fetchone()
        return None if row is None else str(row[0])

    def readdress(self, rules: str, key: Callable[[str], str]) -> int:
        """Let every known article be found by the keys of today's rules too; returns how many keys are new.

        `rules` names them: a state that knows them already is left alone. Of two articles under one key the one
        that was stored first has it.
        """
        if self.rules_of("addresses") == rules:
            return 0
        with transaction(self._db):
            known = self._db.execute(_FIRST_STORED_FIRST).fetchall()
            new = [(today, *rest) for address, *rest in known if (today := key(address)) != address]
            added = self._db.executemany("INSERT OR IGNORE INTO addresses VALUES (?, ?, ?)", new).rowcount
            self.note_rules("addresses", rules)
        return max(added, 0)

    def rules_of(self, what: Literal["addresses", "reading"]) -> str | None:
        """By which rules, as their maker names them, what it knows was made; None where nobody noted it."""
        row = self._db.execute("SELECT rules FROM rules WHERE what = ?", [what]).fetchone()
        return None if row is None else str(row[0])

    def note_rules(self, what: Literal["addresses", "reading"], rules: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO rules VALUES (?, ?)", [what, rules])

    def has_articles(self) -> bool:
        return self._db.execute("SELECT 1 FROM looks LIMIT 1").fetchone() is not None

    def addresses_of(self, article_id: str) -> list[str]:
        """Every known address of an article, in canonical form."""
        rows = self._db.execute("SELECT address FROM addresses WHERE article_id = ?", [article_id])
        return [address for (address,) in rows]

    def known(self, article_id: str) -> Known | None:
        row = self._db.execute(
            _LOOKS + " WHERE article_id = ? ORDER BY revision DESC LIMIT 1", [article_id]
        ).fetchone()
        return None if row is None else Known(*row)

    def first_with_text(self, text_hash: str) -> Known | None:
        """The first stored article whose text, as first published, has this hash."""
        row = self._db.execute(
            _LOOKS + " WHERE text_hash = ? AND revision = 0 ORDER BY rowid LIMIT 1", [text_hash]
        ).fetchone()
        return None if row is None else Known(*row)

    def refusal(self, address: str) -> Refusal | None:
        row = self._db.execute(
            "SELECT reason, at, tries FROM refusals WHERE address = ? ORDER BY tries DESC LIMIT 1", [address]
        ).fetchone()
        return None if row is None else Refusal(row[0], datetime.fromisoformat(row[1]), row[2])

    def archive_lengths(self) -> dict[str, int]:
        """How long each archive file was when last synced."""
        return dict(self._db.execute("SELECT name, length FROM archives"))

    def forget_archives(self, names: Iterable[str]) -> None:
        """Archive files that are gone: one that is made anew under its name begins at nothing."""
        self._db.executemany("DELETE FROM archives WHERE name = ?", [(name,) for name in names])

    def wipe_traces(self) -> None:
        """Write the file anew: what was deleted stays in a database's free pages until then."""
        for order in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            self._db.execute(order)
