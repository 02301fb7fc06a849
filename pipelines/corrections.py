"""What people put right by hand: `corrections.tsv` under OUTPUT_DIR, applied after every tagging anew.

A line corrects one field of one article, in its row and in those of its revisions. A field of tags takes the whole
list of ids (an empty cell: none), or `+id` and `-id` beside what was found. A corrected field says so in
`field_sources`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pipelines.knowledge.tables import Row, read_table
from pipelines.records import Article, FieldSource, Genre
from pipelines.tagging.tag_entries import ID_OF, TAG_FIELDS, TagEntries

NAME = "corrections.tsv"
COLUMNS = ("article_id", "field", "value", "who", "why")
PLAIN_FIELDS = ("section", "genre", "authors")
BY_HAND = "correction"
_ARTICLE_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Correction:
    """One field of one article. `relative`: `values` are ids with a sign, else all that the field shall hold."""

    article_id: str
    field: str
    values: tuple[str, ...]
    relative: bool
    line: int


Corrections = Mapping[str, tuple[Correction, ...]]
"""By article id."""


def read_corrections(output: Path, entries: TagEntries) -> Corrections:
    """The corrections of an OUTPUT_DIR, none without the file; KnowledgeError for a line that is wrong."""
    file = output / NAME
    found: dict[str, tuple[Correction, ...]] = {}
    for row in read_table(file, COLUMNS) if file.exists() else ():
        correction = _correction(row, entries)
        before = found.get(correction.article_id, ())
        twice = [other.line for other in before if other.field == correction.field]
        if twice:
            raise row.error(f"line {twice[0]} corrects {correction.field} of this article too")
        found[correction.article_id] = (*before, correction)
    return found


def corrected(columns: dict[str, Any], corrections: Iterable[Correction], entries: TagEntries) -> dict[str, Any]:
    """The columns of an article just tagged, with what people put right; other columns stay as they are.

    Of a field of tags that nobody corrects any more, `field_sources` no longer says that it was corrected.
    """
    changed = dict(columns)
    by_field = {correction.field: correction for correction in corrections}
    for field, correction in by_field.items():
        changed[field] = _value(columns[field], correction, entries)
        if field == "genre":
            changed["genre_from"] = BY_HAND
    changed["field_sources"] = _sources(columns["field_sources"], by_field.keys())
    return changed


@dataclass(frozen=True, slots=True)
class ByHand:
    """The corrections made ready for articles that are read anew."""

    corrections: Corrections
    entries: TagEntries

    def correct(self, article: Article, article_id: str | None) -> None:
        """Put right what people corrected of the article of this id; it may have been read under another."""
        meant = self.corrections.get(article_id or article.article_id)
        if meant is not None:
            columns = {name: getattr(article, name) for name in (*TAG_FIELDS, *PLAIN_FIELDS, "field_sources")}
            for name, value in corrected(columns, meant, self.entries).items():
                setattr(article, name, value)


def _correction(row: Row, entries: TagEntries) -> Correction:
    if not _ARTICLE_ID.fullmatch(row["article_id"]):
        raise row.error("article_id: 32 hex digits, as in the column of that name")
    for column in ("who", "why"):
        if not row[column]:
            raise row.error(f"{column} is empty: nobody could ask back")
    field = row["field"]
    if field in TAG_FIELDS:
        values, relative = _ids(row, field, entries)
    elif field in PLAIN_FIELDS:
        values, relative = _plain(row, field), False
    else:
        raise row.error(
            f"field: {field!r} cannot be corrected; what can is {', '.join((*TAG_FIELDS, *PLAIN_FIELDS))}"
        )
    return Correction(row["article_id"], field, values, relative, row.line)


def _ids(row: Row, field: str, entries: TagEntries) -> tuple[tuple[str, ...], bool]:
    values = tuple(row["value"].split())
    signed = [value for value in values if value[0] in "+-"]
    if signed and len(signed) < len(values):
        raise row.error("value: either the whole list, or a + or - before every id")
    ids = [value[1:] if signed else value for value in values]
    for tag in ids:
        if not entries.knows(field, tag):
            raise row.error(f"value: {tag!r} is none of the {field} that there are")
        if ids.count(tag) > 1:
            raise row.error(f"value: {tag} stands twice")
    return values, bool(signed)


def _plain(row: Row, field: str) -> tuple[str, ...]:
    if field == "authors":
        return row.several("value")
    if field == "genre" and row["value"] not in get_args(Genre):
        raise row.error(f"value: a genre is one of {', '.join(get_args(Genre))}")
    return (row["value"],) if row["value"] else ()


def _value(before: Any, correction: Correction, entries: TagEntries) -> Any:  # noqa: ANN401 (a column's value)
    field, values = correction.field, correction.values
    if field == "authors":
        return list(values)
    if field in PLAIN_FIELDS:
        return values[0] if values else None
    found = {tag[ID_OF[field]]: tag for tag in before or ()}
    if not correction.relative:
        kept = [tag for name, tag in found.items() if name in values]
        return [*kept, *(entries.make(field, name) for name in values if name not in found)]
    gone = {value[1:] for value in values if value[0] == "-"}
    new = [value[1:] for value in values if value[0] == "+" and value[1:] not in found]
    kept = [tag for name, tag in found.items() if name not in gone]
    return [*kept, *(entries.make(field, name) for name in new)]


def _sources(before: list[FieldSource] | None, by_hand: Iterable[str]) -> list[FieldSource] | None:
    fields = set(by_hand)
    kept = [
        source for source in before or ()
        if source["field"] not in fields and not (source["from"] == BY_HAND and source["field"] in TAG_FIELDS)
    ]  # fmt: skip
    made: list[FieldSource] = [{"field": field, "from": BY_HAND} for field in sorted(fields)]
    return None if before is None and not made else [*kept, *made]
