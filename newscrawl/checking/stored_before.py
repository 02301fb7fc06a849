"""Which of some articles OUTPUT_DIR has already.

The Parquet files are asked and not the state: SQLite writes beside a file that it only reads.
"""

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pipelines.parts.reading import read_part


def stored_before(output: Path, articles: Iterable[dict[str, Any]]) -> set[str]:
    """The ids of those that have a row in the month to which they belong."""
    wanted: dict[Path, set[str]] = {}
    for article in articles:
        day = article["published_day"] or article["fetched_at"]
        folder = output / f"articles/source={article['source_id']}/month={day.year:04d}-{day.month:02d}"
        wanted.setdefault(folder, set()).add(article["article_id"])
    return {found for folder, ids in wanted.items() for found in _ids_in(folder) if found in ids}


def _ids_in(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.parquet")):
        # Replaced meanwhile, or damaged, which `status --verify` tells: here no more than a mark is missing.
        with contextlib.suppress(OSError):
            yield from read_part(path, ["article_id"])["article_id"].to_pylist()
