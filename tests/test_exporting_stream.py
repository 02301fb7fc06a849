import os
from pathlib import Path

import pyarrow as pa
import pytest

from newscrawl.corpus.asking import opened
from newscrawl.exit_codes import EndWith
from newscrawl.exporting.choice import Choice, Sample, choose
from newscrawl.exporting.stream import chosen_rows, regrouped
from pipelines.storing.batches import write_part
from tests.builders import article
from tests.test_views import _spoil


@pytest.fixture
def output(tmp_path: Path) -> Path:
    for source in ("sada", "anba"):
        for month in ("2026-03", "2026-02"):
            folder = tmp_path / f"articles/source={source}/month={month}"
            folder.mkdir(parents=True)
            for part in range(2):
                urls = [f"https://{source}.example/news/{month[-2:]}{part}{number}" for number in range(5)]
                write_part(folder / f"{part}.parquet", [article(url, source_id=source) for url in urls])
    return tmp_path


def streamed(output: Path, choice: Choice, columns: list[str]) -> list[pa.RecordBatch]:
    with opened(output) as corpus:
        choose(corpus.session, choice)
        return list(chosen_rows(corpus, columns))


def test_rows_come_by_source_and_month_in_the_order_of_storing(output):
    batches = streamed(output, Choice(), ["article_id", "url"])
    urls = [url for batch in batches for url in batch["url"].to_pylist()]
    assert len(urls) == 40
    assert urls == sorted(urls)
    assert batches[0].schema.names == ["article_id", "url"]


def test_only_the_chosen_are_read(output):
    batches = streamed(output, Choice(sources=("sada",), sample=Sample(3)), ["article_id", "source_id"])
    rows = [row for batch in batches for row in batch.to_pylist()]
    assert len(rows) == 3
    assert {row["source_id"] for row in rows} == {"sada"}


def test_a_file_that_cannot_be_read_is_3_and_named(output):
    name = "articles/source=sada/month=2026-03/1.parquet"
    _spoil(output / name, "text")
    with pytest.raises(EndWith, match=name) as end:
        streamed(output, Choice(), ["article_id", "text"])
    assert end.value.code == 3
    assert len(streamed(output, Choice(), ["article_id", "title"])) > 0


def test_no_file_is_left_open(output):
    before = len(os.listdir("/dev/fd"))  # noqa: PTH208 (a Path would open the folder while it counts)
    streamed(output, Choice(), ["article_id", "text"])
    assert len(os.listdir("/dev/fd")) <= before + 1  # noqa: PTH208


@pytest.mark.parametrize("sizes", [[], [1, 1, 1], [5], [2, 7, 0, 1], [0]])
def test_regrouped_rows_are_the_same_in_batches_of_one_size(sizes):
    numbers = iter(range(100))
    batches = [pa.record_batch([[next(numbers) for _ in range(size)]], names=["n"]) for size in sizes]
    groups = list(regrouped([b.cast(pa.schema([("n", pa.int64())])) for b in batches], 2))
    assert [n for group in groups for n in group["n"].to_pylist()] == list(range(sum(sizes)))
    assert [group.num_rows for group in groups] == [2] * (sum(sizes) // 2) + [1] * (sum(sizes) % 2)
