"""`make demo`: two editions of the newsroom, crawled as a user would, and what landed.

python -m tests.newsroom.demo output/demo
"""

import shutil
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds
from rich.console import Console
from rich.table import Table

from tests.newsroom.content import OUTLETS
from tests.newsroom.crawling import crawl
from tests.newsroom.newsroom import Newsroom

# Between the editions: long enough for what may pass to be asked for again, an hour after the first try.
LATER = timedelta(hours=2)


def main(output: Path) -> int:
    """Makes `output` anew; returns the exit code of the first crawl that fails."""
    console = Console(soft_wrap=True)
    _remove(output)
    with Newsroom() as newsroom:
        for edition in (1, 2):
            newsroom.edition = edition
            newsroom.clear_requests()
            console.print(f"[bold]Edition {edition}[/bold] of three invented outlets, on 127.0.0.1")
            for outlet in OUTLETS:
                done = crawl(newsroom, outlet, output, now=newsroom.now + LATER * (edition - 1))
                print(done.stderr, end="")
                if done.returncode != 0:
                    return done.returncode
            asked = Counter(request.host for request in newsroom.requests)
            console.print("  requests: " + ", ".join(f"{host} {count}" for host, count in sorted(asked.items())))
    _show(console, output)
    return 0


def _remove(output: Path) -> None:
    """Only what a demo made: a slip of the tongue must not cost a corpus."""
    if not output.exists():
        return
    if any(output.iterdir()) and not (output / "sources" / "xx").is_dir():
        sys.exit(f"{output} is not a demo's; name a folder that is empty or does not exist")
    shutil.rmtree(output)


def _show(console: Console, output: Path) -> None:
    articles = ds.dataset(output / "articles", partitioning="hive").to_table()
    outcomes = ds.dataset(output / "outcomes", partitioning="hive").to_table()
    revisions = ds.dataset(output / "revisions", partitioning="hive").to_table()
    console.print()
    console.print(_counts(articles.column("source_id").to_pylist(), outcomes.to_pylist()))
    kinds = Counter(revisions.column("kind").to_pylist())
    console.print("Later changes: " + ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())))
    copies = Counter(filter(None, articles.column("duplicate_kind").to_pylist()))
    console.print("Copies marked: " + ", ".join(f"{kind} {count}" for kind, count in sorted(copies.items())))
    console.print("Named most: " + _most(articles, "leaders"))
    console.print("Topics: " + _most(articles, "topics"))
    console.print(
        f"\n{articles.num_rows} articles lie under {output}/articles, raw responses under {output}/archive."
    )
    console.print("Read them with", f"pandas.read_parquet('{output}/articles')", style="bold", highlight=False)


def _most(articles: pa.Table, column: str) -> str:
    """The names that stand in most articles."""
    names = Counter(tag["name_ar"] for tags in articles.column(column).to_pylist() for tag in tags or ())
    return "، ".join(f"{name} {count}" for name, count in names.most_common(6))


def _counts(sources: list[str], outcomes: list[dict[str, str]]) -> Table:
    table = Table("source", "articles", "other outcomes", title="What landed", title_justify="left")
    stored = Counter(sources)
    for outlet in OUTLETS:
        reasons = Counter(row["reason"] or row["outcome"] for row in outcomes if row["source_id"] == outlet)
        words = ", ".join(f"{reason} {count}" for reason, count in sorted(reasons.items()))
        table.add_row(outlet, str(stored[outlet]), words)
    return table


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "output/demo")))
