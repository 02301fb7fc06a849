"""Turns a folder of saved real pages into one WARC with their original addresses, for `newscrawl ingest`.

    python -m benchmarks.pages_to_warc ../shared/pages benchmarks/input/pages.warc.gz

The folder's `manifest.tsv` names each page's file, address and year of capture. Pages whose address nobody wrote
down get one under `<outlet>.invalid`, which RFC 2606 keeps free.
"""

import csv
import gzip
import re
import sys
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from newscrawl.warc.writing import Answer, records_of, warcinfo_of

PAGES = Path(__file__).parents[2] / "shared" / "pages"
_TYPES = {".json": "application/json", ".js": "application/javascript"}


def answers_in(pages: Path) -> Iterator[tuple[str, Answer]]:
    """Each saved page's path in the folder, and the answer that it once was."""
    with (pages / "manifest.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["path"].startswith(("articles/", "negatives/")):
                yield row["path"], _answer(pages, row)


def _answer(pages: Path, row: dict[str, str]) -> Answer:
    path = pages / row["path"]
    body = path.read_bytes()
    if path.suffix == ".gz":
        body = gzip.decompress(body)
    kind = _TYPES.get(path.suffix, "text/html")
    year = re.search(r"\d{4}", row["capture_year"])
    at = datetime(int(year[0]) if year is not None else 2020, 12, 31, 12, tzinfo=UTC)
    return Answer(_address(row), 200, (("Content-Type", kind),), body, at)


def _address(row: dict[str, str]) -> str:
    """The page's own address as written down; else a made one, on its host where that is known."""
    words = row["original_url"].split()
    if words and words[0].startswith("http") and words[1:2] in ([], ["(canonical;"]):
        return words[0]
    # "https://… (answered with …)", "(Wayback …)": there the address is that of another page
    is_host_known = bool(words) and words[0].startswith("http")
    host = words[0].split("/")[2] if is_host_known else f"{row['outlet'].replace('_', '-') or 'unknown'}.invalid"
    return f"https://{host}/saved/{quote(Path(row['path']).name)}"


def write_warc(pages: Path, target: Path) -> int:
    """Write all pages as gzip members of one file; returns how many."""
    target.parent.mkdir(parents=True, exist_ok=True)
    answers = [answer for _, answer in answers_in(pages)]
    with target.open("wb") as file:
        file.write(member(warcinfo_of(target.name, datetime.now(UTC)).replace(b"newscrawl", b"pagestowarc")))
        for answer in answers:
            for record in records_of(answer, None):
                file.write(member(record))
    return len(answers)


def member(record: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return packer.compress(record) + packer.flush()


if __name__ == "__main__":
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    out = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).parent / "input" / "pages.warc.gz"
    print(f"{write_warc(source, out)} pages in {out}")
