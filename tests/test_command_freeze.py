import hashlib
import json
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
import yaml
from filelock import FileLock

from newscrawl import dataset, views
from newscrawl.corpus.manifest import manifest
from newscrawl.forgetting.removing import releases_with
from newscrawl.releasing.release import releases
from pipelines.layout import Layout
from pipelines.parts.compacting import compact
from pipelines.parts.rewriting import rewrite
from tests.builders import NOW, SOURCE, open_state, outlet
from tests.test_command_line import SOURCE as SOURCE_FILE
from tests.test_command_line import Said, assert_one_line, said
from tests.test_compacting import fill

__all__ = ["said"]  # the fixture


@pytest.fixture
def output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Five batches of a source that has a source file."""
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "sources" / "xx").mkdir(parents=True)
    (tmp_path / "sources" / "xx" / "anba.toml").write_text(SOURCE_FILE, "utf-8")
    monkeypatch.setenv("NEWSCRAWL_SOURCES", str(tmp_path / "sources"))
    with closing(open_state(tmp_path / "output")) as state:
        fill(Layout(tmp_path / "output"), state, *range(1, 6))
    return tmp_path / "output"


@pytest.fixture
def freeze(output: Path, said: Said) -> Any:
    def run(*words: str) -> "subprocess.CompletedProcess[str]":
        return said("freeze", *words, "-s", f"OUTPUT_DIR={output}", "-s", f"NOW={NOW.isoformat()}")

    return run


@pytest.fixture
def release(output: Path, freeze: Any) -> Path:
    done = freeze("2026-spring", "--title", "Spring: «news»", "--author", "Haddad, Mona", "--author", "Institute X")
    assert done.returncode == 0, done.stderr
    return output / "releases" / "2026-spring"


def contents(folder: Path) -> dict[str, tuple[int, str]]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_ino, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in files
    }


# What it is


def test_it_holds_the_part_files_themselves(output, release):
    parts = {
        name: seen
        for name, seen in contents(release).items()
        if name.partition("/")[0] in ("articles", "revisions", "outcomes")
    }
    assert parts == {name: contents(output)[name] for name in manifest(output)}
    assert len(parts) == 15


def test_the_manifest_counts_and_hashes_everything(release, freeze):
    manifest = json.loads((release / "manifest.json").read_text("utf-8"))
    assert manifest["tables"] == {name: {"files": 5, "rows": 5} for name in ("articles", "revisions", "outcomes")}
    assert (manifest["name"], manifest["title"]) == ("2026-spring", "Spring: «news»")
    assert manifest["made_at"] == "2026-03-14T09:00:00Z"
    assert manifest["schema_versions"] == ["1"]
    assert [source["source_id"] for source in manifest["sources"]] == [SOURCE]
    assert manifest["settings"]["MAX_PAGES"] == 2000
    assert not {"CONTACT", "PROXY", "OUTPUT_DIR"} & set(manifest["settings"])
    assert manifest["versions"]["python"]
    hashes = {file["path"]: file["sha256"] for file in manifest["files"]}
    found = {name: digest for name, (_, digest) in contents(release).items()}
    own = {"manifest.json", "manifest.json.sha256"}
    assert hashes == {name: digest for name, digest in found.items() if name not in own}
    assert {"README.md", "CITATION.cff", "coverage.parquet"} <= set(hashes)
    assert (release / "manifest.json.sha256").read_text() == f"{found['manifest.json']}  manifest.json\n"


def test_sha256sum_agrees(release):
    done = subprocess.run(
        ["sha256sum", "-c", "manifest.json.sha256"], cwd=release, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_citation_is_what_cff_1_2_asks_for(release):
    citation = yaml.safe_load((release / "CITATION.cff").read_text("utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(citation)
    assert (citation["cff-version"], citation["type"], citation["version"]) == ("1.2.0", "dataset", "2026-spring")
    assert (citation["title"], citation["date-released"]) == ("Spring: «news»", "2026-03-14")
    assert citation["authors"] == [{"family-names": "Haddad", "given-names": "Mona"}, {"name": "Institute X"}]
    known = {
        "cff-version",
        "message",
        "type",
        "title",
        "version",
        "date-released",
        "authors",
        "abstract",
        "keywords",
    }
    assert set(citation) == known


@pytest.mark.parametrize(
    ("contact", "author"),
    [
        ("desk@example.org", {"email": "desk@example.org"}),
        ("https://example.org", {"website": "https://example.org"}),
    ],
)
def test_without_authors_the_contact_answers_for_it(output, freeze, contact, author):
    (output / "newscrawl.toml").write_text(f'CONTACT = "{contact}"')
    assert freeze("r").returncode == 0
    citation = yaml.safe_load((output / "releases" / "r" / "CITATION.cff").read_text("utf-8"))
    assert citation["authors"] == [{"name": "The collectors of this corpus", **author}]


def test_the_card_is_a_releases(release):
    card = (release / "README.md").read_text("utf-8")
    assert card.startswith("# Spring: «news»\n")
    assert "`manifest.json`" in card
    assert "\n\n\n" not in card


def test_readers_of_the_corpus_read_a_release(release):
    assert dataset.open(release).count_rows() == 5
    assert dataset.open(release, "outcomes").count_rows() == 5
    assert len(pd.read_parquet(release / "articles")) == 5
    assert views.latest(release).num_rows == 5
    assert pq.read_table(release / "coverage.parquet").schema.names[:3] == ["source_id", "day", "status"]


# Never changed


def test_a_second_release_of_the_name_is_refused(release, freeze):
    before = contents(release)
    assert_one_line(freeze("2026-spring"), 2, "never changed")
    assert contents(release) == before


def test_what_rewrites_the_corpus_leaves_it_as_it_is(output, release, freeze):
    before = contents(release)
    with closing(open_state(output)) as state:
        compact(Layout(output), state, outlet(), f"{SOURCE}-20260314T100000Z-1a2b")
        gone = rewrite(
            Layout(output),
            state,
            outlet(),
            f"{SOURCE}-20260314T110000Z-1a2b",
            lambda _, rows: rows.slice(1),
            same_rows=False,
        )
    assert gone == 3
    assert dataset.open(output).count_rows() == 4
    assert contents(release) == before
    assert freeze("--verify", "2026-spring").stdout == f"2026-spring: whole, {len(before) - 2} files\n"


def test_forget_finds_the_releases_that_hold_an_article(output, release):
    ids = dataset.open(output).to_table(columns=["article_id"])["article_id"].to_pylist()
    assert releases_with(output, ids[:1]) == ["2026-spring"]
    assert releases_with(output, ["no such"]) == []


# Checked


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.unlink()  # a hard link: the corpus' own file stays
    path.write_bytes(content)


def test_every_damage_is_a_line_and_3(release, freeze):
    first, second, third = sorted((release / "articles").rglob("*.parquet"))[:3]
    _flip(first)
    second.unlink()
    third.unlink()
    third.write_bytes(b"short")
    (release / "articles" / "mine.txt").write_text("x")
    _flip(release / "CITATION.cff")
    done = freeze("--verify", "2026-spring")
    assert (done.returncode, done.stdout) == (3, "")
    lines = sorted(done.stderr.splitlines())
    assert len(lines) == 5
    for words in (
        f"{first.name}: other bytes", f"{second.name}: is missing", f"{third.name}: 5 bytes, not",
        "articles/mine.txt: is no part", "CITATION.cff: other bytes",
    ):  # fmt: skip
        assert sum(words in line for line in lines) == 1
    assert all(line.startswith("newscrawl: 2026-spring/") for line in lines)


@pytest.mark.parametrize("damage", ["[]", "{", '{"format": "x"}', None])
def test_a_damaged_manifest_is_3(release, freeze, damage):
    path = release / "manifest.json"
    path.unlink()
    if damage is not None:
        path.write_text(damage)
    done = freeze("--verify")
    assert done.returncode == 3
    assert done.stderr.startswith("newscrawl: 2026-spring/manifest.json: ")
    assert "2026-spring" in freeze().stdout


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("files", None),
        ("files", [{"path": "README.md"}]),
        ("files", [{"path": "articles/x.parquet", "bytes": 1, "sha256": "", "rows": "1"}]),
        ("tables", None),
        ("tables", {"revisions": {"files": 5, "rows": 5}}),
        ("tables", {"articles": 5}),
        ("sources", None),
        ("made_at", 2026),
        ("title", None),
    ],
)
def test_a_manifest_of_another_shape_is_3(release, freeze, name, value):
    path = release / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(manifest | {name: value}), "utf-8")
    assert_one_line(freeze("--verify"), 3, "2026-spring/manifest.json: lacks what newscrawl-release-1 has to hold")
    assert "manifest.json: lacks" in freeze().stdout


def test_a_file_of_a_table_without_rows_is_3(release, freeze):
    path = release / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    for file in manifest["files"]:
        file.pop("rows", None)
    path.write_text(json.dumps(manifest), "utf-8")
    done = freeze("--verify")
    assert done.returncode == 3
    assert "do not add up to the totals of articles" in done.stderr


def test_a_manifest_that_was_touched_is_3(release, freeze):
    path = release / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    manifest["tables"]["articles"]["rows"] += 1
    path.write_text(json.dumps(manifest), "utf-8")
    lines = freeze("--verify").stderr.splitlines()
    assert [line.partition("manifest.json: ")[2] for line in lines] == [
        "is not what manifest.json.sha256 says",
        "its files do not add up to the totals of articles",
    ]


def test_all_are_checked_without_a_name(release, freeze):
    assert freeze("second").returncode == 0
    assert [line.partition(":")[0] for line in freeze("--verify").stdout.splitlines()] == ["2026-spring", "second"]
    assert freeze("--verify", "third").returncode == 2


# Listed and refused


def test_alone_it_lists(output, release, freeze):
    assert [path.name for path in releases(output)] == ["2026-spring"]
    row = next(line for line in freeze().stdout.splitlines() if "2026-spring" in line)
    assert [cell.strip() for cell in row.split("│")[1:-1]] == [
        "2026-spring",
        "2026-03-14T09:00:00Z",
        "5",
        "1",
        "Spring: «news»",
    ]


def test_a_misspelt_output_is_3(said, tmp_path):
    for words in ((), ("--verify",), ("spring",)):
        assert_one_line(said("freeze", *words, "-s", f"OUTPUT_DIR={tmp_path / 'outptu'}"), 3, "no such folder")
    assert not (tmp_path / "outptu").exists()


@pytest.mark.parametrize("name", ["../x", ".x", "-", "a b", "x" * 65, "ربيع", ""])
def test_a_name_that_is_no_name_is_2(freeze, output, name):
    assert_one_line(freeze(name), 2, "a name is")
    assert not (output / "releases").exists()


def test_usage(freeze):
    assert_one_line(freeze("a", "b"), 2, "one release")
    assert_one_line(freeze("--title", "x"), 2, "name it")


@pytest.mark.parametrize("author", ["", " ", ", Mona"])
def test_an_author_without_a_name_is_2(output, freeze, author):
    assert_one_line(freeze("r", "--author", author), 2, "--author: an empty name")
    assert not (output / "releases" / "r").exists()


def test_an_empty_corpus_is_10(tmp_path, said):
    (tmp_path / "empty").mkdir()
    assert_one_line(said("freeze", "r", "-s", f"OUTPUT_DIR={tmp_path / 'empty'}"), 10, "no article")
    assert not (tmp_path / "empty" / "releases" / "r").exists()


def test_what_a_kill_left_is_cleared_away(output, freeze):
    leftover = output / "releases" / ".old-x1y2.unborn"
    leftover.mkdir(parents=True)
    (leftover / "half").write_text("x")
    (output / "releases" / ".DS_Store").write_text("not ours")
    assert freeze().stdout.count("old") == 0
    assert freeze("new").returncode == 0
    assert sorted(path.name for path in (output / "releases").iterdir()) == [".DS_Store", "new"]


def test_another_freeze_under_way_is_75(output, freeze):
    with FileLock(output / "state" / "_releases.lock"):
        assert_one_line(freeze("r"), 75, "under way")


def test_a_file_that_is_gone_is_3_and_nothing_is_left(output, freeze):
    next((output / "articles").rglob("*.parquet")).unlink()
    assert_one_line(freeze("r"), 3, "missing, though the manifest names it")
    assert not (output / "releases" / "r").exists()


@pytest.fixture(autouse=True)
def _no_leftovers(output: Path) -> Iterator[None]:
    yield
    assert not list((output / "releases").glob(".*.unborn"))
