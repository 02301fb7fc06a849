"""Archived pages through other rules: the rows are those of a fresh crawl, and names stay valid."""

import contextlib
import hashlib
from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from newscrawl import dataset
from newscrawl.archive.responses import Archive
from newscrawl.corpus.manifest import manifest
from newscrawl.opening import open_state
from newscrawl.reprocessing import Reprocessing
from newscrawl.warc.writing import Answer
from pipelines.addresses.canonical import article_id
from pipelines.duplicates.fingerprints import carry_fingerprint
from pipelines.duplicates.index import DuplicateIndex
from pipelines.duplicates.shared_index import opened_index
from pipelines.language.judging import keep_arabic
from pipelines.layout import Layout
from pipelines.reading import read
from pipelines.records import Article, Outcome, Outlet, Page, Place, ReadingRule, RejectPage
from pipelines.refining import Step, refine
from pipelines.schema import TABLES
from pipelines.storing.holdings import Holdings
from pipelines.storing.storage import Store
from pipelines.workers import Workers
from tests.builders import LONG_TEXT, NOW, SOURCE, candidate, outlet
from tests.test_command_extract import PARAGRAPHS

STEPS: tuple[Step, ...] = (read, keep_arabic, carry_fingerprint)
RULE = ReadingRule(body=("article",), prune=(".promo",))
PROMO = "تابعونا على منصاتنا كافة وشاركوا هذا الخبر مع أصدقائكم وانتظروا المزيد من التفاصيل في نشرة المساء."
RUN_COLUMNS = {"run_id", "run_kind", "warc_file", "warc_offset", "warc_length"}
HOUR = timedelta(hours=1)


class Here(Workers):
    """Reads in this process: starting others takes longer than these tests."""

    def __init__(self) -> None:
        super().__init__(1, 20.0)

    def refine(self, page: Page, steps: Sequence[Step]) -> "Future[Article | Outcome]":
        done: Future[Article | Outcome] = Future()
        done.set_result(refine(page, steps))
        return done


@dataclass(frozen=True)
class Answered:
    """What an outlet answered to one request; `is_look` says that the article was known."""

    url: str
    html: str | None
    at: datetime = NOW
    is_look: bool = False


def html(title: str, *paragraphs: str, promo: str = PROMO) -> str:
    body = "".join(f"<p>{each}</p>" for each in (paragraphs or PARAGRAPHS))
    promo = f'<p class="promo">{promo}</p>' if promo else ""
    top = f"<html lang=ar><head><title>{title}</title></head>"
    return f"{top}<body><article><h1>{title}</h1>{body}{promo}</article></body></html>"


def url(number: int, source: str = SOURCE) -> str:
    return f"https://{source}.example/news/{number}"


def story(number: int) -> tuple[str, ...]:
    """Paragraphs that no other number has."""
    return tuple(" ".join(f"{word}{number}" for word in each.split()) for each in PARAGRAPHS)


def page_of(number: int, at: datetime = NOW, **changes: Any) -> Answered:
    return Answered(url(number), html(f"عنوان الخبر رقم {number} من المدينة", *story(number), **changes), at)


