"""The data set card: what lies in a folder of articles, of whom, how it was made, and what it cannot do.

Its words stand in `card.md.jinja`, its questions in `card_sources.sql` and `card_numbers.sql`.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

import duckdb
import jinja2
import pyarrow as pa

import newscrawl
from newscrawl.exporting.choice import Choice, in_words
from newscrawl.exporting.stream import PROSE
from pipelines.schema import ARTICLES, type_in_words

Form = Literal["jsonl", "csv", "huggingface", "release"]

_HERE = Path(__file__).parent
_SIZES = ((10**3, "n<1K"), (10**4, "1K<n<10K"), (10**5, "10K<n<100K"), (10**6, "100K<n<1M"), (10**7, "1M<n<10M"))


@dataclass(frozen=True, slots=True)
class Contents:
    """What a card tells of: the chosen articles of a session, in numbers."""

    title: str
    made_at: datetime
    rows: int
    schema: pa.Schema
    choice: Choice
    sources: list[dict[str, Any]]
    numbers: dict[str, Any]

    @property
    def days(self) -> tuple[date, date]:
        return min(s["first_day"] for s in self.sources), max(s["last_day"] for s in self.sources)


def contents_of(
    session: duckdb.DuckDBPyConnection, choice: Choice, columns: list[str], made_at: datetime, title: str = ""
) -> Contents:
    """Count the articles in the table `chosen`; there has to be one."""
    sources = _asked(session, "card_sources.sql")
    [numbers] = _asked(session, "card_numbers.sql")
    schema = pa.schema([ARTICLES.schema.field(name) for name in columns], metadata=ARTICLES.schema.metadata)
    title = title or f"Arabic news of {len(sources)} outlet{'s' if len(sources) > 1 else ''}"
    return Contents(title, made_at, numbers["articles"], schema, choice, sources, numbers)


def card(contents: Contents, form: Form) -> str:
    """The card as Markdown; for Hugging Face with its YAML front matter."""
    environment = jinja2.Environment(  # noqa: S701 (no HTML: what could break a table is escaped by `cell`)
        loader=jinja2.FileSystemLoader(_HERE),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["cell"] = _cell
    text = environment.get_template("card.md.jinja").render(
        contents=contents,
        form=form,
        numbers=contents.numbers,
        chosen=in_words(contents.choice),
        columns=[
            (field, type_in_words(field.type), field.metadata[b"meaning"].decode()) for field in contents.schema
        ],
        has_prose=not set(PROSE).isdisjoint(contents.schema.names),
        prose=PROSE,
        size=next((name for most, name in _SIZES if contents.rows < most), "n>10M"),
        version=newscrawl.__version__,
    )
    return re.sub(r"\n{3,}", "\n\n", text)


def _asked(session: duckdb.DuckDBPyConnection, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = (
        session.sql((_HERE / name).read_text(encoding="utf-8")).to_arrow_table().to_pylist()
    )
    return rows


def _cell(value: object) -> str:
    """As a cell of a Markdown table."""
    return "" if value is None else " ".join(str(value).replace("|", "\\|").split())
