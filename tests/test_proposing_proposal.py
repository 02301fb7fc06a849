from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.exit_codes import EndWith
from newscrawl.proposing.home import Stated
from newscrawl.proposing.proposal import Proposal, as_toml
from newscrawl.proposing.told import told_by
from newscrawl.sources import BrokenSource, Source, parse_source

DAY = date(2026, 3, 14)
WHOLE = Proposal(
    id="anba_eg",
    domain="anba.eg",
    name=Stated("أنباء", "og:site_name"),
    country=Stated("eg", ".eg"),
    timezone=Stated("Africa/Cairo", "eg, by .eg"),
    feeds=(Stated("https://anba.eg/feed", "20 entries"), Stated("https://anba.eg/sport", "9 entries")),
    sitemaps=(Stated("https://anba.eg/news.xml", "5 entries"),),
    is_measured=True,
    remarks=("of 3 pages looked at, 3 would be stored",),
)


def read(proposal: Proposal) -> Source:
    return parse_source(as_toml(proposal, DAY).encode(), Path(proposal.place))


def test_a_proposal_is_a_source_file_of_a_few_lines_with_where_each_value_stands():
    source = read(WHOLE)
    assert (source.id, source.country, source.name, source.timezone) == ("anba_eg", "eg", "أنباء", "Africa/Cairo")
    assert source.feeds == ("https://anba.eg/feed", "https://anba.eg/sport")
    assert (source.enabled, source.evidence.listings, source.evidence.year) == (True, "measured", 2026)
    written = as_toml(WHOLE, DAY)
    assert 'name = "أنباء"  # og:site_name\n' in written
    assert written.endswith("# of 3 pages looked at, 3 would be stored\n")
    assert 3 <= sum(not line.startswith("#") for line in written.splitlines()) <= 12


def test_one_that_is_reserved_says_so_and_is_disabled():
    source = read(replace(WHOLE, why_disabled="reserves text and data mining", is_reserved=True))
    assert (source.enabled, source.why) == (False, "reserves text and data mining")
    assert (source.terms.tdm, source.terms.seen) == ("reserved", 2026)


def test_what_nobody_states_is_left_to_fill_in_and_not_invented():
    partial = replace(WHOLE, country=None, timezone=None)
    assert partial.missing == ["country", "timezone"]
    assert "\n# timezone = " in as_toml(partial, DAY)
    with pytest.raises(BrokenSource, match="timezone: missing"):
        read(partial)


@given(st.text(min_size=1).filter(lambda text: text.isprintable() and text.strip() == text), st.text(), st.text())
def test_whatever_a_page_states_it_stays_a_source_file(name: str, where: str, why: str):
    proposal = replace(
        WHOLE, name=Stated(name, where), feeds=(Stated("https://anba.eg/feed", why),), remarks=(why,)
    )
    assert read(proposal).name == name


# Writing


@pytest.mark.parametrize(("country", "timezone"), [("EG", None), ("egy", None), (None, "Africa/Ciro"), (None, "")])
def test_options_that_cannot_be_meant_are_2(country: str | None, timezone: str | None):
    with pytest.raises(EndWith) as end:
        told_by(country, timezone)
    assert end.value.code == 2
