import hashlib
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from newscrawl.archive.responses import Archive
from newscrawl.corpus.verifying import Verification
from newscrawl.warc.writing import Answer
from pipelines.layout import Layout
from pipelines.parts.errors import PartIsNewer
from pipelines.records import Article, Outcome
from pipelines.schema import ARTICLES
from tests.builders import NOW, SOURCE, URL, article, candidate, open_state, open_store, outcome
from tests.damage import make_newer
from tests.test_views import _store as store

PAGES = 5


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Five articles and an outcome, each with its page in the archive."""
    rows: list[Article | Outcome] = []
    with closing(Archive(Layout(tmp_path), SOURCE)) as archive:
        for number in range(PAGES + 1):
            body = f"<html>{number}</html>".encode()
            place = archive.write(Answer(f"{URL}{number}", 200, (), body, NOW), candidate(f"{URL}{number}"))
            where = {"warc_file": place.file, "warc_offset": place.offset}
            sha256 = hashlib.sha256(body).hexdigest()
            rows.append(
                article(f"{URL}{number}", page_sha256=sha256, warc_length=place.length, **where)
                if number < PAGES
                else outcome(f"{URL}{number}", **where)
            )
        archive.sync()
    store(tmp_path, SOURCE, *rows)
    return tmp_path


def verified(output: Path, *, every_page: bool = True) -> tuple[list[str], Verification]:
    look = Verification(Layout(output), SOURCE, every_page)
    return list(look.damage()), look


def part(output: Path, table: str = "articles") -> Path:
    return next((output / table).rglob("*.parquet"))


def test_what_is_whole_is_sound(output: Path):
    damage, look = verified(output)
    assert damage == []
    assert (look.files, look.rows, look.pages) == (2, PAGES + 1, PAGES + 1)


def test_a_missing_file(output: Path):
    name = part(output).relative_to(output)
    part(output).unlink()
    assert verified(output)[0] == [f"{name}: missing"]


@pytest.mark.parametrize("where", [300, 2000, -100, -3])
def test_any_flipped_byte_of_a_part_file(output: Path, where: int):
    content = bytearray(part(output).read_bytes())
    content[where] ^= 0xFF
    part(output).write_bytes(content)
    assert len([line for line in verified(output)[0] if line.startswith("articles/")]) >= 1


def test_rows_that_are_not_there(output: Path):
    table = pq.read_table(part(output), partitioning=None)
    pq.write_table(table.slice(1), part(output), write_page_checksum=True)
    assert "4 rows, the manifest says 5" in verified(output)[0][0]


def test_a_column_of_another_type(output: Path):
    table = pq.read_table(part(output), partitioning=None)
    table = table.set_column(0, "article_id", pa.array([1] * table.num_rows))
    pq.write_table(table, part(output), write_page_checksum=True)
    assert "column article_id is int64" in verified(output)[0][0]


def test_what_a_newer_newscrawl_wrote_cannot_be_judged(output: Path):
    make_newer(part(output))
    with pytest.raises(PartIsNewer, match="schema_version"):
        verified(output)


def test_a_file_of_an_older_version_may_lack_columns(output: Path):
    table = pq.read_table(part(output), partitioning=None).drop_columns(["reservations", "genre"])
    pq.write_table(table, part(output), write_page_checksum=True)
    assert set(table.schema.names) < set(ARTICLES.schema.names)
    assert verified(output)[0] == []


def test_a_file_that_no_manifest_names(output: Path):
    stray = part(output).with_name("stray.parquet")
    stray.write_bytes(part(output).read_bytes())
    assert verified(output)[0] == [f"{stray.relative_to(output)}: no manifest names it"]


def test_rows_of_another_source(output: Path):
    folder = output / "articles" / "source=ghost" / "month=2026-03"
    folder.mkdir(parents=True)
    (folder / "x.parquet").write_bytes(part(output).read_bytes())
    damage = list(Verification(Layout(output), "ghost").damage())
    assert damage == [f"articles/source=ghost/month=2026-03/x.parquet: its rows are of {SOURCE}, not of ghost"]


def test_a_batch_under_way_is_no_stray(output: Path, monkeypatch: pytest.MonkeyPatch):
    with closing(open_state(output)) as state:
        run = open_store(output, state, f"{SOURCE}-20260314T100000Z-ffff")
        run.take(article(f"{URL}77"))
        monkeypatch.setattr(
            "pipelines.state.batches.Batches.commit", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt)
        )
        with pytest.raises(KeyboardInterrupt):
            run.commit()
        assert len(list((output / "articles").rglob("*.parquet"))) == 2
        assert verified(output)[0] == []


def test_an_archive_file_that_is_gone_is_one_line(output: Path):
    next((output / "archive").rglob("*.warc.gz")).unlink()
    damage, look = verified(output)
    assert damage == ["archive/source=anba/2026-03-14.warc.gz: missing, though rows point into it"]
    assert look.pages == 0  # looked up


def test_a_page_that_cannot_be_read(output: Path):
    path = next((output / "archive").rglob("*.warc.gz"))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    damage = verified(output)[0]
    assert len(damage) >= 1
    assert all("no whole answer begins here" in line or "another page" in line for line in damage)


def test_a_row_that_points_to_another_page(output: Path):
    table = pq.read_table(part(output), partitioning=None)
    places = table["warc_offset"].to_pylist()
    swapped = pa.array([places[1], places[0], *places[2:]])
    index = table.schema.get_field_index("warc_offset")
    pq.write_table(
        table.set_column(index, table.schema.field(index), swapped), part(output), write_page_checksum=True
    )
    assert [line.split(": ")[1] for line in verified(output)[0]] == ["another page than its row was read from"] * 2


def test_a_sample_of_many(output: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("newscrawl.corpus.verifying._SAMPLE", 2)
    assert verified(output, every_page=False)[1].pages == 2
    assert verified(output)[1].pages == PAGES + 1
