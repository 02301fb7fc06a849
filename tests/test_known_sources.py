from datetime import timedelta
from pathlib import Path

import pytest
from rich.console import Console

from newscrawl.corpus.known_sources import known_sources, remarks, table_for_screen
from newscrawl.sources import Source, load_source, source_ids
from newscrawl.sources.checks import duration, in_one_unit

OWN = """name = "أنباء"
domains = ["anba.example"]
timezone = "Africa/Cairo"
kind = "portal"
feeds = ["https://anba.example/feed", "https://anba.example/sport/feed"]
sitemaps = ["https://anba.example/sitemap.xml"]
every = "90m"
terms = {tdm = "reserved", seen = 2026}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "eg").mkdir()
    monkeypatch.setenv("NEWSCRAWL_SOURCES", str(tmp_path))
    return tmp_path / "eg"


def rows() -> dict[str, dict[str, object]]:
    return {row["source_id"]: row for row in known_sources().to_pylist()}


def test_every_file_is_read_once(folder: Path, monkeypatch: pytest.MonkeyPatch):
    (folder / "anba.toml").write_text(OWN, "utf-8")
    (folder / "broken.toml").write_text("name = 1", "utf-8")
    read: list[str] = []

    def counted(source_id: str) -> Source:
        read.append(source_id)
        return load_source(source_id)

    for module in ("known_sources", "source_table"):
        monkeypatch.setattr(f"newscrawl.corpus.{module}.load_source", counted)
    known_sources()
    assert sorted(read) == source_ids()


def test_what_a_file_says_stands_in_its_row(folder: Path):
    (folder / "anba.toml").write_text(OWN, "utf-8")
    assert rows()["anba"] == {
        "source_id": "anba",
        "name": "أنباء",
        "name_en": None,
        "country": "EG",
        "kind": "portal",
        "domains": ["anba.example"],
        "timezone": "Africa/Cairo",
        "is_enabled": True,
        "why": None,
        "terms_tdm": "reserved",
        "terms_url": None,
        "terms_seen": 2026,
        "articles_per_day": None,
        "evidence_listings": "inferred",
        "evidence_year": None,
        "state": "enabled",
        "feeds": 2,
        "sitemaps": 1,
        "sections": 0,
        "archives": 0,
        "wordpress": False,
        "every": "90m",
        "is_own": True,
        "file": str(folder / "anba.toml"),
    }


def test_a_wordpress_is_told_among_the_listings(folder: Path):
    own = "".join(line for line in OWN.splitlines(keepends=True) if not line.startswith(("feeds", "sitemaps")))
    (folder / "anba.toml").write_text(f"wordpress = true\n{own}", "utf-8")
    console = Console(width=300)
    with console.capture() as shown:
        console.print(table_for_screen(known_sources()))
    assert rows()["anba"]["wordpress"] is True
    assert "wordpress" in shown.get()


def test_those_that_ship_are_there_and_not_own_until_a_file_takes_their_place(folder: Path):
    assert set(rows()) == set(source_ids())
    assert not any(row["is_own"] for row in rows().values())
    (folder / "rt.toml").write_text(OWN, "utf-8")
    assert [source_id for source_id, row in rows().items() if row["is_own"]] == ["rt"]


def test_a_broken_file_is_a_row_with_what_is_wrong(folder: Path):
    (folder / "anba.toml").write_text(OWN + "everry = 1", "utf-8")
    row = rows()["anba"]
    assert (row["state"], row["name"], row["is_own"]) == ("broken", None, True)
    assert "everry: unknown key, did you mean 'every'?" in str(row["why"])


def test_the_screen_shows_a_line_a_source_and_the_reasons_below(folder: Path):
    (folder / "anba.toml").write_text(OWN + 'enabled = false\nwhy = "it [moves]"', "utf-8")
    console = Console(width=140)  # the longest names want more than 120
    with console.capture() as capture:
        console.print(table_for_screen(known_sources()))
    line = next(line for line in capture.get().splitlines() if line.startswith("anba "))
    assert line.split() == [
        "anba",
        "أنباء",
        "EG",
        "portal",
        "disabled",
        "90m",
        "reserved",
        "inferred",
        "2",
        "feeds,",
        "1",
        "sitemap",
    ]
    assert len(capture.get().splitlines()) == len(source_ids()) + 1
    said = list(remarks(known_sources()))
    assert "disabled: it [moves] (anba)" in said
    assert said[-1] == "own, from $NEWSCRAWL_SOURCES: anba"


def test_sources_kept_out_for_one_reason_share_a_line(folder: Path):
    for source_id in ("anba", "bawaba", "khabar"):
        why = "it moves" if source_id == "khabar" else "it is shy"
        (folder / f"{source_id}.toml").write_text(f'{OWN}enabled = false\nwhy = "{why}"', "utf-8")
    said = list(remarks(known_sources()))
    assert "disabled: it is shy (anba, bawaba)" in said
    assert "disabled: it moves (khabar)" in said


@pytest.mark.parametrize("written", ["1w", "8d", "36h", "90m", "61s", "1h"])
def test_a_duration_is_written_as_in_the_file(written: str):
    assert in_one_unit(duration(written)) == written


def test_a_duration_is_written_in_its_largest_whole_unit():
    assert in_one_unit(timedelta(minutes=120)) == "2h"
