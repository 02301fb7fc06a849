"""The report as one HTML file: no address of anything outside stands in it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from plotly.offline import get_plotlyjs

from newscrawl.exit_codes import with_number
from newscrawl.reporting import charts
from newscrawl.reporting.answers import Answers, Rows
from newscrawl.reporting.scope import Scope
from newscrawl.reporting.shares import Series, series, shares_by_source
from newscrawl.reporting.strip import LEGEND
from newscrawl.reporting.troubles import troubles_in
from newscrawl.standing import Overview
from newscrawl.standing.table import in_bytes

_HERE = Path(__file__).parent
_CHART = {"displayModeBar": False, "responsive": True}  # its buttons would hide the legend on a phone
_MOST_TROUBLES = 40  # the latest; a page of hundreds is read by nobody


@dataclass(frozen=True, slots=True)
class Contents:
    """All that the page tells."""

    made_at: datetime
    scope: Scope
    answers: Answers
    standing: Overview
    newscrawl_version: str


def html(contents: Contents) -> str:
    """The page."""
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"percent": _percent, "size": in_bytes, "number": _number, "ended": with_number}
    troubles = troubles_in(contents.answers["uncovered"])
    tagged = {name: _series(contents, name) for name in ("leaders", "topics", "stories")}
    return environment.get_template("page.html.j2").render(
        page=contents,
        answers=contents.answers,
        totals=contents.answers["totals"][0],
        outside=contents.answers["outside"][0],
        troubles=troubles[:_MOST_TROUBLES],
        more_troubles=max(len(troubles) - _MOST_TROUBLES, 0),
        tagged=tagged,
        legend=[(colour, words) for _, colour, words in LEGEND if contents.scope.is_weekly or "week" not in words],
        charts=_charts(contents, tagged),
        style=Markup((_HERE / "page.css").read_text(encoding="utf-8")),  # noqa: S704 (a file of ours)
        plotly=Markup(get_plotlyjs()),  # noqa: S704 (the library's own file)
    )


def _series(contents: Contents, name: str) -> list[Series]:
    return series(_tags(contents.answers, name), contents.answers["counted"], contents.scope.periods)


def _tags(answers: Answers, kind: str) -> Rows:
    return [row for row in answers["tags"] if row["kind"] == kind]


def _charts(contents: Contents, tagged: dict[str, list[Series]]) -> dict[str, Markup]:
    """By name; a chart that would be empty is left out."""
    answers, periods = contents.answers, contents.scope.periods
    figures: dict[str, go.Figure] = {}
    if answers["volume"]:
        figures["volume"] = charts.volume(answers["volume"], periods)
    if answers["coverage"]:
        source_ids = sorted({row["source_id"] for row in answers["coverage"]})
        figures["coverage"] = charts.coverage(answers["coverage"], periods, source_ids)
    if answers["outcomes"]:
        figures["outcomes"] = charts.outcomes(answers["outcomes"])
    for name, found in tagged.items():
        if found:
            figures[name] = charts.lines(found, periods)
    if tagged["leaders"]:
        shares = shares_by_source(_tags(answers, "leaders"), answers["counted"])
        source_ids = sorted({source_id for _, source_id in shares})
        figures["leaders_by_source"] = charts.by_source(tagged["leaders"], source_ids, shares)
    return {name: _drawn(name, figure) for name, figure in figures.items()}


def _drawn(name: str, figure: go.Figure) -> Markup:
    drawn: Any = figure.to_html(full_html=False, include_plotlyjs=False, div_id=f"chart-{name}", config=_CHART)
    return Markup(drawn)  # noqa: S704 (plotly escapes what stands in its data as JSON)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


def _number(count: float | None) -> str:
    """With thin spaces between the thousands."""
    return "–" if count is None else f"{count:,.0f}".replace(",", "\u2009")
