from pathlib import Path

import pytest

from tests.test_command_line import SOURCE, Said, assert_one_line, said

__all__ = ["said"]  # the fixture

NOW = ("-s", "NOW=2026-03-14T09:00Z")
WHY = ("--until", "2026-03-20", "--why", "a wall; we wrote to them")


@pytest.fixture(autouse=True)
def _sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sources" / "xx").mkdir(parents=True)
    (tmp_path / "sources" / "xx" / "anba.toml").write_text(SOURCE, "utf-8")
    (tmp_path / "sources" / "xx" / "broken.toml").write_text("name =", "utf-8")
    monkeypatch.setenv("NEWSCRAWL_SOURCES", str(tmp_path / "sources"))
    monkeypatch.setenv("COLUMNS", "120")


def test_a_failure_is_acknowledged_listed_and_taken_back(said: Said):
    done = said("ack", "anba", *WHY, *NOW)
    assert (done.returncode, done.stderr) == (0, "")
    listed = said("ack", *NOW).stdout
    assert "anba" in listed
    assert "2026-03-20 " in listed
    assert "we wrote to them" in listed
    assert said("ack", "anba", "--remove", *NOW).returncode == 0
    assert "anba" not in said("ack", *NOW).stdout


@pytest.mark.parametrize("words", [(), ("anba", "--remove")])
def test_a_misspelt_output_is_3_and_nothing_is_made(said: Said, tmp_path: Path, words: tuple[str, ...]):
    done = said("ack", *words, "-s", f"OUTPUT_DIR={tmp_path / 'outptu'}", *NOW)
    assert_one_line(done, 3, "outptu: no such folder")
    assert not (tmp_path / "outptu").exists()


def test_one_that_is_over_is_listed_as_over(said: Said):
    said("ack", "anba", *WHY, *NOW)
    assert "2026-03-20 (over)" in said("ack", "-s", "NOW=2026-03-21T00:00Z").stdout


def test_a_later_word_takes_the_place_of_an_earlier(said: Said):
    said("ack", "anba", *WHY, *NOW)
    said("ack", "anba", "--until", "2026-03-15", "--why", "they answer again tomorrow", *NOW)
    listed = said("ack", *NOW).stdout
    assert "2026-03-15" in listed
    assert "we wrote" not in listed


def test_a_broken_file_is_a_failure_that_may_be_known(said: Said):
    assert said("ack", "broken", *WHY, *NOW).returncode == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["anba"], "--until"),
        (["anba", "--until", "2026-03-20"], "--why"),
        (["anba", "--until", "2026-03-20", "--why", " "], "--why"),
        (["anba", "--why", "x"], "--until"),
        (["--until", "2026-03-20", "--why", "x"], "ack SOURCE"),
        (["anba", "broken", *WHY], "ack SOURCE"),
        (["anba", "--remove", *WHY], "ack SOURCE"),
        (["--remove"], "ack SOURCE"),
        (["anba", "--remove"], "nothing of it"),
        (["anbaa", *WHY], "did you mean anba"),
        (["anba", "--until", "tomorrow", "--why", "x"], "YYYY-MM-DD"),
        (["anba", "--until", "2026-03-13", "--why", "x"], "over already"),
    ],
)
def test_what_cannot_be_meant_is_2(words: list[str], says: str, said: Said, tmp_path: Path):
    (tmp_path / "output").mkdir()
    assert_one_line(said("ack", *words, *NOW), 2, says)


def test_a_damaged_file_is_4_and_is_kept(said: Said, tmp_path: Path):
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "acknowledged.json").write_text("{")
    assert_one_line(said("ack", *NOW), 4, "acknowledged.json")
    assert_one_line(said("ack", "anba", *WHY, *NOW), 4, "acknowledged.json")
    assert (tmp_path / "output" / "acknowledged.json").read_text() == "{"
