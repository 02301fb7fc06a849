"""The page from given answers: what outlets and people wrote is text, and no empty chart is drawn."""

from datetime import UTC, date, datetime
from typing import Any

from newscrawl.reporting.answers import QUESTIONS, Answers
from newscrawl.reporting.page import Contents, html
from newscrawl.reporting.scope import Scope
from newscrawl.standing import Overview

DAY = date(2026, 3, 13)
EVIL = "</script><img src=x onerror=alert(1)>"


def answers(**given: Any) -> Answers:
    totals = dict.fromkeys(("articles", "sources", "covered", "undated", "copies", "truncated", "withdrawn"), 0)
    nothing: Answers = {file.stem: [] for file in QUESTIONS.glob("[!_]*.sql")}
    outside = {"articles": 0, "first_day": None, "last_day": None}
    return nothing | {"totals": [totals | {"reserved": 0}], "outside": [outside]} | given


def page(given: Answers) -> str:
    nobody = Overview([], [], [], {})
    return html(Contents(datetime(2026, 3, 14, tzinfo=UTC), Scope(DAY, DAY), given, nobody, "0.1.0"))


def test_what_others_wrote_cannot_become_markup():
    tag = {
        "kind": "leaders",
        "id": "a",
        "name_ar": EVIL,
        "name_en": EVIL,
        "source_id": EVIL,
        "period": DAY,
        "articles": 5,
    }
    counted = [{"source_id": EVIL, "period": DAY, "articles": 9}]
    gap = [{"source_id": EVIL, "day": DAY, "status": "gap", "detail": EVIL}]
    made = page(answers(tags=[tag], counted=counted, uncovered=gap))
    assert made.count(EVIL) == 0
    assert "onerror=alert(1)" in made.replace("\\u003d", "=")  # it is told, as text


def test_where_nothing_is_there_is_nothing_to_draw():
    made = page(answers())
    assert "Nothing is stored yet" in made
    assert "plotly-graph-div" not in made.rpartition("</script>")[2]


TOTALS = {**answers()["totals"][0], "articles": 3, "sources": 1}
WHOLE = {"source_id": "anba", "period": DAY, "days": 1, "complete": 1, "gap": 0, "blocked": 0, "not_run": 0} | {
    "articles": 3, "detail": None
}  # fmt: skip


def test_all_is_well_only_where_somebody_looked():
    assert "every day was seen whole" in page(answers(totals=[TOTALS], coverage=[WHOLE]))
    ingested = page(answers(totals=[TOTALS]))
    assert "every day was seen whole" not in ingested
    assert "nobody can say what is missing" in ingested


def test_what_lies_outside_the_days_is_told():
    outside = [{"articles": 1234, "first_day": date(2019, 1, 2), "last_day": date(2026, 1, 9)}]
    made = page(answers(totals=[TOTALS], outside=outside))
    assert "1\u2009234 more articles lie outside these days (<time>2019-01-02</time>" in made
    assert "lie outside these days" not in page(answers(totals=[TOTALS]))


def test_shares_say_what_they_are_of():
    tag = {
        "kind": "topics",
        "id": "a",
        "name_ar": "اسم",
        "name_en": "name",
        "source_id": "anba",
        "period": DAY,
        "articles": 5,
    }
    counted = [{"source_id": "anba", "period": DAY, "articles": 10}]
    made = page(answers(tags=[tag], counted=counted))
    assert "No day is known to be covered" in made
    assert "50.0 %" in made
