# ruff: noqa: E501
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.reading.dates import parse_date

RIYADH = ZoneInfo("Asia/Riyadh")  # +3 all year


@pytest.mark.parametrize(
    ("raw", "utc", "precision"),
    [
        ("2024-07-20T13:43:33+03:00", "2024-07-20T10:43:33", "second"),
        ("2020-10-07T12:00+0400", "2020-10-07T08:00:00", "minute"),
        ("2024-07-16 09:10:22 +03:00", "2024-07-16T06:10:22", "second"),
        ("2024-07-24T11:14:52.123Z", "2024-07-24T11:14:52", "second"),
        ("2020-12-01 02:00:00", "2020-11-30T23:00:00", "second"),
        ("2026-01-08T12:42", "2026-01-08T09:42:00", "minute"),
        ("2024/07/18", "2024-07-17T21:00:00", "day"),
        ("20240718T101500Z", "2024-07-18T10:15:00", "second"),
        ("٢٠٢٦-٠٧-٠٧T١٤:٣٠:٠٠+٠٣:٠٠", "2026-07-07T11:30:00", "second"),
        ("Wed, 02 Oct 2002 13:00:00 GMT", "2002-10-02T13:00:00", "second"),
        ("02 Oct 2002 13:00 EST", "2002-10-02T18:00:00", "minute"),
        ("July 18, 2024 1:05 PM", "2024-07-18T10:05:00", "minute"),
        ("الأربعاء، 07 أكتوبر 2020 - 12:09 م", "2020-10-07T09:09:00", "minute"),
        ("السبت 20 يوليو 2024 | 01:43 مساءً", "2024-07-20T10:43:00", "minute"),
        ("الخميس , 18 تموز , 2024 :: 1:46 ص", "2024-07-17T22:46:00", "minute"),
        ("18 كانون الثاني/ يناير 2024", "2024-01-17T21:00:00", "day"),
        ("3 جانفي 2024", "2024-01-02T21:00:00", "day"),
        ("١٨ غشت ٢٠٢٤", "2024-08-17T21:00:00", "day"),
    ],
)
def test_a_plain_date_is_read_to_the_precision_it_states(raw: str, utc: str, precision: str) -> None:
    moment = parse_date(raw, RIYADH)
    assert moment is not None
    assert moment.at == datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert moment.precision == precision


@pytest.mark.parametrize(
    "raw",
    [
        "05/03/2024", "2019", "١٤ محرم ١٤٤٦", "منذ 3 ساعات", "2024-02-30", "2024-13-01", "Fri, 05 Jul 2024 25:00:00 GMT",
        "9999-12-31T23:59:59-12:00", "2024-07-20T10:00:00+25:00", "", "اليوم", "14:30", "1721470000", "0000-00-00 00:00:00",
    ],
)  # fmt: skip
def test_a_doubtful_date_is_none(raw: str) -> None:
    assert parse_date(raw, RIYADH) is None


def test_an_offset_is_ignored_where_the_feed_labels_local_time_as_gmt() -> None:
    moment = parse_date("Wed, 02 Oct 2002 13:00:00 GMT", RIYADH, ignore_offset=True)
    assert moment is not None
    assert moment.at == datetime(2002, 10, 2, 10, 0, tzinfo=UTC)


def test_summer_time_is_that_of_the_day() -> None:
    cairo = ZoneInfo("Africa/Cairo")
    summer, winter = parse_date("2024-07-01 12:00", cairo), parse_date("2024-01-01 12:00", cairo)
    assert summer is not None
    assert winter is not None
    assert (summer.at.hour, winter.at.hour) == (9, 10)


@settings(deadline=None, max_examples=150)
@given(
    st.text(max_size=60)
    | st.from_regex(r"\d{1,4}[-/. ]\d{1,4}[-/. ]\d{1,4}[T ]\d{1,3}:\d{1,3}.{0,6}", fullmatch=True)
)
def test_no_text_raises(raw: str) -> None:
    moment = parse_date(raw, RIYADH)
    assert moment is None or (moment.at.tzinfo is UTC and any(sign.isdigit() for sign in raw))
    assert moment is None or moment.precision != "day" or moment.at.astimezone(RIYADH).hour == 0


@settings(deadline=None, max_examples=80)
@given(
    st.datetimes(datetime.fromisoformat("1990-01-02"), datetime.fromisoformat("2090-01-01")).map(
        lambda at: at.replace(microsecond=0)
    )
)
def test_iso_comes_back(at: datetime) -> None:
    moment = parse_date(at.isoformat() + "Z", RIYADH)
    assert moment is not None
    assert moment.at == at.replace(tzinfo=UTC)
