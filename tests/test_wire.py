"""An article credits what its byline and its text credit, and its publisher where that is an agency."""

from pipelines.agencies.wire import credits_of
from tests.builders import article


def test_the_byline_counts_as_read() -> None:
    assert credits_of(article(agencies=["reuters", "afp"])) == ("reuters", "afp")
    assert credits_of(article(agencies=["spa"], text="واس - أبها: أقر المجلس خطة.")) == ("spa",)


def test_what_an_agency_publishes_itself_is_credited_to_it() -> None:
    assert credits_of(article(source_id="spa")) == ("spa",)
    assert credits_of(article(source_id="agencies")) == ()


def test_a_town_at_the_head_of_a_text_makes_no_wire_copy() -> None:
    assert credits_of(article(text="قنا - محمد حسن - أكد المحافظ أن الخطة أقرت.")) == ()