class Press:
    """One OUTPUT_DIR, filled and reprocessed as the commands do it."""

    def __init__(self, output: Path, source: Outlet | None = None, *, with_index: bool = True) -> None:
        self.outlet = source or outlet()
        self.layout = Layout(output)
        self.with_index = with_index
        self.runs = 0

    def crawl(self, *answers: Answered, steps: tuple[Step, ...] = STEPS, batch: int = 3) -> None:
        with ExitStack() as stack:
            state = stack.enter_context(contextlib.closing(open_state(self.layout, self.outlet)))
            archive = stack.enter_context(contextlib.closing(Archive(self.layout, self.outlet.source_id)))
            store = Store(Holdings(self.layout, state, self.outlet, self._run_id()), archive)
            if self.with_index:
                store.duplicates.index = stack.enter_context(contextlib.closing(opened_index(self.layout, NOW)))
            for each in answers:
                store.take(self._item(each, archive, steps))
                if store.waiting >= batch:
                    store.commit()
            store.commit()

    def _item(self, each: Answered, archive: Archive, steps: tuple[Step, ...]) -> Article | Outcome:
        found = candidate(each.url, found_at=NOW)
        answer = Answer(each.url, 200 if each.html else 404, (), (each.html or "").encode(), each.at)
        place = None
        if each.is_look:
            archive.hold(answer, found)
        else:
            place = archive.write(answer, found)
        made = Page(self.outlet, found, each.url, answer.status, {}, answer.body, each.at, self._id, "live", place)
        if each.html is not None:
            return refine(made, steps)
        return Outcome(
            source_id=self.outlet.source_id, url=each.url, requested_url=each.url, listing_url=found.listing_url,
            found_in="feed", run_id=self._id, at=each.at, http_status=404, outcome="gone", detail="HTTP 404",
            warc_file=place.file if place else None, warc_offset=place.offset if place else None,
        )  # fmt: skip

    def reprocess(
        self, rules: Outlet | None = None, steps: tuple[Step, ...] = STEPS, *, is_dry: bool = False
    ) -> dict[str, int]:
        with ExitStack() as stack:
            state = stack.enter_context(contextlib.closing(open_state(self.layout, self.outlet)))
            job = Reprocessing(self.layout, rules or self.outlet, state, Here(), steps, self._run_id())
            if self.with_index and not is_dry:
                job.index = stack.enter_context(contextlib.closing(opened_index(self.layout, NOW)))
            job.run(is_dry=is_dry)
        return dict(job.counts)

    def _run_id(self) -> str:
        self.runs += 1
        self._id = f"{self.outlet.source_id}-{NOW + timedelta(seconds=self.runs):%Y%m%dT%H%M%SZ}-1a2b"
        return self._id

    def rows(self, table: str = "articles") -> list[dict[str, Any]]:
        """By the manifest; without the columns that say which run made a row."""
        rows = dataset.open(self.layout.output, table).to_table().to_pylist()
        kept = [{name: value for name, value in row.items() if name not in RUN_COLUMNS} for row in rows]
        return sorted(kept, key=lambda row: (str(row.get("at") or row["fetched_at"]), row["url"]))

    def by_url(self) -> dict[str, dict[str, Any]]:
        rows = {row["url"]: row for row in self.rows()}
        assert len(rows) == len(self.rows())
        return rows

    def check_names(self) -> None:
        """Every name leads to a row of some source, never to a copy; state and index know what the files hold."""
        rows = {row["article_id"]: row for row in self.rows()}
        for row in rows.values():
            first = rows[row["duplicate_of"] or row["article_id"]]
            assert first["duplicate_of"] is None
            assert row["cluster_id"] == first["article_id"]
        assert {row["article_id"] for row in self.rows("revisions")} <= set(rows)
        own = {each for each, row in rows.items() if row["source_id"] == self.outlet.source_id}
        with contextlib.closing(open_state(self.layout, self.outlet)) as state:
            assert all(state.known(each) is not None for each in own)
        if self.with_index:
            with contextlib.closing(opened_index(self.layout, NOW)) as index:
                found = dict(index._db.execute("SELECT article_id, coalesce(cluster_id, article_id) FROM entries"))
            assert found == {each: row["cluster_id"] for each, row in rows.items()}


@pytest.fixture
def press(tmp_path: Path) -> Press:
    return Press(tmp_path / "output")


def refusing(*marks: str) -> tuple[Step, ...]:
    """The steps of a day on which such pages are refused."""

    def refuse(read_article: Article) -> Article:
        if any(mark in read_article.text for mark in marks):
            raise RejectPage("live_shell", "a mark")
        return read_article

    return (read, refuse, *STEPS[1:])


def same_as_fresh(press: Press, tmp_path: Path, *answers: Answered, **today: Any) -> None:
    steps = today.get("steps", STEPS)
    fresh = Press(tmp_path / "fresh", today.get("rules") or press.outlet)
    fresh.crawl(*answers, steps=steps)
    for table in TABLES:
        assert press.rows(table.name) == fresh.rows(table.name), table.name
    press.check_names()


PAGES = tuple(page_of(number, NOW + number * timedelta(minutes=1)) for number in range(1, 6))
COPY = replace(PAGES[0], url=url(7), at=NOW + 10 * timedelta(minutes=1))
REFUSED = Answered(url(8), "<html><body><p>قصير</p></body></html>", NOW + 11 * timedelta(minutes=1))
ALL = (*PAGES, COPY, REFUSED)


