import os
import signal
import threading
from pathlib import Path

import duckdb
import pytest

from newscrawl.corpus.asking import opened, rows_for
from newscrawl.exit_codes import EndWith
from tests.test_views import _spoil, corpus, tagged

__all__ = ["corpus", "tagged"]  # the fixtures


def asked(output: Path, question: str) -> list[dict[str, object]]:
    with opened(output) as corpus:
        rows: list[dict[str, object]] = rows_for(corpus.session, question, hint="look it up").read_all().to_pylist()
    return rows


def refused(output: Path, question: str) -> tuple[int, str]:
    with pytest.raises(EndWith) as end:
        asked(output, question)
    assert "\n" not in str(end.value)
    return int(end.value.code), str(end.value)


def test_rows(corpus):
    assert asked(corpus, "SELECT count(*) AS n FROM articles") == [{"n": 6}]
    assert asked(corpus, "CREATE TABLE t AS SELECT 1 AS a; SELECT a + 1 AS b FROM t;") == [{"b": 2}]


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("SELECT nosuch FROM articles", 'Referenced column "nosuch" not found'),
        ("FROM artikles", 'Did you mean "articles"'),
        ("SELEC 1", 'syntax error at or near "SELEC"'),
        ("", "no question"),
        ("-- nothing but a comment", "no question"),
    ],
)
def test_what_cannot_be_understood_is_2_with_a_hint(corpus, question, says):
    code, line = refused(corpus, question)
    assert code == 2
    assert says in line
    assert line.endswith("look it up")
    assert "LINE 1" not in line


def test_an_error_among_the_rows_is_2(corpus):
    code, line = refused(corpus, "SELECT title::INT FROM articles")
    assert (code, "Could not convert" in line) == (2, True)


def test_files_beside_the_views_are_refused_with_2(corpus):
    for question in ("COPY articles TO '/tmp/never-written.csv'", "FROM read_text('/etc/hostname')"):
        code, line = refused(corpus, question)
        assert (code, "only the views can be read" in line) == (2, True)


def test_a_damaged_file_is_3_and_named(corpus):
    file = next((corpus / "articles" / "source=sada").rglob("*.parquet"))
    whole = file.read_bytes()
    file.write_bytes(whole[:-20])
    code, line = refused(corpus, "SELECT max(title) FROM articles")
    assert (code, file.relative_to(corpus).as_posix() in line) == (3, True)


def test_a_flipped_bit_is_3(corpus):
    """Not another word: pages carry checksums."""
    for file in (corpus / "articles").rglob("*.parquet"):
        _spoil(file, "title")
    code, line = refused(corpus, "SELECT max(title) FROM articles")
    assert (code, "status --verify" in line) == (3, True)
    assert asked(corpus, "SELECT count(DISTINCT url) AS n FROM articles") == [{"n": 6}]


def test_no_folder_is_3(tmp_path):
    code, line = refused(tmp_path / "nowhere", "SELECT 1")
    assert (code, "nowhere: no such folder" in line) == (3, True)


def test_a_missing_file_and_a_damaged_state_are_3(corpus):
    (corpus / "state" / "anba.sqlite").write_bytes(b"garbage" * 1000)
    assert refused(corpus, "SELECT 1")[0] == 3
    (corpus / "state" / "anba.sqlite").unlink()
    next((corpus / "articles" / "source=sada").rglob("*.parquet")).unlink()
    code, line = refused(corpus, "SELECT 1")
    assert (code, "source=sada" in line) == (3, True)


def test_ctrl_c_interrupts_a_question(tmp_path):
    def ask() -> None:
        with opened(tmp_path) as corpus:
            threading.Timer(0.2, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
            rows_for(corpus.session, "SELECT count(*) FROM range(30_000_000_000)", hint="").read_all()

    # A shell that starts the tests in the background lets them ignore the signal: they would wait for the answer.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            ask()
    finally:
        signal.signal(signal.SIGINT, before)


def test_ctrl_c_while_rows_are_asked_for_is_no_mistake_in_the_question(tmp_path):
    def ask() -> None:
        with opened(tmp_path):
            raise duckdb.InvalidInputException("counting the rows failed: KeyboardInterrupt: ")

    with pytest.raises(KeyboardInterrupt):
        ask()
