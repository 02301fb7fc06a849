import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock

from newscrawl.corpus.article_finding import Copy, copies_of, holders_of
from newscrawl.forgetting.removing import forget
from pipelines.addresses.canonical import article_id
from pipelines.layout import Layout
from pipelines.records import Outlet
from pipelines.state.source_state import State
from pipelines.storing.holdings import Holdings
from pipelines.storing.storage import Store
from tests.builders import NoArchive, article, open_state, outlet, rows_of
from tests.damage import copy_beside, flip_unseen
from tests.kept_article import ALIAS, SECRET, URL, fill, note_for, text
from tests.test_command_line import SOURCE, Said, assert_one_line, said

__all__ = ["said"]  # the fixture

COPY = "https://bayan.example/story/1"
WHY = ("--why", "a court's order")


@pytest.fixture
def output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The nine articles of a source, and a copy of the fifth in another that has no source file."""
    (tmp_path / "sources" / "xx").mkdir(parents=True)
    (tmp_path / "sources" / "xx" / "anba.toml").write_text(SOURCE, "utf-8")
    monkeypatch.setenv("NEWSCRAWL_SOURCES", str(tmp_path / "sources"))
    output = tmp_path / "output"
    with closing(open_state(output)) as state:
        fill(Layout(output), state)
    with closing(State(Layout(output).state_file("bayan"), "bayan.example")) as state:
        bayan = Outlet("bayan", "bayan.example", ("bayan.example",))
        store = Store(Holdings(Layout(output), state, bayan, "bayan-20260314T100000Z-1a2b"), NoArchive())
        copy = article(COPY, source_id="bayan", text=f"{text(5)} {SECRET}")
        store.take(copy)
        copy.duplicate_kind, copy.duplicate_of, copy.cluster_id = "near", article_id(URL), article_id(URL)
        store.commit()
    return output


def articles(output: Path) -> set[str]:
    return {row["url"] for row in rows_of(output, "articles")}


def listed(output: Path) -> str:
    path = output / "forgotten.tsv"
    return path.read_text("utf-8") if path.exists() else ""


def test_it_goes_and_its_copies_are_named(output: Path, said: Said):
    done = said("forget", URL, *WHY, "-s", f"OUTPUT_DIR={output}")
    assert done.returncode == 0, done.stderr
    removed, copy = done.stdout.splitlines()
    assert removed.startswith("anba: removed for good: articles 1, revisions 2, outcomes 1, archived records 11 (")
    assert copy == f"a copy of it stays (--with-copies takes it too): {article_id(COPY)} {COPY}"
    assert URL not in articles(output)
    assert COPY in articles(output)
    assert f"{article_id(URL)}\t" in listed(output)
    assert "\ta court's order\n" in listed(output)


def test_the_copies_go_too_when_asked_for(output: Path, said: Said):
    done = said("forget", article_id(URL), "--with-copies", *WHY, "-s", f"OUTPUT_DIR={output}")
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == ["anba", "bayan"], done.stderr
    assert {URL, COPY}.isdisjoint(articles(output))
    assert f"{article_id(COPY)}\t" in listed(output)


def test_a_copys_cluster_keeps_its_name(output: Path, said: Said):
    said("forget", URL, *WHY, "-s", f"OUTPUT_DIR={output}")
    (copy,) = [row for row in rows_of(output, "articles") if row["url"] == COPY]
    assert copy["cluster_id"] == copy["duplicate_of"] == article_id(URL)


def test_a_dry_run_says_the_same_and_removes_nothing(output: Path, said: Said):
    before = {path: path.read_bytes() for path in output.rglob("*.[pw]*") if path.is_file()}
    dry = said("forget", ALIAS, "--dry-run", *WHY, "-s", f"OUTPUT_DIR={output}")
    assert {path: path.read_bytes() for path in output.rglob("*.[pw]*") if path.is_file()} == before
    assert listed(output) == ""
    real = said("forget", ALIAS, *WHY, "-s", f"OUTPUT_DIR={output}")
    assert dry.stdout.replace("would be removed", "removed") == real.stdout


def everything(output: Path) -> dict[Path, bytes]:
    """All that a forgetting removes from, and its list; but no locks and no journals of SQLite."""
    kept = [path for pattern in ("*.parquet", "*.warc.gz", "*.tsv", "*.json") for path in output.rglob(pattern)]
    return {path: path.read_bytes() for path in kept}


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
@pytest.mark.parametrize("damage", [flip_unseen, Path.unlink, copy_beside])
@pytest.mark.parametrize("source", ["anba", "bayan"])
def test_a_damaged_file_is_3_and_nothing_goes(
    output: Path, said: Said, source: str, damage: Callable[[Path], object], dry: tuple[str, ...]
):
    """Neither of the source itself, nor of the one where its copies lie."""
    file = max(output.glob(f"articles/source={source}/month=*/*.parquet"))
    damage(file)
    before = everything(output)
    done = said("forget", URL, "--with-copies", *dry, *WHY, "-s", f"OUTPUT_DIR={output}")
    assert_one_line(done, 3, file.name)
    assert everything(output) == before


def test_a_dry_run_finishes_no_earlier_forgetting(output: Path, said: Said):
    class Crash(BaseException):
        pass

    def crash(_point: str) -> None:
        raise Crash

    with closing(open_state(output)) as state, pytest.raises(Crash):
        forget(Layout(output), state, outlet(), note_for(Layout(output), state), crash)
    before = everything(output)
    done = said("forget", "https://anba.example/news/1000", "--dry-run", *WHY, "-s", f"OUTPUT_DIR={output}")
    assert_one_line(done, 3, "anba", "a dry run finishes nothing", "`newscrawl compact anba`")
    assert everything(output) == before
    assert said("compact", "anba", "-s", f"OUTPUT_DIR={output}").returncode == 0
    assert URL not in articles(output)


def test_two_copies_in_one_source_go_at_once(output: Path, said: Said):
    with closing(State(Layout(output).state_file("bayan"), "bayan.example")) as state:
        bayan = Outlet("bayan", "bayan.example", ("bayan.example",))
        store = Store(Holdings(Layout(output), state, bayan, "bayan-20260314T110000Z-1a2b"), NoArchive())
        copy = article(COPY.replace("/1", "/2"), source_id="bayan", text=f"{text(5)} {SECRET}")
        store.take(copy)
        copy.duplicate_kind, copy.duplicate_of, copy.cluster_id = "near", article_id(URL), article_id(URL)
        store.commit()
    done = said("forget", URL, "--with-copies", *WHY, "-s", f"OUTPUT_DIR={output}")
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == ["anba", "bayan", "bayan"], done.stderr
    assert len(articles(output)) == 8


@pytest.mark.parametrize("wanted", ["https://anba.example/news/777", "https://nobody.example/1", "ab" * 16])
def test_what_is_not_here_is_never_to_come(output: Path, said: Said, wanted: str):
    done = said("forget", wanted, *WHY, "-s", f"OUTPUT_DIR={output}")
    assert done.returncode == 0, done.stderr
    assert f"{wanted if '://' not in wanted else article_id(wanted)}\t" in listed(output)
    assert len(articles(output)) == 10


def test_an_address_that_was_refused_goes_with_its_page(output: Path, said: Said):
    done = said("forget", "https://anba.example/video/1", *WHY, "-s", f"OUTPUT_DIR={output}")
    assert "articles 0, revisions 0, outcomes 1, archived records 2" in done.stdout, done.stderr
    assert "video/1" not in {row["requested_url"] for row in rows_of(output, "outcomes")}


def test_nothing_goes_while_the_archives_disk_is_not_mounted(output: Path, said: Said):
    (output / "archive").rename(output / "away")
    before = articles(output)
    done = said("forget", URL, *WHY, "-s", f"OUTPUT_DIR={output}")
    assert done.returncode == 3, done.stdout
    assert "mount the disk of ARCHIVE_DIR" in done.stderr
    assert articles(output) == before
    assert listed(output) == ""


def test_a_correction_of_it_is_named_and_stops_nobody(output: Path, said: Said):
    """Its line was right when it was written, and may say why: that, too, is to go."""
    head, line = "article_id\tfield\tvalue\twho\twhy\n", f"{article_id(URL)}\tsection\tnews\tأمل\tas printed\n"
    (output / "corrections.tsv").write_text(head + line, "utf-8")
    done = said("forget", URL, *WHY, "-s", f"OUTPUT_DIR={output}")
    assert "corrections.tsv: line 2 names it; take the line out\n" in done.stdout, done.stderr
    again = said("retag", "bayan", "-s", f"OUTPUT_DIR={output}", "-s", "WORKERS=1")
    assert again.returncode == 0, again.stderr
    assert "corrections.tsv: line 2: the article was forgotten; take the line out" in again.stderr


def test_a_release_that_holds_it_is_named(output: Path, said: Said):
    (file,) = output.glob("articles/source=bayan/month=*/*.parquet")
    release = output / "releases" / "spring" / "articles"
    release.mkdir(parents=True)
    os.link(file, release / file.name)
    done = said("forget", COPY, *WHY, "-s", f"OUTPUT_DIR={output}")
    assert "the release spring holds it" in done.stdout, done.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((URL,), "--why"),
        ((URL, "--why", " "), "--why"),
        (WHY, "name one"),
        (("news/5000", *WHY), "neither an http address nor an article id"),
    ],
)
def test_what_was_not_said_is_2(output: Path, said: Said, words: tuple[str, ...], says: str):
    assert_one_line(said("forget", *words, "-s", f"OUTPUT_DIR={output}"), 2, says)


def test_a_source_under_lock_is_75_and_nothing_is_removed(output: Path, said: Said):
    with FileLock(output / "state" / "anba.lock"):
        done = said("forget", URL, *WHY, "-s", f"OUTPUT_DIR={output}")
    assert_one_line(done, 75, "under way")
    assert URL in articles(output)


def test_a_broken_list_is_4(output: Path, said: Said):
    (output / "forgotten.tsv").write_text("nonsense\n")
    assert_one_line(said("forget", URL, *WHY, "-s", f"OUTPUT_DIR={output}"), 4, "forgotten.tsv:1")


def test_it_works_on_a_full_disk(output: Path, said: Said):
    done = said("forget", URL, *WHY, "-s", f"OUTPUT_DIR={output}", "-s", "DISK_FLOOR=1")
    assert done.returncode == 0, done.stderr


# Finding


def test_every_source_that_knows_it_is_found(output: Path, said: Said):
    layout = Layout(output)
    assert [(each.source_id, set(ids)) for each, ids in holders_of(layout, ALIAS).items()] == [
        ("anba", {article_id(URL)})
    ]
    assert [each.source_id for each in holders_of(layout, article_id(COPY))] == ["bayan"]
    assert holders_of(layout, "https://nobody.example/") == {}


def test_copies_are_found_from_the_first_and_from_a_copy(output: Path):
    layout, first, copy = Layout(output), article_id(URL), article_id(COPY)
    assert copies_of(layout, frozenset([first])) == [Copy(copy, "bayan", COPY)]
    assert copies_of(layout, frozenset([copy])) == [Copy(first, "anba", URL)]
    assert copies_of(layout, frozenset()) == []
