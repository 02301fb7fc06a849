"""Which rows an edit of the knowledge changes, and that these change whole."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import date

import pyarrow as pa
import pytest

from pipelines.corrections import read_corrections
from pipelines.knowledge.folders import knowledge_folders
from pipelines.leaders.finding import tag_leaders
from pipelines.parts import retagging
from pipelines.parts.retagging import Retagging
from pipelines.schema import ARTICLES, OUTCOMES, row_of
from pipelines.tagging.tag_entries import TagEntries
from pipelines.tagging.tags import find_tags
from pipelines.topics.finding import tag_topics
from pipelines.workers import Result, Workers
from tests.builders import article, outcome

TEXTS = (
    "قال الرئيس الفرنسي إيمانويل ماكرون أمس في باريس إن بلاده تتابع.",
    "افتتحت البلدية حديقة.",
    "زار القاهرة أمس.",
)


class HereAndNow(Workers):
    """Works in this process."""

    def __init__(self):
        super().__init__(1, 1.0)

    def do(self, work: Callable[..., Result], *given: object) -> Future[Result]:
        done: Future[Result] = Future()
        try:
            done.set_result(work(*given))
        except TimeoutError as error:
            done.set_exception(error)
        return done


def tagged(number):
    text = TEXTS[number % len(TEXTS)]
    found = tag_topics(tag_leaders(article(f"https://anba.example/news/{number}000", title=None, text=text)))
    return replace(found, cluster_id=found.article_id)


def batch_of(articles):
    return pa.RecordBatch.from_pylist([row_of(one) for one in articles], schema=ARTICLES.schema)


@pytest.fixture
def told():
    return []


@pytest.fixture
def job(told):
    return Retagging(HereAndNow(), {}, told.append)


def test_rows_whose_tags_come_out_the_same_stay_the_very_same(job, told):
    batch = batch_of([replace(tagged(number), knowledge_version="0+older") for number in range(5)])
    assert job.change(ARTICLES, batch) is batch
    assert (job.rows, job.changed, told) == (5, 0, [5])


def test_only_the_changed_rows_change_and_say_by_which_knowledge(job):
    before = [replace(tagged(number), knowledge_version="0+older") for number in range(250)]
    stale = before[120]
    before[120] = replace(stale, leaders=[], places=[{"country": "SY", "mentions": 1}])
    batch = batch_of(before)
    after = job.change(ARTICLES, batch)
    assert after.schema.equals(batch.schema, check_metadata=True)
    old, new = batch.to_pylist(), after.to_pylist()
    assert [number for number in range(250) if old[number] != new[number]] == [120]
    differing = {name for name in old[120] if old[120][name] != new[120][name]}
    assert differing == {"leaders", "places", "knowledge_version"}
    assert new[120]["leaders"] == batch_of([stale]).to_pylist()[0]["leaders"]
    assert new[120]["knowledge_version"] == tagged(0).knowledge_version
    assert (job.changed, job.rows) == (1, 250)
    assert dict(job.gained) == {("leaders", "emmanuel-macron"): 1, ("places", "FR"): 1}
    assert dict(job.lost) == {("places", "SY"): 1}


def test_rows_that_were_never_tagged_are_tagged(job):
    bare = article(title=None, text="هذا نص.")
    after = job.change(ARTICLES, batch_of([replace(bare, cluster_id=bare.article_id)])).to_pylist()[0]
    assert [after[name] for name in ("leaders", "topics", "stories", "places")] == [[], [], [], []]
    assert after["knowledge_version"] is not None


def test_corrections_hold_after_every_tagging(tmp_path, told):
    one = tagged(0)
    file = "article_id\tfield\tvalue\twho\twhy\n" + f"{one.article_id}\tleaders\t-emmanuel-macron\tأمل\tno\n"
    (tmp_path / "corrections.tsv").write_text(file, "utf-8")
    meant = read_corrections(tmp_path, TagEntries(knowledge_folders()))
    job = Retagging(HereAndNow(), meant, told.append)
    first = job.change(ARTICLES, batch_of([one, tagged(1)]))
    assert first.to_pylist()[0]["leaders"] == []
    assert {"field": "leaders", "from": "correction"} in first.to_pylist()[0]["field_sources"]
    assert dict(job.lost) == {("leaders", "emmanuel-macron"): 1}
    assert job.change(ARTICLES, first) is first
    again = Retagging(HereAndNow(), {}, told.append).change(ARTICLES, first).to_pylist()[0]
    assert [leader["id"] for leader in again["leaders"]] == ["emmanuel-macron"]
    assert again["field_sources"] == []


def test_what_people_put_right_beside_the_tags_is_told_too(tmp_path, told):
    one = replace(tagged(1), section="سياسة", genre=None, authors=["أمل", "ليلى"])
    lines = [("section", "رأي"), ("genre", "opinion"), ("authors", "أمل / نور")]
    rows = "".join(f"{one.article_id}\t{field}\t{value}\tأمل\tread\n" for field, value in lines)
    (tmp_path / "corrections.tsv").write_text(f"article_id\tfield\tvalue\twho\twhy\n{rows}", "utf-8")
    job = Retagging(HereAndNow(), read_corrections(tmp_path, TagEntries(knowledge_folders())), told.append)
    job.change(ARTICLES, batch_of([one]))
    assert dict(job.gained) == {("section", "رأي"): 1, ("genre", "opinion"): 1, ("authors", "نور"): 1}
    assert dict(job.lost) == {("section", "سياسة"): 1, ("authors", "ليلى"): 1}


def test_a_row_that_cannot_be_tagged_stays_and_is_named(job, monkeypatch):
    def fails_once(title, text, published, outlet_country):
        if "حديقة" in text:
            raise ZeroDivisionError("a rule broke")
        return find_tags(title, text, published, outlet_country)

    monkeypatch.setattr(retagging, "find_tags", fails_once)
    rows = [replace(tagged(number), leaders=None) for number in range(3)]
    after = job.change(ARTICLES, batch_of(rows)).to_pylist()
    assert [row["leaders"] is None for row in after] == [False, True, False]
    assert job.failed == {rows[1].article_id: "ZeroDivisionError: a rule broke"}
    assert job.changed == 2


def test_a_worker_that_dies_costs_no_other_rows(job, monkeypatch):
    monkeypatch.setattr(retagging, "_CHUNK", 2)
    monkeypatch.setattr(retagging, "retag", _dies_on_the_first(retagging.retag))
    rows = [replace(tagged(number), leaders=None) for number in range(4)]
    after = job.change(ARTICLES, batch_of(rows)).to_pylist()
    assert [row["leaders"] is None for row in after] == [True, True, False, False]
    assert len(job.failed) == 2


def _dies_on_the_first(work):
    calls = []

    def run(batch, corrections):
        calls.append(batch)
        if len(calls) == 1:
            raise TimeoutError
        return work(batch, corrections)

    return run


def test_outcomes_have_no_tags(job):
    batch = pa.RecordBatch.from_pylist([row_of(outcome())], schema=OUTCOMES.schema)
    assert job.change(OUTCOMES, batch) is batch
    assert job.rows == 0


def test_the_newspapers_country_counts_again(job):
    text = "قال رئيس الوزراء إن الأسعار استقرت."
    bare = article(title=None, text=text, published_day=date(2022, 11, 14), outlet_country="IQ")
    after = job.change(ARTICLES, batch_of([replace(bare, cluster_id=bare.article_id)])).to_pylist()[0]
    assert [leader["id"] for leader in after["leaders"]] == ["mohammed-shia-al-sudani"]
