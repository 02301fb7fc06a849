import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml

from pipelines.schema import ARTICLES
from pipelines.storing.batches import write_part
from tests.builders import NOW, article
from tests.test_command_line import Said, assert_one_line, said
from tests.test_views import LEADER, _spoil

__all__ = ["said"]  # the fixture

PROSE = {"title", "title_raw", "lead", "text"}
SPAN: Any = {"field": "title", "start": 0, "end": 6, "surface": "السيسي", "rule": "name"}
TOPIC: Any = {
    "code": "04000000",
    "name_ar": "اقتصاد",
    "name_en": "economy",
    "score": 0.9,
    "evidence": ["بنك", "سوق"],
}
SOURCE = """name = "أنباء | المدينة"
domains = ["anba.example"]
timezone = "Africa/Cairo"
feeds = ["https://anba.example/feed"]
terms = {seen = 2026, tdm = "reserved"}
"""


@pytest.fixture
def output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "sources" / "eg").mkdir(parents=True)
    (tmp_path / "sources" / "eg" / "anba.toml").write_text(SOURCE, "utf-8")
    monkeypatch.setenv("NEWSCRAWL_SOURCES", str(tmp_path / "sources"))
    first = article(
        "https://anba.example/news/1", title="- السيسي يلتقي", published_at=NOW, published_day=NOW.date(),
        leaders=[LEADER | {"confidence": 0.9, "spans": [SPAN, SPAN | {"field": "text", "start": 9, "end": 15}]}],
        topics=[TOPIC], stories=[], places=[{"country": "EG", "mentions": 2}], labels=["عاجل", "خاص"],
        knowledge_version="1+abc", reservations=["tdm-reservation"], text='قال "نعم"،\n\n=ثم صمت',
    )  # fmt: skip
    copy = article(
        "https://sada.example/news/2", source_id="sada", cluster_id=first.article_id, duplicate_kind="wire"
    )
    for row in (first, copy):
        folder = tmp_path / f"output/articles/source={row.source_id}/month=2026-03"
        folder.mkdir(parents=True)
        write_part(folder / "one.parquet", [row])
    return tmp_path / "output"


@pytest.fixture
def export(output: Path, said: Said, tmp_path: Path) -> Any:
    def run(*words: str) -> Path:
        done = said("export", *words, "-o", str(tmp_path / "out"), "-s", f"OUTPUT_DIR={output}", "-s", f"NOW={NOW}")
        assert done.returncode == 0, done.stderr
        assert done.stdout.endswith(f"articles in {tmp_path / 'out'}\n")
        return tmp_path / "out"

    return run


