"""At most so many crawls at a time over all `run --due` of one OUTPUT_DIR.

Cron starts a run every few minutes, whether or not the last one has worked off what was due. Without a bound over
all of them, the first morning of a new corpus would end with every source being crawled at the same time.
"""

from pathlib import Path

from filelock import FileLock, Timeout


class JobSlots:
    """`count` locks; whoever holds one may crawl. They die with their process."""

    def __init__(self, folder: Path, count: int) -> None:
        self._locks = [FileLock(folder / f"_job-{number}.lock", timeout=0) for number in range(1, count + 1)]

    def take(self) -> FileLock | None:
        """A slot, to be released by the caller; None when all are taken."""
        for lock in self._locks:
            if lock.is_locked:  # ours: a lock may be taken twice by one process
                continue
            try:
                lock.acquire()
            except Timeout:
                continue
            return lock
        return None
