"""The charts of the report: plotly figures from counted numbers, never from articles. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import plotly.graph_objects as go

from newscrawl.reporting.answers import Rows
from newscrawl.reporting.shares import Series
from newscrawl.reporting.strip import COLOURS, LEGEND, cells

_MOST_STACKED = 9  # more colours nobody tells apart; the others become one
_OTHERS = "others"
_FEW_DAYS = 12  # plotly would put ticks at noon between them
# Colours that people who see no red or green tell apart (Okabe and Ito, 2008).
_PALETTE = (
    "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#8C6D00", "#7A5195", "#5C5C5C", "#44AA99",
    "#882255", "#999933",
)  # fmt: skip


def volume(rows: Rows, periods: Sequence[date]) -> go.Figure:
    """Articles by period, a colour a source, those with most articles first."""
    counts: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    totals: dict[str, int] = defaultdict(int)
    for row in rows:
        totals[row["source_id"]] += row["articles"]
    first = sorted(totals, key=lambda each: (-totals[each], each))[:_MOST_STACKED]
    for row in rows:
        counts[row["source_id"] if row["source_id"] in first else _OTHERS][row["period"]] += row["articles"]
    names = [*first, *([_OTHERS] if _OTHERS in counts else [])]
    bars = [
        go.Bar(name=name, x=list(periods), y=[counts[name][period] for period in periods], marker_color=colour)
        for name, colour in zip(names, _PALETTE, strict=False)
    ]
    figure = _over(periods, _styled(go.Figure(bars), 340))
    return figure.update_layout(barmode="stack", yaxis_title="articles")


def coverage(rows: Rows, periods: Sequence[date], source_ids: Sequence[str]) -> go.Figure:
    """A row a source, a cell a period: how many articles where all was seen, else what stood in the way."""
    values, words = cells(rows, periods, source_ids)
    heatmap = go.Heatmap(
        z=values, x=list(periods), y=list(source_ids), text=words, colorscale=COLOURS,
        hovertemplate="%{y}, %{x}<br>%{text}<extra></extra>",
        zmin=LEGEND[0][0], zmax=1, showscale=False, xgap=1, ygap=1,
    )  # fmt: skip
    figure = _over(periods, _styled(go.Figure(heatmap), 70 + 22 * len(source_ids)))
    return figure.update_yaxes(autorange="reversed", type="category")


def lines(series: Sequence[Series], periods: Sequence[date]) -> go.Figure:
    """The share of each name over time; a period without counted articles is a hole in its line."""
    traces = [
        go.Scatter(
            name=_isolated(each.name), x=list(periods), y=list(each.shares), mode="lines+markers", marker_size=5,
            line_color=colour, hovertemplate="%{x}: %{y:.1%}",
        )
        for each, colour in zip(series, _PALETTE, strict=False)
    ]  # fmt: skip
    figure = _over(periods, _styled(go.Figure(traces), 420))
    return figure.update_layout(yaxis_tickformat=".1~%", yaxis_rangemode="tozero", hovermode="x unified")


def by_source(
    series: Sequence[Series], source_ids: Sequence[str], shares: Mapping[tuple[str, str], float]
) -> go.Figure:
    """A row a leader, a column a source: in which share of the source's counted articles the leader stands."""
    ids = [each.id for each in series]  # what tells rows apart: two leaders may be of one name
    heatmap = go.Heatmap(
        z=[[shares.get((each, source_id)) for source_id in source_ids] for each in ids], x=list(source_ids), y=ids,
        colorscale="Blues", zmin=0, texttemplate="%{z:.0%}" if len(source_ids) <= 16 else "", showscale=False,
        xgap=1, ygap=1, hovertemplate="%{y}, %{x}: %{z:.1%}<extra></extra>",
    )  # fmt: skip
    figure = _styled(go.Figure(heatmap), 130 + 26 * len(ids))
    figure.update_yaxes(
        autorange="reversed", type="category", tickvals=ids, ticktext=[_isolated(each.name) for each in series]
    )
    return figure.update_xaxes(type="category", tickangle=-45)


def outcomes(rows: Rows) -> go.Figure:
    """What was asked for and not stored: a bar a source, a colour a reason."""
    totals: dict[str, int] = defaultdict(int)
    for row in rows:
        totals[row["reason"]] += row["pages"]
    first = sorted(totals, key=lambda each: (-totals[each], each))[:_MOST_STACKED]
    pages: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        pages[row["source_id"], row["reason"] if row["reason"] in first else _OTHERS] += row["pages"]
    source_ids = sorted({row["source_id"] for row in rows})
    names = [*first, *([_OTHERS] if len(totals) > len(first) else [])]
    bars = [
        go.Bar(
            name=name,
            y=source_ids,
            x=[pages[each, name] for each in source_ids],
            orientation="h",
            marker_color=colour,
        )
        for name, colour in zip(names, _PALETTE, strict=False)
    ]
    figure = _styled(go.Figure(bars), 150 + 22 * len(source_ids)).update_layout(
        barmode="stack", xaxis_title="pages"
    )
    return figure.update_yaxes(autorange="reversed", type="category")


def _over(periods: Sequence[date], figure: go.Figure) -> go.Figure:
    """The same days on every chart, one under the other; no hours between few days."""
    half = (periods[1] - periods[0] if len(periods) > 1 else timedelta(days=1)) / 2
    first, last = (datetime.combine(day, time()) for day in (periods[0], periods[-1]))
    figure.update_xaxes(range=[first - half, last + half], tickformat="%-d %b\n%Y")
    return figure.update_xaxes(tickvals=list(periods)) if len(periods) <= _FEW_DAYS else figure


def _styled(figure: go.Figure, height: int) -> go.Figure:
    """What all charts share. The page colours text and background, so that a dark screen gets dark charts."""
    layout: dict[str, Any] = {
        "template": "none", "height": height, "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": "system-ui, 'Noto Sans', 'Noto Sans Arabic', sans-serif", "size": 12},
        "margin": {"l": 10, "r": 10, "t": 10, "b": 10}, "showlegend": True,
        "legend": {"orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 0},
    }  # fmt: skip
    figure.update_layout(**layout)
    grid = {"gridcolor": "rgba(128,128,128,.25)", "zerolinecolor": "rgba(128,128,128,.4)", "automargin": True}
    return figure.update_xaxes(**grid).update_yaxes(**grid)


def _isolated(name: str) -> str:
    """An Arabic name between Latin words keeps its own direction (first strong isolate, Unicode TR 9)."""
    return f"\u2068{name}\u2069"