def rows_of(path: Path) -> list[dict[str, str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


# The forms


def test_json_lines_hold_every_column(export):
    folder = export("--to", "jsonl")
    assert sorted(path.name for path in folder.iterdir()) == ["README.md", "articles.jsonl"]
    rows = [json.loads(line) for line in (folder / "articles.jsonl").read_text("utf-8").splitlines()]
    assert [list(row) for row in rows] == [ARTICLES.schema.names] * 2
    row = rows[0]
    assert row["title"] == "- السيسي يلتقي"
    assert (row["published_at"], row["published_day"]) == ("2026-03-14T09:00:00Z", "2026-03-14")
    assert row["leaders"][0]["confidence"] == 0.9
    assert row["leaders"][0]["spans"][0] == SPAN


def test_csv_is_flat_and_no_cell_is_a_formula(export):
    folder = export("--to", "csv")
    row, other = rows_of(folder / "articles.csv")
    assert row["title"] == "'- السيسي يلتقي"
    assert row["text"] == 'قال "نعم"،\n\n=ثم صمت'
    assert (row["labels"], row["leaders"], row["topics"]) == ("عاجل; خاص", "sisi", "04000000")
    assert (row["published_at"], row["words"], other["leaders"]) == ("2026-03-14T09:00:00Z", "4", "")
    mentions = rows_of(folder / "mentions.csv")
    assert [(m["article_id"], m["leader_id"], m["field"], m["start"]) for m in mentions] == [
        (row["article_id"], "sisi", "title", "0"),
        (row["article_id"], "sisi", "text", "9"),
    ]
    assert mentions[0]["confidence"] == "0.9"
    [topic] = rows_of(folder / "topics.csv")
    assert (topic["code"], topic["score"], topic["evidence"]) == ("04000000", "0.9", "بنك; سوق")
    assert [(p["country"], p["mentions"]) for p in rows_of(folder / "places.csv")] == [("EG", "2")]
    assert rows_of(folder / "stories.csv") == []


def test_the_codebook_has_every_column_of_every_file(export):
    folder = export("--to", "csv")
    told: dict[str, list[str]] = {}
    for line in rows_of(folder / "codebook.csv"):
        told.setdefault(line["file"], []).append(line["column"])
        assert line["type"]
        assert line["meaning"]
    files = {path.name for path in folder.glob("*.csv")} - {"codebook.csv"}
    assert set(told) == files
    for name, columns in told.items():
        with (folder / name).open(encoding="utf-8-sig", newline="") as file:
            assert next(csv.reader(file)) == columns


def test_a_hugging_face_folder_loads_without_a_network(export, tmp_path, monkeypatch):
    folder = export("--to", "huggingface")
    monkeypatch.setenv("HF_DATASETS_OFFLINE", "1")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    import datasets

    found = datasets.load_dataset(str(folder), split="train", cache_dir=str(tmp_path / "cache"))
    assert found.num_rows == 2
    assert found.column_names == ARTICLES.schema.names
    row = next(row for row in found if row["source_id"] == "anba")
    assert row["title"] == "- السيسي يلتقي"
    assert row["leaders"][0]["spans"][0]["surface"] == "السيسي"
    assert row["published_at"].replace(tzinfo=UTC) == datetime(2026, 3, 14, 9, tzinfo=UTC)


def test_shards_are_numbered_and_of_one_size(export, monkeypatch):
    monkeypatch.setattr("newscrawl.exporting.hugging_face.SHARD", 1)
    monkeypatch.setattr("newscrawl.exporting.stream.ROWS", 1)
    monkeypatch.setattr("newscrawl.exporting.stream.regrouped.__defaults__", (1,))
    folder = export("--to", "huggingface")
    names = sorted(path.name for path in (folder / "data").iterdir())
    assert names == ["train-00000-of-00002.parquet", "train-00001-of-00002.parquet"]
    assert [pq.read_metadata(folder / "data" / name).num_rows for name in names] == [1, 1]


# What is left out


@pytest.mark.parametrize("form", ["jsonl", "csv", "huggingface"])
def test_without_text_no_prose_of_the_outlet_is_left(export, form):
    folder = export("--to", form, "--without-text")
    for file in folder.rglob("*"):
        if file.is_file():
            content = file.read_bytes() if form != "huggingface" else b""
            assert "يلتقي".encode() not in content
            assert "صمت".encode() not in content
    if form == "huggingface":
        assert PROSE.isdisjoint(pq.read_schema(next(folder.rglob("*.parquet"))).names)
    card = (folder / "README.md").read_text("utf-8")
    assert "**Without text.** `title`, `title_raw`, `lead`, `text` are left out" in card
    assert "| `text` |" not in card
    assert "| `url` |" in card


def test_options_choose_and_the_card_says_so(export):
    folder = export("--to", "jsonl", "--unique", "--source", "anba,sada", "--since", "2026-03-01")
    [line] = (folder / "articles.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["source_id"] == "anba"
    card = (folder / "README.md").read_text("utf-8")
    assert "- only the sources anba, sada" in card
    assert "- one article of each cluster of copies over all of these sources" in card


# The card


def test_the_card_tells_of_sources_terms_and_limits(export):
    text = (export("--to", "huggingface") / "README.md").read_text("utf-8")
    _, head, body = text.split("---\n", 2)
    about = yaml.safe_load(head)
    assert (about["language"], about["license"], about["size_categories"]) == (["ar"], "unknown", ["n<1K"])
    assert about["configs"][0]["data_files"] == [{"split": "train", "path": "data/train-*.parquet"}]
    assert "| `anba` | أنباء \\| المدينة | EG | 1 | 2026-03-14 to 2026-03-14 | 0 of 1 | reserved (2026) |" in body
    assert "**Reserved.** The terms of `anba`" in body
    assert "1 articles carry a reservation of their own" in body
    assert "| of these, wire copies | 1 | 50.0 % |" in body
    assert "knowledge (leaders, topics, places): 1+abc" in body
    for field in ARTICLES.schema:
        assert f"| `{field.name}` |" in body
    assert "\n\n\n" not in body


@pytest.mark.parametrize("form", ["jsonl", "csv", "huggingface"])
def test_tables_of_the_card_are_whole(export, form):
    text = (export("--to", form) / "README.md").read_text("utf-8")
    widths: list[int] = []
    for line in text.splitlines():
        if line.startswith("|"):
            widths.append(line.replace("\\|", "").count("|"))
            assert widths[-1] == widths[0], line
        else:
            widths = []


# What is refused


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ([], 2, "--to"),
        (["--to", "xml"], 2, "xml"),
        (["--to", "csv", "anba"], 2, "--source"),
        (["--to", "csv", "--source", "frobnicate"], 2, "frobnicate: no such source"),
        (["--to", "csv", "--since", "yesterday"], 2, "--since"),
        (["--to", "csv", "--since", "2026-02-01", "--until", "2026-01-01"], 2, "later than --until"),
        (["--to", "csv", "--by", "source"], 2, "--sample"),
        (["--to", "csv", "--sample", "5", "--by", "planet"], 2, "planet"),
        (["--to", "csv", "--sample", "0"], 2, "--sample"),
        (["--to", "csv", "--since", "2030-01-01"], 10, "nothing was written"),
        (["--to", "csv", "--only-granted"], 10, "nothing was written"),
    ],
)
def test_usage(output: Path, said: Said, tmp_path: Path, words: list[str], code: int, says: str):
    done = said("export", *words, "-o", str(tmp_path / "out"), "-s", f"OUTPUT_DIR={output}")
    assert_one_line(done, code, says)
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_not_empty_is_left_alone(output: Path, said: Said, tmp_path: Path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("mine")
    done = said("export", "--to", "csv", "-o", str(tmp_path / "out"), "-s", f"OUTPUT_DIR={output}")
    assert_one_line(done, 2, "not empty")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine"]


@pytest.mark.parametrize(
    "place", ["articles/x", "releases/x", "_staging/x", "logs", ".", "x/..", "x/../articles/y", "archive/x"]
)
def test_nothing_turns_up_among_the_corpus_itself(output: Path, said: Said, place: str):
    (output.parent / "disk").mkdir()
    (output / "archive").symlink_to(output.parent / "disk")
    before = sorted(output.rglob("*"))
    done = said("export", "--to", "csv", "-o", str(output / place), "-s", f"OUTPUT_DIR={output}")
    assert_one_line(done, 2, "among the corpus")
    assert sorted(output.rglob("*")) == before


def test_a_damaged_file_is_3_and_nothing_is_written(output: Path, said: Said, tmp_path: Path):
    _spoil(output / "articles/source=sada/month=2026-03/one.parquet", "text")
    done = said("export", "--to", "jsonl", "-o", str(tmp_path / "out"), "-s", f"OUTPUT_DIR={output}")
    assert_one_line(done, 3, "source=sada/month=2026-03/one.parquet cannot be read")
    assert [path for path in tmp_path.iterdir() if "out" in path.name and path != output] == []
