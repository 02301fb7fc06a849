"""The corrections of an OUTPUT_DIR, once it is sure that each of them has an article to correct."""

from collections.abc import Collection

import pyarrow as pa
import pyarrow.compute as pc

from newscrawl import dataset
from newscrawl.saying import say
from pipelines.corrections import NAME, ByHand, Corrections, read_corrections
from pipelines.knowledge.folders import knowledge_folders
from pipelines.knowledge.tables import KnowledgeError
from pipelines.layout import Layout
from pipelines.storing.forgotten import Forgotten
from pipelines.tagging.tag_entries import TagEntries


def corrections_of(layout: Layout) -> Corrections:
    """By article id; KnowledgeError for a line that is wrong, or that would correct nothing."""
    return _read(layout)[0]


def by_hand_in(layout: Layout) -> ByHand | None:
    """The same, ready for articles that are read anew; None where nobody corrects anything."""
    corrections, entries = _read(layout)
    return ByHand(corrections, entries) if entries is not None else None


def lines_that_name(layout: Layout, article_ids: Collection[str]) -> list[int]:
    """The numbers of the lines that correct one of these articles, of a file that need not be right elsewhere."""
    file = layout.output / NAME
    lines = file.read_bytes().splitlines() if file.exists() else []
    return [number for number, line in enumerate(lines, 1) if _first_cell(line) in article_ids]


def _first_cell(line: bytes) -> str:
    return line.partition(b"\t")[0].strip(b' "').decode("utf-8", "replace")


def _read(layout: Layout) -> tuple[Corrections, TagEntries | None]:
    file = layout.output / NAME
    if not file.exists():  # else the knowledge would be read here too, for nothing
        return {}, None
    entries = TagEntries(knowledge_folders())
    found = dict(read_corrections(layout.output, entries))
    forgotten = Forgotten(layout)
    for article_id in sorted(found.keys() - _stored(layout, list(found))):
        line = found[article_id][0].line
        if not forgotten.holds_id(article_id):
            reason = "no stored article has this id; take the line out if it was removed"
            raise KnowledgeError(file, f"line {line} ({article_id})", reason)
        say(f"{file}: line {line}: the article was forgotten; take the line out")
        del found[article_id]
    return found, entries


def _stored(layout: Layout, ids: list[str]) -> set[str]:
    wanted = pc.field("article_id").isin(pa.array(ids, pa.string()))
    stored = dataset.open(layout.output).to_table(columns=["article_id"], filter=wanted)
    return set(stored["article_id"].to_pylist())
