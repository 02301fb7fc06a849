import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from rich.console import Console

from newscrawl.corpus.answers import write_csv, write_jsonl, write_parquet, write_table

AT = datetime(2026, 3, 14, 9, tzinfo=UTC)
ROWS: list[dict[str, Any]] = [
    {"title": 'قال "نعم", ثم\nصمت', "words": 7, "at": AT, "labels": ["عاجل"]},
    {"title": None, "words": None, "at": None, "labels": None},
]


def reader(rows: list[dict[str, Any]] = ROWS) -> pa.RecordBatchReader:
    return pa.Table.from_pylist(rows).to_reader(max_chunksize=1)


def drawn(rows: pa.RecordBatchReader, *, width: int = 100, most: int = 100, is_terminal: bool = False) -> str:
    out = io.StringIO()
    write_table(rows, Console(file=out, width=width, force_terminal=is_terminal, color_system=None), most)
    return out.getvalue()


def test_csv_quotes_what_needs_it():
    out = io.StringIO()
    write_csv(reader(), out)
    assert list(csv.reader(io.StringIO(out.getvalue()))) == [
        ["title", "words", "at", "labels"],
        ['قال "نعم", ثم\nصمت', "7", "2026-03-14T09:00:00Z", '["عاجل"]'],
        ["", "", "", ""],
    ]


def test_columns_of_one_name_are_all_there():
    batch = pa.record_batch([pa.array([1]), pa.array([2])], names=["n", "n"])
    out = io.StringIO()
    write_csv(pa.RecordBatchReader.from_batches(batch.schema, [batch]), out)
    assert out.getvalue() == "n,n\n1,2\n"


def test_jsonl_has_a_line_a_row():
    out = io.StringIO()
    write_jsonl(reader(), out)
    first, second = out.getvalue().splitlines()
    assert first == (
        '{"title": "قال \\"نعم\\", ثم\\nصمت", "words": 7, "at": "2026-03-14T09:00:00Z", "labels": ["عاجل"]}'
    )
    assert second == '{"title": null, "words": null, "at": null, "labels": null}'


def test_parquet_keeps_the_types():
    out = io.BytesIO()
    write_parquet(reader(), out)
    found = pq.read_table(out)
    assert found.to_pylist() == ROWS
    assert found.schema == pa.Table.from_pylist(ROWS).schema


def test_a_table_shows_cells_in_one_line_and_brackets_as_they_are():
    text = drawn(reader([{"n": 1200, "title": "[bold] عنوان\n\nآخر"}]))
    assert "│ 1200 │ [bold] عنوان آخر │" in text


def test_a_row_of_many_columns_stands_upright():
    text = drawn(reader([{f"column_{n}": n for n in range(20)}]))
    assert "│ column_7 " in text
    assert max(len(line) for line in text.splitlines()) < 40


def test_a_long_table_is_cut_and_says_so():
    batches = 0

    def endless() -> Iterator[pa.RecordBatch]:
        nonlocal batches
        while True:
            batches += 1
            yield pa.record_batch([pa.array([batches])], names=["n"])

    rows = pa.RecordBatchReader.from_batches(pa.schema([("n", pa.int64())]), endless())
    assert write_table(rows, Console(file=io.StringIO()), 10)
    assert batches < 30  # what is not shown is not read
    assert not write_table(reader(), Console(file=io.StringIO()), 2)


def test_a_long_text_is_cut():
    text = drawn(reader([{"text": "ا" * 10_000}]), width=1000)
    assert text.count("ا") == 500
    assert "ا… │" in text


@pytest.mark.parametrize("width", [100, 30])
def test_on_a_terminal_every_arabic_cell_is_isolated(width):
    """Else a terminal that turns Arabic would take neighbouring cells for one text, and exchange them."""
    rows = [{"outlet": "صدى", "title": "عنوان طويل يحتاج إلى أكثر من سطر", "id": "x"}]
    lines = [line for line in drawn(reader(rows), width=width, is_terminal=True).splitlines() if "│" in line]
    arabic = [
        cell for line in lines for cell in line.split("│") if any("\u0600" <= letter <= "\u06ff" for letter in cell)
    ]
    assert len(arabic) >= 2
    for cell in arabic:
        assert cell.strip()[0] == "\u2068"
        assert cell.strip()[-1] == "\u2069"
    assert "\u2068" not in drawn(reader(rows), width=width)
    plain = drawn(reader(rows), width=width).splitlines()
    assert [line.replace("\u2068", "").replace("\u2069", "") for line in lines] == [p for p in plain if "│" in p]