# The same as a fresh crawl


def test_the_same_rules_give_the_same_rows(press, tmp_path):
    press.crawl(*ALL)
    before = press.rows(), press.rows("outcomes")
    counts = press.reprocess()
    assert (press.rows(), press.rows("outcomes")) == before
    assert counts == {"articles as before": 6}
    same_as_fresh(press, tmp_path, *ALL)


def test_a_new_reading_rule_gives_what_a_fresh_crawl_gives(press, tmp_path):
    press.crawl(*ALL)
    assert all(PROMO in row["text"] for row in press.rows())
    rules = outlet(reading=(RULE,))
    counts = press.reprocess(rules)
    assert (counts["text changed"], counts["articles that changed"]) == (6, 6)
    assert not any(PROMO in row["text"] for row in press.rows())
    same_as_fresh(press, tmp_path, *ALL, rules=rules)


def _with_a_place(item: Article | Outcome) -> Article | Outcome:
    if isinstance(item, Article):
        item.places = [Place(country="EG", mentions=1)] if item.url != url(1) else []
    return item


def test_other_tags_are_a_change_too(press):
    """By them alone, a dry run had said that all is as before, and the run changed the rows."""
    press.crawl(*PAGES)
    tagging = (*STEPS, _with_a_place)
    for is_dry in (True, False):
        counts = press.reprocess(steps=tagging, is_dry=is_dry)
        assert counts == {"places changed": 4, "articles that changed": 4, "articles as before": 1}
    assert press.reprocess(steps=tagging) == {"articles as before": 5}


def test_what_was_refused_is_an_article_today_and_the_reverse(press, tmp_path):
    today = refusing(*story(3))
    press.crawl(*ALL, steps=refusing(*story(2)))
    assert url(2) not in press.by_url()
    counts = press.reprocess(steps=today)
    assert counts["live_shell before, today an article"] == 1
    assert counts["article before, today live_shell"] == 1
    assert url(2) in press.by_url()
    assert url(3) not in press.by_url()
    same_as_fresh(press, tmp_path, *ALL, steps=today)


def test_twice_is_as_good_as_once(press, tmp_path):
    press.crawl(*ALL)
    for rules in (outlet(reading=(RULE,)), outlet(), outlet(reading=(RULE,))):
        press.reprocess(rules)
    same_as_fresh(press, tmp_path, *ALL, rules=outlet(reading=(RULE,)))


def test_copies_that_only_the_new_rule_shows_are_marked(press, tmp_path):
    """Long boxes that differ hid that the texts are equal."""
    boxes = [" ".join(f"صندوق{number}كلمة{n}" for n in range(400)) for number in (1, 2)]
    pages = [replace(page_of(1, promo=boxes[0])), replace(page_of(1, promo=boxes[1]), url=url(2), at=NOW + HOUR)]
    press.crawl(*pages)
    assert {row["duplicate_kind"] for row in press.rows()} == {None}
    press.reprocess(outlet(reading=(RULE,)))
    assert press.by_url()[url(2)]["duplicate_of"] == article_id(url(1))
    same_as_fresh(press, tmp_path, *pages, rules=outlet(reading=(RULE,)))


# Later looks


LOOKS = (
    Answered(url(1), html("عنوان الخبر رقم 1 معدلا بعد ساعة", *story(1)), NOW + HOUR, is_look=True),
    Answered(url(1), html("عنوان الخبر رقم 1 معدلا بعد ساعة", *story(1)), NOW + 2 * HOUR, is_look=True),
    Answered(url(1), None, NOW + 24 * HOUR, is_look=True),
    Answered(url(1), html("عنوان الخبر رقم 1 عاد", *story(1)), NOW + 48 * HOUR, is_look=True),
)


def test_later_looks_are_replayed_in_their_order(press, tmp_path):
    press.crawl(*PAGES)
    press.crawl(*LOOKS)
    kinds = [(row["revision"], row["kind"]) for row in press.rows("revisions")]
    assert kinds == [(1, "changed"), (2, "gone"), (3, "restored")]
    press.reprocess()
    assert [(row["revision"], row["kind"]) for row in press.rows("revisions")] == kinds
    assert [row["outcome"] for row in press.rows("outcomes")] == ["unchanged"]
    same_as_fresh(press, tmp_path, *PAGES, *LOOKS)


