"""The charts: what stands in a figure, not how plotly draws it."""

from newscrawl.reporting.charts import by_source
from newscrawl.reporting.shares import Series


def test_two_leaders_of_one_name_have_a_row_each():
    """Rows of one label would lie one upon the other."""
    series = [Series(each, "محمد", "Muhammad", 0.5, 5, ()) for each in ("a", "b")]
    figure = by_source(series, ["anba"], {("a", "anba"): 0.25, ("b", "anba"): 0.5})
    (rows,) = figure.data
    assert list(rows.y) == ["a", "b"]
    assert [list(row) for row in rows.z] == [[0.25], [0.5]]
    assert [name.strip("\u2068\u2069") for name in figure.layout.yaxis.ticktext] == ["محمد", "محمد"]
    assert list(figure.layout.yaxis.tickvals) == ["a", "b"]
