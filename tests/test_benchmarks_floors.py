"""No figure of reading or tagging falls below its floor, and no floor falls in silence."""

import pytest

from benchmarks import floors
from benchmarks.judged_texts import CORPUS
from benchmarks.pages_to_warc import PAGES

needs_pages = pytest.mark.skipif(not PAGES.exists(), reason="the saved pages are not here")


def _of(part: str) -> dict[str, float]:
    return {name: value for name, value in floors.pinned()["floors"].items() if name.startswith(part)}


@needs_pages
def test_the_floors_were_measured_on_these_pages_and_this_gold():
    assert floors.pinned()["inputs"] == floors.inputs_digest(), "pin again: python -m benchmarks.floors --pin"


@needs_pages
def test_reading_of_the_saved_pages():
    assert floors.broken(floors.measure_pages(), _of("pages")) == []


@needs_pages
@pytest.mark.skipif(not CORPUS.exists(), reason="the judged articles are not here")
def test_tagging_of_the_judged_articles():
    assert floors.broken(floors.measure_tagging(), _of("tagging")) == []


def test_reading_of_the_newsroom():
    assert floors.broken(floors.measure_newsroom(), _of("newsroom")) == []


def test_reading_of_the_zoo():
    assert floors.broken(floors.measure_zoo(), _of("zoo")) == []


def test_a_figure_that_fell_or_is_gone_is_broken():
    pinned = {"pages, f1": 0.9, "pages, title": 1.0, "pages, invented": 0.0}
    assert floors.broken(pinned, pinned) == []
    assert len(floors.broken({"pages, f1": 0.89, "pages, invented": 1.0}, pinned)) == 3


def test_floors_rise_and_never_fall():
    pinned = {"pages, f1": 0.9, "pages, title": 1.0, "pages, fall by names": 0.03}
    measured = {"pages, f1": 0.95, "pages, title": 0.9, "pages, fall by names": 0.002, "pages, day": 0.5}
    risen = {"pages, f1": 0.95, "pages, title": 1.0, "pages, fall by names": 0.01, "pages, day": 0.5}
    assert floors.raised(measured, pinned) == risen


@pytest.fixture
def pin(tmp_path, monkeypatch):
    """Pins as if these figures had been measured; the exit code."""
    monkeypatch.setattr(floors, "FILE", tmp_path / "floors.toml")
    monkeypatch.setattr(floors, "PAGES", tmp_path)
    monkeypatch.setattr(floors, "measure_zoo", dict)
    monkeypatch.setattr(floors, "measure_tagging", dict)
    monkeypatch.setattr(floors, "inputs_digest", lambda: "digest")

    def run(f1: float, *options: str) -> int:
        monkeypatch.setattr(floors, "measure_pages", lambda: {"pages, f1": f1})
        monkeypatch.setattr(floors, "measure_newsroom", dict)
        return floors.main(list(options))

    return run


def test_lowering_needs_a_reason_which_is_kept(pin):
    assert pin(0.9, "--pin") == 0
    assert pin(0.8, "--pin") == 1
    assert floors.pinned()["floors"] == {"pages, f1": 0.9}
    assert pin(0.8, "--lower", 'a page was "dropped" from the gold') == 0
    assert floors.pinned()["floors"] == {"pages, f1": 0.8}
    assert pin(0.85, "--pin") == 0
    kept = floors.pinned()
    assert (kept["inputs"], kept["floors"]) == ("digest", {"pages, f1": 0.85})
    assert [entry["why"] for entry in kept["lowered"]] == ['a page was "dropped" from the gold']
    assert kept["lowered"][0]["what"] == ["pages, f1: 0.8, pinned at 0.9"]


def test_a_reason_is_a_sentence(pin):
    with pytest.raises(SystemExit):
        pin(0.8, "--lower", "because")


def test_a_check_changes_nothing(pin):
    assert pin(0.9, "--pin") == 0
    assert pin(0.95) == 0
    assert pin(0.85) == 1
    assert floors.pinned()["floors"] == {"pages, f1": 0.9}
