import pytest

from pipelines.records import Article, Outcome, RejectPage, WarcPlace
from pipelines.refining import UNEXPECTED, outcome_of_page, refine, unexpected
from pipelines.schema import what_is_wrong
from tests.builders import LISTING, NOW, RUN_ID, SOURCE, URL, article, candidate, page

ENDED = "https://anba.example/news/1001-after"


def _read(_page):
    return article()


def _shout(read):
    read.title = f"{read.title}!"
    return read


def _doubt(read):
    read.title = f"{read.title}?"
    return read


def _reject(read):
    raise RejectPage("not_arabic", "fa")


def _break(read):
    return dict[str, str]()["missing"]


def test_the_steps_work_in_their_order_each_on_what_the_last_returned():
    seen = []

    def read(item):
        seen.append(item)
        return article(title="عنوان")

    whole = page()
    refined = refine(whole, [read, _shout, _doubt])
    assert seen == [whole]
    assert isinstance(refined, Article)
    assert refined.title == "عنوان!?"


def test_the_first_that_rejects_ends_it():
    called: list[Article] = []
    rejected = refine(page(), [_read, _reject, called.append])
    assert called == []
    assert isinstance(rejected, Outcome)
    assert (rejected.outcome, rejected.reason, rejected.detail) == ("rejected", "not_arabic", "fa")


def test_the_reading_itself_may_reject():
    rejected = refine(page(), [_reject, _shout])
    assert isinstance(rejected, Outcome)
    assert rejected.reason == "not_arabic"


def test_a_page_that_takes_all_memory_is_given_up_as_one_that_hangs():
    def step(_):
        raise MemoryError

    given_up = refine(page(), [step])
    assert isinstance(given_up, Outcome)
    assert given_up.reason == "reading_deadline"


@pytest.mark.parametrize(
    "error",
    [KeyError("x"), RecursionError("deep"), UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad")],
)
def test_a_fault_of_ours_costs_its_page_and_is_told(error):
    def step(_):
        raise error

    broken = refine(page(), [step])
    assert isinstance(broken, Outcome)
    assert broken.reason == "invalid_record"
    assert broken.detail is not None
    assert broken.detail.startswith(f"{UNEXPECTED}{type(error).__name__}")
    assert "(step, line " in broken.detail
    assert what_is_wrong(broken) is None


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
def test_what_ends_the_process_is_not_taken_for_a_fault(error):
    def step(_):
        raise error

    with pytest.raises(error):
        refine(page(), [step])


def test_the_place_of_a_fault_is_the_innermost():
    broken = refine(page(), [_read, _break])
    assert isinstance(broken, Outcome)
    assert "(_break, line " in (broken.detail or "")


def test_an_error_that_was_never_raised_has_no_place():
    assert unexpected(ValueError("x")) == f"{UNEXPECTED}ValueError: x"


def test_an_outcome_says_what_is_known_of_the_page():
    asked = candidate(found_in="sitemap")
    made = outcome_of_page(
        page(candidate=asked, url=ENDED, status=203, warc=WarcPlace("archive/x.warc.gz", 812, 99)), "no_text", "why"
    )
    assert (made.source_id, made.run_id, made.at) == (SOURCE, RUN_ID, NOW)
    assert (made.requested_url, made.url, made.listing_url, made.found_in) == (URL, ENDED, LISTING, "sitemap")
    assert (made.http_status, made.outcome, made.reason, made.detail) == (203, "rejected", "no_text", "why")
    assert (made.warc_file, made.warc_offset) == ("archive/x.warc.gz", 812)
    assert what_is_wrong(made) is None


def test_a_page_that_was_not_archived_has_an_outcome_too():
    made = outcome_of_page(page(warc=None), "no_text", None)
    assert (made.warc_file, made.warc_offset) == (None, None)
    assert what_is_wrong(made) is None
