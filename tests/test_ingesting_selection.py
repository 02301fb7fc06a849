from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.exit_codes import EndWith
from newscrawl.ingesting.selection import Selection, hosts_named, selection_of

ALL = Selection(claimed=None)
NAMES = st.sampled_from(["a.example", "b.a.example", "c.example"])
DOMAINS = st.one_of(st.none(), st.frozensets(NAMES, min_size=1))
DAYS = st.one_of(st.none(), st.dates(date(2026, 3, 1), date(2026, 3, 4)))
SELECTIONS = st.builds(Selection, DOMAINS, DOMAINS, DAYS, DAYS)


def test_a_host_is_taken_with_all_below_it_and_days_are_both_included():
    some = Selection(None, frozenset({"anba.example"}), date(2026, 3, 2), date(2026, 3, 3))
    assert [some.has_host(host) for host in ("anba.example", "m.anba.example", "xanba.example", "example")] == [
        True, True, False, False,
    ]  # fmt: skip
    moments = [datetime(2026, 3, day, hour, tzinfo=UTC) for day, hour in ((1, 23), (2, 0), (3, 23), (4, 0))]
    assert [some.has_moment(moment) for moment in moments] == [False, True, True, False]
    assert ALL.has_host("any.example")
    assert not ALL.has_days


@given(SELECTIONS, SELECTIONS, st.sampled_from(["a.example", "x.b.a.example", "c.example", "d.example"]), DAYS)
def test_what_covers_another_takes_all_that_the_other_takes(wide, narrow, host, day):
    moment = datetime.combine(day or date(2026, 3, 2), datetime.min.time(), UTC)
    if wide.covers(narrow) and narrow.has_host(host) and narrow.has_moment(moment):
        assert wide.has_host(host)
        assert wide.has_moment(moment)
    assert wide.covers(wide)
    assert ALL.covers(wide)


@given(SELECTIONS)
def test_a_selection_comes_back_from_what_is_written_of_it(selection):
    assert selection_of(selection.as_json()) == selection


@pytest.mark.parametrize("written", [None, [], {}, {"claimed": 1}, ALL.as_json() | {"since": "soon"}])
def test_what_is_no_selection_is_none(written):
    assert selection_of(written) is None


def test_hosts_are_named_in_the_option_or_in_a_file(tmp_path: Path):
    listed = tmp_path / "hosts.txt"
    listed.write_text("# Lebanon\nAnNahar.com.lb\n\n*.lbcgroup.tv  # television\n", "utf-8")
    assert hosts_named(f"@{listed}") == {"annahar.com.lb", "lbcgroup.tv"}
    assert hosts_named("www.SPA.gov.sa, قناة.example") == {"www.spa.gov.sa", "xn--mgbe7eqa.example"}


@pytest.mark.parametrize("text", ["", ",", "https://spa.gov.sa/", "spa gov", "@no/such/file", "@"])
def test_what_names_no_host_is_a_usage_error(text: str):
    with pytest.raises(EndWith, match="--hosts") as end:
        hosts_named(text)
    assert end.value.code == 2
