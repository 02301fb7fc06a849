"""Bylines that a page shows: «كتب: …», «بقلم …», a name beside the date, «المصدر: رويترز»."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from lxml.html import HtmlElement

from pipelines.reading.agencies import agency_of
from pipelines.reading.boilerplate import normalised
from pipelines.reading.inline import fold
from pipelines.reading.moments import plain_digits
from pipelines.reading.persons import begins_like_person, is_person, parts_of
from pipelines.reading.vicinity import Near

_MOST_WORDS = 14  # a line of names, a place and a date; more is a sentence that says who wrote something
_AT_DATE = re.compile(
    r"\d|(?<![^\W_])(?:ال)?(?:سبت|احد|أحد|اثنين|إثنين|ثلاثاء|أربعاء|اربعاء|خميس|جمعة)(?![^\W_])|منذ|قبل|@"
)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    table: dict[str, Any] = tomllib.loads(
        Path(__file__).with_name("byline_labels.toml").read_text(encoding="utf-8")
    )
    label, source = table["label"], table["source"]
    return {
        "label": re.compile(rf"(?:{label})(?: ?[:/\-–] ?| |$)", re.IGNORECASE),
        "source": re.compile(rf"(?:{source})(?: ?[:/\-–] ?|$)", re.IGNORECASE),
        "named": re.compile(table["named"]),
    }


def without_label(line: str) -> str:
    """A credit without the words that introduce it."""
    return _after("label", line) or line


def credited_near(near: Sequence[Near], names: set[str]) -> list[str]:
    """The parts of visible credits: persons, and agencies by their names."""
    found: list[str] = []
    for number, item in enumerate(near):
        line = fold(item.block.text)
        if len(line.split()) > _MOST_WORDS:
            continue
        following = near[number + 1].block.text if number + 1 < len(near) else ""
        found += _labelled(line, following, names)
        if item.place == "below":
            found += _bare(near, number, names)
    return list(dict.fromkeys(found))


def _labelled(line: str, following: str, names: set[str]) -> Iterator[str]:
    """What stands behind a label, on its line or, where the label is all there is, on the next."""
    for kind in ("label", "source"):
        rest = _after(kind, line)
        if rest is None:
            continue
        rest = _before_date(rest or following)
        for part in parts_of(rest):
            is_name = kind == "label" and is_person(part, names)
            if agency_of(part) is not None or is_name:
                yield part
            else:
                break  # what follows a name is a place, a section, an outlet


def _bare(near: Sequence[Near], number: int, names: set[str]) -> Iterator[str]:
    """A name with no label: its class or link says that it is the writer's, or a date stands beside it."""
    block = near[number].block
    parts = parts_of(_before_date(fold(block.text)))
    is_named = _is_named(block.element)
    beside = [near[place].block.text for place in (number - 1, number + 1) if 0 <= place < len(near)]
    is_beside_date = any(any(sign.isdigit() for sign in plain_digits(line)) for line in beside)
    for part in parts[:3]:
        is_agency = agency_of(part) is not None and len(parts) == 1
        if is_agency or (is_person(part, names) and (is_named or (is_beside_date and begins_like_person(part)))):
            yield part


def _is_named(element: HtmlElement) -> bool:
    pattern = _patterns()["named"]
    around = [element, *list(element.iterancestors())[:2], *list(element.iter("a"))[:2]]
    values = (node.get(key) or "" for node in around for key in ("class", "id", "rel", "itemprop", "href"))
    return any(len(value) < 200 and pattern.search(value) for value in values)


def _after(kind: str, line: str) -> str | None:
    """The words behind a label at the head of a line; None where there is none."""
    bare = line.lstrip(" •-–|✍")
    # Letters keep their number under normalising, so that the label's length in one is that in the other.
    plain = _same_length(bare)
    found = _patterns()[kind].match(plain)
    return None if found is None else bare[found.end() :].strip(" :/-–")


def _same_length(text: str) -> str:
    return text.translate(_VARIANTS)


_VARIANTS = str.maketrans("أإآٱىةؤئ", "ااااي\u0647وي")


def _before_date(line: str) -> str:
    found = _AT_DATE.search(plain_digits(line))
    plain = plain_digits(line)
    return (plain[: found.start()] if found else plain).strip(" -–|،,")


def is_source_line(line: str) -> bool:
    """Whether a line names where a text is from."""
    return _patterns()["source"].match(normalised(line)) is not None
