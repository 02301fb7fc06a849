"""Dates that a page shows its readers: beside the headline, or with a label that says what they are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from pipelines.reading.crumbs import starts_at_home
from pipelines.reading.inline import fold
from pipelines.reading.moments import Moment
from pipelines.reading.prose import is_prose
from pipelines.reading.relative import parse_age
from pipelines.reading.stated_zone import says_utc
from pipelines.reading.vicinity import Near
from pipelines.reading.written_dates import clock_of, dates_in, is_clock, leads_to_date

_MOST_WORDS = 24  # a line of a date, a byline and a section; more is a sentence that speaks of a day
_WORDS_OF_A_DATE = 6
_WORDS_OF_A_TIME = 9  # «الأحد 24 مايو 2026 - 08:17 بتوقيت غرينتش»
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_MOST_DAYS = 3  # more different ones are a list of something
_LIVE_CLOCK = timedelta(minutes=15)  # a page that shows the present time shows that of the fetch


@dataclass(frozen=True, slots=True)
class Shown:
    """A date shown on the page: its words, its meaning, what it dates, where it stands, and of what kind it is."""

    raw: str
    moment: Moment
    role: str
    is_labelled: bool
    place: str
    kind: str = ""


def shown_dates(near: Sequence[Near], zone: tzinfo, fetched_at: datetime) -> list[Shown]:
    """The dates to trust, the best first: below the headline before above it, Gregorian before Hijri, then ages."""
    found = list(_found(near, zone, fetched_at))
    ranked = sorted(found, key=_rank)
    days = {shown.moment.at.date() for shown in ranked if not shown.is_labelled and shown.kind == ""}
    if len(days) > _MOST_DAYS:
        ranked = [shown for shown in ranked if shown.is_labelled]
    return ranked


def shown_clocks(near: Sequence[Near]) -> frozenset[tuple[int, int]]:
    """The hours and minutes that stand alone below the headline: «20:05 (توقيت مكة)»."""
    pieces = (piece for item in near if item.place == "below" for piece in item.pieces)
    return frozenset(clock for piece in pieces if (clock := clock_of(piece)) is not None)


def _rank(shown: Shown) -> tuple[bool, bool, bool]:
    return (bool(shown.kind), not shown.is_labelled, shown.place != "below")


def _found(near: Sequence[Near], zone: tzinfo, fetched_at: datetime) -> Iterator[Shown]:
    for place, line in _lines(near):
        for written in dates_in(line, zone):
            kind = "hijri" if written.is_hijri else ""
            shown = Shown(
                written.raw, written.moment, written.role or "published", written.role is not None, place, kind
            )
            if _is_credible(shown, zone, fetched_at):
                yield shown
    for item in near:
        for piece in item.pieces if item.place == "below" and len(item.pieces) <= _MOST_WORDS else ():
            age = parse_age(piece, zone, fetched_at)
            if age is not None:
                yield Shown(piece, age, "published", False, item.place, "relative")


def _lines(near: Sequence[Near]) -> Iterator[tuple[str, str]]:
    """The lines that may hold a date; a label and a clock on lines of their own join the date beside them."""
    sound = [item for item in _below_menu(near) if _may_hold_date(item)]
    number = 0
    while number < len(sound):
        place, line = sound[number].place, _unlinked(sound[number])
        while number + 1 < len(sound) and sound[number + 1].place == place:
            following = _unlinked(sound[number + 1])
            if not leads_to_date(line) and not is_clock(following):
                break
            line, number = f"{line} {following}", number + 1
        yield place, line
        number += 1


def _below_menu(near: Sequence[Near]) -> Sequence[Near]:
    """The lines without those that stand above the menu: there, sites show the present day."""
    menus = [
        number
        for number, item in enumerate(near)
        if item.place == "above" and item.block.line.links and starts_at_home(item.block.text)
    ]
    return near[menus[-1] + 1 :] if menus else near


def _may_hold_date(item: Near) -> bool:
    block = item.block
    if len(item.text.split()) > _MOST_WORDS or not _unlinked(item):
        return False
    return not is_prose(block) or any(sign.isdigit() for sign in block.text[-30:]) or _holds_piece(item)


def _holds_piece(item: Near) -> bool:
    """Whether the markup sets a year apart on the line: with buttons («طباعة | أرسل») it is no sentence yet."""
    pieces = item.pieces if len(item.pieces) > 1 else ()
    return any(_YEAR.search(piece) for piece in pieces if len(piece.split()) <= _WORDS_OF_A_TIME)


def _unlinked(item: Near) -> str:
    """What may hold the date of a line: not the headlines in it that lead elsewhere; a date alone may be a link."""
    if item.block.link_share <= 0.5:
        return item.text
    is_short = len(item.text.split()) <= _WORDS_OF_A_DATE
    if is_short and (item.place == "below" or says_utc(item.text)):
        return item.text
    return fold(" ".join(text for text, linked in item.block.line.parts if not linked))


def _is_credible(shown: Shown, zone: tzinfo, fetched_at: datetime) -> bool:
    """Whether a date is the article's: a site's head shows today, and what stands after the text needs a label."""
    if shown.is_labelled:
        return True
    if shown.place == "after":
        return False
    if shown.place == "above":
        is_today = shown.moment.at.astimezone(zone).date() == fetched_at.astimezone(zone).date()
        is_now = abs(shown.moment.at - fetched_at) < _LIVE_CLOCK
        return not (is_now or (is_today and shown.moment.precision == "day"))
    return True