def test_a_tombstone_repeats_what_todays_rules_read(press, tmp_path):
    press.crawl(*PAGES, *LOOKS[:3])
    press.reprocess(outlet(reading=(RULE,)))
    (tombstone,) = [row for row in press.rows("revisions") if row["kind"] == "gone"]
    assert PROMO not in tombstone["text"]
    same_as_fresh(press, tmp_path, *PAGES, *LOOKS[:3], rules=outlet(reading=(RULE,)))


def test_a_change_that_the_new_rule_does_not_see_is_none(press):
    other_box = replace(page_of(1, NOW + HOUR, promo="إعلان آخر تماما"), is_look=True)
    press.crawl(page_of(1), page_of(2))
    press.crawl(other_box, replace(LOOKS[2]))
    assert [(row["revision"], row["kind"]) for row in press.rows("revisions")] == [(1, "changed"), (2, "gone")]
    press.reprocess(outlet(reading=(RULE,)))
    assert [(row["revision"], row["kind"]) for row in press.rows("revisions")] == [(1, "gone")]
    assert [row["outcome"] for row in press.rows("outcomes")] == ["unchanged"]
    press.check_names()


def test_a_change_that_only_the_new_rule_sees_is_one(press):
    """Fetched twice as new, so that both pages lie in the archive; then it vanished."""
    first, second = (page_of(1, at, promo=words) for at, words in ((NOW, "أ"), (NOW + HOUR, f"{LONG_TEXT}")))
    hidden = Press(press.layout.output, outlet(reading=(RULE,)))
    hidden.crawl(first, second, LOOKS[2])
    assert [(row["revision"], row["kind"]) for row in press.rows("revisions")] == [(1, "gone")]
    press.reprocess(outlet())
    assert [(row["revision"], row["kind"]) for row in press.rows("revisions")] == [(1, "changed"), (2, "gone")]
    press.check_names()


# Names stay valid


def test_an_article_that_others_name_stays_flagged(press):
    press.crawl(*PAGES, COPY)
    first, copy = article_id(url(1)), article_id(url(7))
    assert press.by_url()[url(7)]["duplicate_of"] == first

    def refuse_the_first(read_article: Article) -> Article:
        if read_article.url == url(1):
            raise RejectPage("live_shell")
        return read_article

    counts = press.reprocess(steps=(read, refuse_the_first, *STEPS[1:]))
    assert counts["withdrawn, but named by other rows"] == 1
    rows = press.by_url()
    assert (rows[url(1)]["is_withdrawn"], rows[url(1)]["duplicate_of"]) == (True, None)
    assert (rows[url(7)]["duplicate_of"], rows[url(7)]["article_id"]) == (first, copy)
    press.check_names()
    press.reprocess()  # and when the rules take it again, the flag goes
    assert press.by_url()[url(1)]["is_withdrawn"] is None
    press.check_names()


def test_an_article_with_a_revision_stays_flagged(press):
    press.crawl(page_of(1))
    press.crawl(LOOKS[0])
    press.reprocess(steps=refusing(*story(1)))
    assert press.by_url()[url(1)]["is_withdrawn"] is True
    press.check_names()


def test_what_is_withdrawn_is_named_by_nobody_afterwards(press):
    press.crawl(*PAGES)
    press.reprocess(steps=refusing(*story(1)))
    assert url(1) not in press.by_url()
    press.check_names()
    press.crawl(COPY)  # it would be a copy of what is gone
    assert press.by_url()[url(7)]["duplicate_of"] is None
    press.check_names()


def test_an_article_that_others_name_is_not_merged_into_another(press):
    """Today's rules find that two stored articles are one; a third names the second."""
    press.crawl(*PAGES, COPY)

    def restate(read_article: Article) -> Article:
        if read_article.url == url(1):
            read_article.canonical_url, read_article.article_id = url(0), article_id(url(0))
            read_article.title = "عنوان واحد"
        return read_article

    early = Answered(url(0), html("عنوان واحد", *story(9)), NOW - HOUR)
    press.crawl(early)
    press.reprocess(steps=(read, restate, *STEPS[1:]))
    assert press.by_url()[url(1)]["is_withdrawn"] is True
    press.check_names()


