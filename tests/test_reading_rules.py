# ruff: noqa: E501
from datetime import date

from pipelines.reading import read
from pipelines.records import Article, Outlet, ReadingRule

from .test_reading_layouts import dress, invented, page_of, plain

LINES = [plain(line) for line in invented() if not line.startswith("#")]
BODY = (
    '<div class="own"><p class="sum">خلاصة الخبر في سطر واحد قصير</p><div class="ad">نص لا علاقة له بالخبر يقرؤه القارئ العام.</div>'
    + "".join(f"<p>{line}</p>" for line in LINES)
    + '</div><b class="by">سليم البحري</b><i class="when">01 مارس 2026 - 12:09 م</i><u class="sec">محليات</u><h4 class="head">عنوان من القاعدة</h4>'
)


def article(*rules: ReadingRule, body: str = BODY) -> Article:
    outlet = Outlet("nahr", "صحيفة النهر", ("nahr.example",), timezone="Asia/Amman", reading=rules)
    return read(page_of(dress(body), outlet=outlet))


def origin(found: Article, field: str) -> str | None:
    return next((row["from"] for row in found.field_sources or [] if row["field"] == field), None)


def test_every_selector_fills_its_field() -> None:
    found = article(
        ReadingRule(
            body=(".own",), lead=("p.sum",), title=("//h4[@class='head']",), author=(".by",), published=("(//i[@class='when'])[1]",),
            section=("./body//u/text()",), prune=(".ad",), unwrap=(".own a",),
        )
    )  # fmt: skip
    assert found.text.split("\n\n") == ["خلاصة الخبر في سطر واحد قصير", *LINES]
    assert (found.lead, found.title, found.authors, found.section) == (
        "خلاصة الخبر في سطر واحد قصير",
        "عنوان من القاعدة",
        ["سليم البحري"],
        "محليات",
    )
    assert found.published_at is not None
    assert found.published_at.isoformat() == "2026-03-01T09:09:00+00:00"
    assert [origin(found, field) for field in ("text", "lead", "title", "authors", "section")] == ["rule"] * 5


def test_a_rule_that_matches_nothing_degrades_to_generic_reading() -> None:
    found = article(ReadingRule(body=(".gone",), title=(".gone",), author=(".gone",)))
    assert [line for line in found.text.split("\n\n") if line in LINES] == LINES
    assert (origin(found, "text"), origin(found, "title"), origin(found, "authors")) == (
        "generic",
        "meta",
        "markup",
    )
    assert found.authors == ["سليم البحري"]


def test_the_next_rule_is_tried_if_the_first_body_is_gone() -> None:
    assert origin(article(ReadingRule(body=(".gone",)), ReadingRule(body=(".own",))), "text") == "rule"


def test_a_rule_holds_for_pages_fetched_before_its_day() -> None:
    for until, expected in (
        (date(2026, 3, 3), "rule"),
        (date(2026, 3, 2), "generic"),
        (date(2025, 1, 1), "generic"),
    ):
        assert origin(article(ReadingRule(until=until, body=(".own",))), "text") == expected


def test_the_second_selector_is_tried_if_the_first_finds_nothing() -> None:
    assert origin(article(ReadingRule(body=(".gone", "div.own"))), "text") == "rule"


def test_unwrapped_tags_leave_their_words() -> None:
    body = BODY.replace("سليم البحري ونظيره", '<div class="k"><p>سليم البحري</p></div> ونظيره')
    found = article(ReadingRule(body=(".own",), prune=(".ad", ".sum"), unwrap=(".own .k p", ".own .k")), body=body)
    assert "سليم البحري ونظيره" in " ".join(found.text.split())


def test_a_broken_selector_finds_nothing() -> None:
    assert origin(article(ReadingRule(body=("div[", "//p[", "//p/unknown-function()"))), "text") == "generic"
