"""`newscrawl retag`: after an edit of the knowledge or the corrections, exactly the affected rows are others."""

import contextlib

import pytest
from filelock import FileLock

from newscrawl import dataset
from tests.builders import LONG_TEXT, SOURCE, article, open_state, open_store, outcome
from tests.test_command_line import assert_one_line, newscrawl, said
from tests.test_knowledge_folders import FILES, written
from tests.test_views import _store as store

__all__ = ["said"]  # the fixture

TEXTS = (
    "قال الرئيس الفرنسي إيمانويل ماكرون أمس في باريس إن بلاده تتابع التطورات.",
    "حضر علي مثال افتتاح المعرض أمس.",
    LONG_TEXT,
)


def url(number):
    return f"https://anba.example/news/{number}000"


@pytest.fixture
def output(tmp_path, monkeypatch):
    """Three articles, each in a file of its own, one of them revised; nothing is tagged."""
    (tmp_path / "sources").mkdir()
    monkeypatch.setenv("NEWSCRAWL_SOURCES", str(tmp_path / "sources"))
    with contextlib.closing(open_state(tmp_path / "output")) as state:
        store = open_store(tmp_path / "output", state)
        for number, text in enumerate(TEXTS, start=1):
            store.take(article(url(number), title=f"خبر {number}", text=text))
            store.take(outcome(url(number + 500)))
            store.commit()
        store.take(article(url(2), title="خبر 2", text=f"{TEXTS[1]} وعاد علي مثال أمس إلى بيته."))
        store.commit()
    return tmp_path / "output"


def retag(output, *words, **env):
    return newscrawl("retag", *words, "-s", f"OUTPUT_DIR={output}", "-s", "WORKERS=1", env=env)


def rows(output, table="articles"):
    return {row["url"]: row for row in dataset.open(output, table).to_table().to_pylist()}


def leaders(output, table="articles"):
    return {url: [leader["id"] for leader in row["leaders"] or ()] for url, row in rows(output, table).items()}


def files(output):
    return {path.stat().st_ino: path for path in output.glob("*/source=*/**/*.parquet")}


def test_after_an_edit_exactly_the_affected_rows_change(output, tmp_path):
    first = retag(output)
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.splitlines()[0] == f"{SOURCE}: 4 rows, 4 changed"
    before, stood = rows(output), files(output)
    assert leaders(output) == {url(1): ["emmanuel-macron"], url(2): [], url(3): []}

    mine = {"NEWSCRAWL_KNOWLEDGE": str(written(tmp_path / "mine", FILES))}
    dry = retag(output, "--dry-run", **mine)
    assert dry.stdout.splitlines()[0] == f"{SOURCE}: 4 rows, 2 changed (nothing was written)"
    assert files(output) == stood

    done = retag(output, SOURCE, **mine)
    assert done.stdout.splitlines()[1:] == dry.stdout.splitlines()[1:]
    (line,) = (line for line in done.stdout.splitlines() if "mine:ali-example" in line)
    assert [cell.strip() for cell in line.split("│")[1:-1]] == ["leaders", "mine:ali-example", "2", "0"]
    after = rows(output)
    assert [address for address in before if before[address] != after[address]] == [url(2)]
    assert after[url(2)]["knowledge_version"] != before[url(2)]["knowledge_version"]
    assert leaders(output, "revisions") == {url(2): ["mine:ali-example"]}
    assert len(files(output).keys() - stood.keys()) == 2
    assert not list((output / "_staging" / SOURCE).glob("*-build"))

    stood = files(output)
    again = retag(output, **mine)
    assert (again.returncode, again.stdout) == (0, f"{SOURCE}: 4 rows, 0 changed\n")
    assert files(output) == stood


def test_corrections_survive_every_retag_and_end_with_their_line(output):
    one = rows(output)[url(1)]["article_id"]
    head = "article_id\tfield\tvalue\twho\twhy\n"
    file = output / "corrections.tsv"
    file.write_text(f"{head}{one}\tleaders\t-emmanuel-macron +ali-khamenei\tأمل\tby hand\n", "utf-8")
    for changed in (4, 0):
        done = retag(output)
        assert done.stdout.splitlines()[0] == f"{SOURCE}: 4 rows, {changed} changed", done.stderr
        assert leaders(output)[url(1)] == ["ali-khamenei"]
        assert {"field": "leaders", "from": "correction"} in rows(output)[url(1)]["field_sources"]
    file.write_text(head, "utf-8")
    assert retag(output).returncode == 0
    assert leaders(output)[url(1)] == ["emmanuel-macron"]


def test_a_correction_that_is_wrong_or_corrects_nothing_is_4(output, said):
    where = ("-s", f"OUTPUT_DIR={output}")
    head = "article_id\tfield\tvalue\twho\twhy\n"
    stood = files(output)
    for line, reason in (("x\tleaders\t\ta\tb", "32 hex"), (f"{'0' * 32}\tleaders\t\ta\tb", "no stored article")):
        (output / "corrections.tsv").write_text(head + line, "utf-8")
        assert_one_line(said("retag", *where), 4, "corrections.tsv: line 2", reason)
    assert files(output) == stood


def test_a_locked_source_is_75_and_the_others_are_tagged(output):
    store(output, "other", *(article(url(number), text=text) for number, text in enumerate(TEXTS, start=1)))
    with FileLock(output / "state" / "anba.lock"):
        done = retag(output)
    assert done.returncode == 75
    assert done.stderr.startswith("newscrawl: anba: another run")
    assert "other: 3 rows, 3 changed" in done.stdout


def test_a_file_that_is_cut_short_is_3_and_named(output):
    file = next((output / "articles" / "source=anba").rglob("*.parquet"))
    file.write_bytes(file.read_bytes()[:500])
    assert_one_line(retag(output), 3, file.name, "--verify")


def test_wrong_words_are_2_and_broken_knowledge_is_4(output, tmp_path, said, monkeypatch):
    where = ("-s", f"OUTPUT_DIR={output}")
    assert_one_line(said("retag", "frobnicate", *where), 2, "frobnicate", "no rows")
    assert_one_line(said("retag", "--force", *where), 2, "--force")
    monkeypatch.setenv("NEWSCRAWL_KNOWLEDGE", str(tmp_path / "nowhere"))
    assert_one_line(said("retag", *where), 4, "nowhere", "is no folder")