def test_ids_stay_whatever_the_address_rules_say_today(press):
    press.crawl(*PAGES)
    ids = {row["url"]: row["article_id"] for row in press.rows()}

    def restate(read_article: Article) -> Article:
        read_article.canonical_url = read_article.url.replace("/news/", "/n/")
        read_article.article_id = article_id(read_article.canonical_url)
        return read_article

    press.reprocess(steps=(read, restate, *STEPS[1:]))
    rows = press.by_url()
    assert {each: row["article_id"] for each, row in rows.items()} == ids
    assert all("/n/" in row["canonical_url"] for row in rows.values())
    with contextlib.closing(open_state(press.layout, press.outlet)) as state:
        assert state.article_at(url(1)) == state.article_at(url(1).replace("news", "n")) == ids[url(1)]
    press.check_names()


def test_ids_stay_when_all_pages_state_one_address_today(press):
    press.crawl(*PAGES)
    ids = {row["article_id"] for row in press.rows()}

    def restate(read_article: Article) -> Article:
        read_article.canonical_url, read_article.article_id = url(999), article_id(url(999))
        return read_article

    press.reprocess(steps=(read, restate, *STEPS[1:]))
    assert {row["article_id"] for row in press.rows()} == ids
    press.check_names()


def test_a_copy_of_another_source_keeps_its_first_where_that_is_forgotten(press, tmp_path):
    other = Press(press.layout.output, outlet(source_id="sada", domains=("sada.example",)))
    other.crawl(replace(PAGES[0], url=url(1, "sada")))
    press.crawl(replace(PAGES[0], at=NOW + HOUR))
    first = article_id(url(1, "sada"))
    assert press.by_url()[url(1)]["duplicate_of"] == first
    with contextlib.closing(DuplicateIndex(press.layout.output / "state" / "_duplicates.sqlite")) as index:
        index.take_out([first])  # its window is over
    press.reprocess(outlet(reading=(RULE,)))
    row = press.by_url()[url(1)]
    assert PROMO not in row["text"]
    assert row["duplicate_of"] == row["cluster_id"] == first


def test_rows_of_other_sources_stay_as_they_are_and_their_names_valid(press):
    press.crawl(*PAGES)
    other = Press(press.layout.output, outlet(source_id="sada", domains=("sada.example",)))
    other.crawl(replace(PAGES[0], url=url(1, "sada"), at=NOW + HOUR))
    assert other.by_url()[url(1, "sada")]["duplicate_of"] == article_id(url(1))
    press.reprocess(outlet(reading=(RULE,)), steps=refusing(*story(2)))
    assert other.by_url()[url(1, "sada")]["duplicate_of"] == article_id(url(1))
    assert len(press.rows()) == 5
    press.check_names()


# What cannot be read again


def test_rows_whose_archive_file_is_gone_are_carried_over(press):
    press.crawl(*PAGES, COPY)
    press.crawl(*LOOKS)
    before = [press.rows(table.name) for table in TABLES]
    for path in press.layout.output.rglob("*.warc.gz"):
        path.unlink()
    counts = press.reprocess(outlet(reading=(RULE,)))
    assert counts == {"carried over: no page to read": 9}  # the look that found nothing new never had one
    assert [press.rows(table.name) for table in TABLES] == before
    press.check_names()


def test_a_damaged_record_costs_its_own_page_only(press):
    press.crawl(*PAGES)
    row = next(row for row in dataset.open(press.layout.output).to_table().to_pylist() if row["url"] == url(3))
    path = press.layout.archive_file(row["warc_file"])
    data = bytearray(path.read_bytes())
    data[row["warc_offset"] + 20 : row["warc_offset"] + 60] = bytes(40)
    path.write_bytes(data)
    counts = press.reprocess(outlet(reading=(RULE,)))
    assert (counts["carried over: no page to read"], counts["text changed"]) == (1, 4)
    assert PROMO in press.by_url()[url(3)]["text"]


