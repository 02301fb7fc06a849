from datetime import timedelta

import pytest

from newscrawl.sources import checks
from newscrawl.sources.checks import Refused


def test_value_is_shown_on_one_short_line() -> None:
    assert len(checks.shown("طويل " * 1000)) < 100
    assert checks.shown("a\nb") == r"'a\nb'"


def test_only_a_close_word_is_suggested() -> None:
    assert checks.did_you_mean("feedz", {"feeds", "every"}) == ", did you mean 'feeds'?"
    assert checks.did_you_mean("zzz", {"feeds", "every"}) == ""


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("45s", timedelta(seconds=45)),
        ("30m", timedelta(minutes=30)),
        ("6h", timedelta(hours=6)),
        ("1d", timedelta(days=1)),
        ("2w", timedelta(weeks=2)),
    ],
)
def test_duration(text: str, duration: timedelta) -> None:
    assert checks.duration(text) == duration


@pytest.mark.parametrize("text", ["", "m", "-1m", "1.5h", "1M", "1h30m", "٣٠m", "030m"])
def test_no_duration(text: str) -> None:
    with pytest.raises(Refused, match="is not a duration"):
        checks.duration(text)


def test_list_is_checked_item_by_item_and_becomes_a_tuple() -> None:
    years = checks.list_of(checks.year)

    assert years([2024, 2025]) == (2024, 2025)
    with pytest.raises(Refused, match="'x' is not a year"):
        years([2024, "x"])


def test_truth_is_no_number() -> None:
    assert checks.one_of((1, 2))(1) == 1
    with pytest.raises(Refused):
        checks.one_of((1, 2))(True)
    with pytest.raises(Refused):
        checks.year(True)
