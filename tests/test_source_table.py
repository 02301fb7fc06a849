from newscrawl.sources import checks
from newscrawl.sources.table import Table


def test_what_is_left_over_is_unknown() -> None:
    problems: list[str] = []
    table = Table({"name": "a", "nmae": "b", "strange key\n": 1}, problems)

    assert table.take("name", checks.text, "") == "a"
    table.close(["name"])
    assert problems == ["nmae: unknown key, did you mean 'name'?", r"'strange key\n': unknown key"]


def test_refused_value_is_reported_and_the_default_goes_on() -> None:
    problems: list[str] = []
    table = Table({"delay": "fast"}, problems)

    assert table.take("delay", checks.seconds, 2.0) == 2.0
    assert table.take("delay", checks.seconds, 3.0) == 3.0
    table.close(["delay"])
    assert problems == ["delay: 'fast' is not a number of seconds from 0 to 3600"]


def test_required_key_that_is_absent_is_reported_once() -> None:
    problems: list[str] = []

    assert Table({}, problems).need("name", checks.text, "-") == "-"
    assert problems == ["name: missing"]


def test_inner_tables_report_where_they_are() -> None:
    problems: list[str] = []
    table = Table({"terms": {"x": 1}, "reading": [{}, {"y": 1}]}, problems)

    for inner in (table.table("terms"), *table.tables("reading")):
        assert inner is not None
        inner.close([])
    assert problems == ["terms.x: unknown key", "reading[2].y: unknown key"]


def test_absent_tables_are_no_problem() -> None:
    problems: list[str] = []
    table = Table({}, problems)

    assert table.table("terms") is None
    assert table.tables("reading") == []
    assert problems == []