def test_an_answer_that_was_refused_unread_is_no_page_that_went_missing(press):
    press.crawl(PAGES[0], Answered(url(9), None))
    assert press.reprocess(outlet(reading=(RULE,))) == {"articles that changed": 1, "text changed": 1}


@pytest.mark.parametrize("failure", ["deadline", "mistake"])
def test_what_is_our_own_fault_costs_no_article(press, failure):
    press.crawl(*PAGES)
    before = press.rows()

    def fail(read_article: Article) -> Article:
        if failure == "mistake":
            raise KeyError("a mistake of ours")
        raise RejectPage("reading_deadline")

    counts = press.reprocess(steps=(read, fail, *STEPS[1:]))
    assert press.rows() == before
    assert sum(count for what, count in counts.items() if what.startswith("carried over")) == 5


# Nothing by halves


def _tree(output: Path) -> dict[str, str]:
    files = [path for path in output.rglob("*") if path.is_file() and "_duplicates" not in path.name]
    return {
        path.relative_to(output).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
        if not path.name.endswith(("-shm", "-wal"))
    }


def test_a_dry_run_counts_and_changes_nothing(press):
    press.crawl(*ALL)
    before = _tree(press.layout.output)
    counts = press.reprocess(outlet(reading=(RULE,)), is_dry=True)
    assert _tree(press.layout.output) == before
    assert counts == press.reprocess(outlet(reading=(RULE,)))
    press.check_names()


class Crash(BaseException):
    """The process ends here."""


def _crash(*_: object, **__: object) -> None:
    raise Crash


@pytest.mark.parametrize("batches", [1, 2])
def test_a_crash_while_building_leaves_the_old_rows_and_an_index_that_is_put_right(press, monkeypatch, batches):
    press.crawl(*ALL)
    before = press.rows()
    monkeypatch.setattr("newscrawl.reprocessing._BATCH", 2)
    with pytest.MonkeyPatch.context() as patch:
        commits, commit = [], Store.commit

        def counted(store: Store) -> None:
            commit(store)
            commits.append(store)
            if len(commits) == batches:
                _crash()

        patch.setattr(Store, "commit", counted)
        patch.setattr("newscrawl.reprocessing.shutil.rmtree", lambda *_, **__: None)  # a kill clears nothing away
        forget = DuplicateIndex.forget_source
        patch.setattr(
            DuplicateIndex,
            "forget_source",
            lambda index, source, *, with_batches: (
                None if with_batches else forget(index, source, with_batches=with_batches)
            ),
        )
        with pytest.raises(Crash):
            press.reprocess(outlet(reading=(RULE,)))
    assert press.rows() == before
    press.check_names()
    assert not any((press.layout.staging / SOURCE).iterdir())
    press.reprocess(outlet(reading=(RULE,)))
    assert not any(PROMO in row["text"] for row in press.rows())
    press.check_names()


@pytest.mark.parametrize("step", ["begin_replacing", "finish_replacing"])
def test_a_crash_while_exchanging_leaves_old_rows_or_new(press, step):
    press.crawl(*ALL)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(f"pipelines.state.batches.Batches.{step}", _crash)
        with pytest.raises(Crash):
            press.reprocess(outlet(reading=(RULE,)))
    assert all(PROMO in row["text"] for row in press.rows())
    press.check_names()
    assert {PROMO in row["text"] for row in press.rows()} == {step == "begin_replacing"}


def test_the_corpus_is_not_searched_once_an_article(press, monkeypatch):
    press.crawl(*PAGES)
    asked = []

    def counted(output: Path) -> list[str]:
        asked.append(output)
        return manifest(output)

    monkeypatch.setattr("newscrawl.reprocessing.manifest", counted)
    press.reprocess(outlet(reading=(RULE,)))
    assert len(asked) == 1


def test_new_files_are_whole_and_of_todays_run(press):
    press.crawl(*ALL)
    press.reprocess()
    for table in TABLES:
        for path in (press.layout.output / table.name).rglob("*.parquet"):
            assert pq.read_schema(path).equals(table.schema)
    rows = dataset.open(press.layout.output).to_table().to_pylist()
    assert {row["run_kind"] for row in rows} == {"reprocess"}
    assert len({row["run_id"] for row in rows}) == 1
