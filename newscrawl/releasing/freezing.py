"""A release: the part files of one snapshot under further names, with their hashes, a card and a citation.

The files are hard links: they cost no space, and what `retag`, `compact`, `reprocess` or `forget` exchange later is
the corpus' name of a file, never the file.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
import pyarrow.parquet as pq

import newscrawl
from newscrawl.corpus.asking import Corpus
from newscrawl.corpus.manifest import sources_with_rows
from newscrawl.corpus.snapshot import mapped, wherever_it_is
from newscrawl.corpus.written_values import plain
from newscrawl.exporting.card import Contents, card
from newscrawl.releasing.release import FORMAT, MANIFEST, MANIFEST_HASH
from newscrawl.standing.source import committed_files
from pipelines.layout import Layout
from pipelines.parts.errors import PartDamaged
from pipelines.parts.files import refuse_strays
from pipelines.parts.reading import read_through
from pipelines.parts.rewriting import link
from pipelines.schema import TABLES

_CITATION = "citation.cff.jinja"


@dataclass(frozen=True, slots=True)
class About:
    """What a release says of itself beside its contents. `authors` are «Family, Given», or names of bodies."""

    name: str
    authors: Sequence[str] = ()
    contact: str | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)


def refuse_damaged(corpus: Corpus, told: Callable[[], object]) -> None:
    """Read every page of what is to be released: a hash vouches for damage too. `told` is called for every file.

    Raises PartDamaged, and PartIsNewer.
    """
    layout, source_ids = Layout(corpus.root), sources_with_rows(corpus.root)
    for source_id in source_ids:
        refuse_strays(layout, source_id)  # a release would lack what pandas reads
    files = [file for source_id in source_ids for file in committed_files(layout, source_id)]
    promised = {file.final: file.rows for file in files}
    for name in corpus.names:
        rows = read_through(corpus.root / name, mapped(corpus.root, name))
        if rows != promised.get(name, rows):  # one that was replaced meanwhile is promised no more
            raise PartDamaged(name, f"{rows} rows, the manifest says {promised[name]}")
        told()


def freeze(corpus: Corpus, contents: Contents, about: About, folder: Path) -> str:
    """Write the release into an empty folder of the same disk; returns its manifest's sha256."""
    for name in corpus.names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        wherever_it_is(corpus.root, name, partial(link, target=folder / name))
    coverage = corpus.session.sql("FROM coverage").to_arrow_table()
    pq.write_table(coverage, folder / "coverage.parquet", compression="zstd", write_page_checksum=True)
    (folder / "README.md").write_text(card(contents, "release"), encoding="utf-8")
    (folder / "CITATION.cff").write_text(_citation(contents, about), encoding="utf-8")
    manifest = _manifest(contents, about, folder) | {"coverage": dict(Counter(coverage["status"].to_pylist()))}
    (folder / MANIFEST).write_text(json.dumps(plain(manifest), ensure_ascii=False, indent=2), encoding="utf-8")
    digest = sha256(folder / MANIFEST)
    (folder / MANIFEST_HASH).write_text(f"{digest}  {MANIFEST}\n", encoding="utf-8")
    return digest


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _manifest(contents: Contents, about: About, folder: Path) -> dict[str, Any]:
    files = [_described(path, folder) for path in sorted(folder.rglob("*")) if path.is_file()]
    return {
        "format": FORMAT,
        "name": about.name,
        "title": contents.title,
        "made_at": contents.made_at.replace(microsecond=0),
        "newscrawl": newscrawl.__version__,
        **{name: contents.numbers[name] for name in ("schema_versions", "knowledge_versions", "readers")},
        "tables": {table.name: _totals(table.name, files) for table in TABLES},
        "sources": contents.sources,
        "settings": about.settings,
        "versions": about.versions,
        "files": files,
    }


def _described(path: Path, folder: Path) -> dict[str, Any]:
    rows = {"rows": pq.read_metadata(path).num_rows} if path.suffix == ".parquet" else {}
    name = path.relative_to(folder).as_posix()
    return {"path": name, "bytes": path.stat().st_size, "sha256": sha256(path), **rows}


def _totals(table: str, files: list[dict[str, Any]]) -> dict[str, int]:
    own = [file for file in files if file["path"].startswith(f"{table}/")]
    return {"files": len(own), "rows": sum(file["rows"] for file in own)}


def _citation(contents: Contents, about: About) -> str:
    environment = jinja2.Environment(  # noqa: S701 (YAML, no HTML: every value passes `tojson`)
        loader=jinja2.FileSystemLoader(Path(__file__).parent), undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    authors = [author.partition(",")[::2] for author in about.authors]
    return environment.get_template(_CITATION).render(
        contents=contents,
        about=about,
        authors=[(family.strip(), given.strip()) for family, given in authors],
        version=newscrawl.__version__,
    )
