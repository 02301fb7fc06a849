"""Articles as flat CSV files for spreadsheets, and a codebook of their columns.

UTF-8 with a byte order mark, without which Excel shows Arabic as noise. A text cell that could be taken for a
formula (it begins with = + - @, a tab or a return) gets one ' in front, and so does a cell that begins with ';
whoever takes one leading ' away has every cell as it was stored. Lists are joined by "; ".
"""

import contextlib
import csv
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import pyarrow as pa

from newscrawl.corpus.written_values import cell
from newscrawl.exporting.card import Contents
from pipelines.schema import ARTICLES, type_in_words

_FLAT = Path(__file__).with_name("flat_tables.tsv")
_ARTICLES = "articles.csv"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
# What stands for each struct of a list in articles.csv; the rest of it has a file of its own.
_KEYS = {"leaders": "id", "topics": "code", "stories": "id", "places": "country"}
_LEFT_OUT = frozenset({"date_evidence", "field_sources"})  # evidence of how a row was read: JSON lines have it

Row = dict[str, Any]


def write(folder: Path, batches: Iterable[pa.RecordBatch], contents: Contents) -> None:
    codebook = list(_codebook(contents.schema))
    _write_file(folder / "codebook.csv", ("file", "column", "type", "meaning"), map(dict.values, codebook))
    columns = {name: [line["column"] for line in lines] for name, lines in groupby(codebook, itemgetter("file"))}
    with contextlib.ExitStack() as files:
        writers = {}
        for name, head in columns.items():
            out = files.enter_context((folder / name).open("w", encoding="utf-8-sig", newline=""))
            writers[name] = csv.writer(out)
            writers[name].writerow(head)
        for article in (article for batch in batches for article in batch.to_pylist()):
            for name, row in _rows(article):
                writers[name].writerow([_flat(row.get(column)) for column in columns[name]])


def safe(text: str) -> str:
    """The text as no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _flat(value: Any) -> str:  # noqa: ANN401 (whatever a column holds)
    if isinstance(value, str):
        return safe(value)
    return safe("; ".join(map(cell, value))) if isinstance(value, list) else cell(value)


def _rows(article: Row) -> Iterator[tuple[str, Row]]:
    """Everything that one article becomes, each row with the file in which it stands."""
    for leader in article["leaders"] or ():
        spans: list[Row] = leader["spans"] or [{}]
        for span in spans:
            yield "mentions.csv", {**_of(article, leader, "leader_id"), **span}
    for column, key in (("topics", "code"), ("stories", "story_id"), ("places", "country")):
        for item in article[column] or ():
            yield f"{column}.csv", _of(article, item, key)
    yield _ARTICLES, article | {name: _ids(article[name], key) for name, key in _KEYS.items()}


def _of(article: Row, item: Row, key: str) -> Row:
    return {**item, "article_id": article["article_id"], key: item.get(key, item.get("id"))}


def _ids(items: list[Row] | None, key: str) -> list[str] | None:
    return None if items is None else [item[key] for item in items]


def _codebook(schema: pa.Schema) -> Iterator[dict[str, str]]:
    for field in schema:
        if field.name not in _LEFT_OUT:
            meaning = ARTICLES.schema.field(field.name).metadata[b"meaning"].decode()
            if field.name in _KEYS:
                yield _line(field.name, "list<string>", f"{meaning}; here only `{_KEYS[field.name]}`")
            else:
                yield _line(field.name, type_in_words(field.type), meaning)
    with _FLAT.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t")


def _line(column: str, kind: str, meaning: str) -> dict[str, str]:
    return {"file": _ARTICLES, "column": column, "type": kind, "meaning": meaning}


def _write_file(path: Path, head: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(head)
        writer.writerows(rows)
