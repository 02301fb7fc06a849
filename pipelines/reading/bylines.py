"""Bylines that a page shows: «كتب: …», «بقلم …», a name beside the date, «المصدر: رويترز»."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.agencies.marks import agency_of
from pipelines.reading.boilerplate import is_furniture, normalised
from pipelines.reading.contacts import without_contacts
from pipelines.reading.inline import ends_sentence
from pipelines.reading.moments import plain_digits
from pipelines.reading.persons import begins_like_person, is_of_picture_word, is_person, parts_of
from pipelines.reading.signature import signing_agencies
from pipelines.reading.vicinity import Near
from pipelines.reading.writers import is_of_picture, names_writer

_MOST_WORDS = 14  # a line of names, a place and a date; more is a sentence that says who wrote something
_PENS = "✍🖊🖋✒"
_SIGNS = " •-–|✍❑■▪●◆□"
_MARK = re.compile(r"[-–—/]")
_COMMENTS = re.compile(r"(?:ال)?(?:تعليق|تعليقات|ردود|رد|اراء القراء)(?![^\W_])")  # what stands below is others'
_PARTS_OF_A_DATELINE = 3  # place, outlet, writer
_WORDS_OF_A_DATELINE = 4  # «بغداد – واع» on a line of its own
_WORDS_OF_A_SIGNATURE = 6  # «الخرطوم: عثمان الطيب سوار»
_TO_DATE = re.compile(r"\s+(?:في|يوم|بتاريخ|الساعة|(?:ال)?تاريخ(?: النشر)?:?|-)$")
_BY = re.compile(r"\s(?:بواسطة|بقلم)\s*:?\s*(\S.*)")
_STARRED = re.compile(r"\*\s*(?:من\s+)?(?=[^\W\d_])")  # «*من علي الأحمدي» below the text
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
    }


def without_label(line: str) -> str:
    """A credit without the words that introduce it."""
    return _after("label", line) or line


def credited_near(near: Sequence[Near], names: set[str]) -> list[str]:
    """The parts of visible credits: persons, and agencies by their names."""
    said = [
        (item, piece)
        for item in near
        if not (_is_of_buttons(item) or _is_of_photographer(item))
        for piece in _lines(item)
    ]
    found: list[str] = []
    for number, (item, line) in enumerate(said):
        if item.place == "after" and _COMMENTS.match(normalised(line)):
            break
        if len(line.split()) > _MOST_WORDS:
            continue
        following = said[number + 1][1] if number + 1 < len(said) else ""
        found += _labelled(line, following, names)
        if item.place == "below":
            beside = [said[place][1] for place in (number - 1, number, number + 1) if 0 <= place < len(said)]
            found += _bare(item, line, beside, names)
            found += [] if is_of_picture(item) else _agency_of_dateline(line)
        elif item.place == "above":
            found += [
                part for part in parts_of(line) if is_person(part, names) and names_writer(item.block.element, part)
            ]
        elif item.place == "after":
            found += signing_agencies(line)
            found += [line] if _signs_in_bold(item, line, names) else []
    whole = {piece for _, piece in said}
    return [name for name in dict.fromkeys(found) if name in whole or not _goes_on(name, found)]


def _goes_on(name: str, others: Sequence[str]) -> bool:
    """Whether a name is another with the words that stand beside it on the line: «ليث … إسطنبول»."""
    return any(name.startswith(f"{other} ") for other in others)


def signed(near: Sequence[Near], paragraphs: Sequence[str]) -> list[str]:
    """Who signs below with a star, or in bold just above the text; not somebody of whom the text tells."""
    star = _STARRED.match(paragraphs[-1]) if paragraphs else None
    rest = paragraphs[-1][star.end() :] if star is not None else ""
    if is_person(rest, set()) and begins_like_person(rest):
        return [rest]
    last = next((item for item in reversed(near) if item.place == "below"), None)
    if last is None or not last.block.is_bold or len(last.text.split()) > _WORDS_OF_A_SIGNATURE:
        return []
    named = [part for part in parts_of(last.text) if is_person(part, set()) and begins_like_person(part)]
    return [name for name in named[:1] if not any(name in paragraph for paragraph in paragraphs)]


def _signs_in_bold(item: Near, line: str, names: set[str]) -> bool:
    """Whether a line is a bold name and nothing else, as SANA prints below the text who wrote."""
    return item.block.is_bold and item.text == line and is_person(line, names) and begins_like_person(line)


def _is_of_buttons(item: Near) -> bool:
    """Whether a line holds prompts to share, print or save: what stands between them is none's name."""
    prompts = [piece for piece in item.pieces if normalised(piece) and is_furniture(piece)]
    return sum(1 for piece in prompts if not any(sign.isdigit() for sign in piece)) > 1


def _is_of_photographer(item: Near) -> bool:
    """Whether a line opens with the word for the picture, set apart: «تصوير», and a linked name."""
    return len(item.pieces) > 1 and is_of_picture_word(item.pieces[0])


def _lines(item: Near) -> tuple[str, ...]:
    """A line and, where the markup parts it, what stands on it."""
    pieces = tuple(part for piece in item.pieces for part in piece.split(" | "))
    return pieces if len(pieces) == 1 else (*pieces, item.text)


def _behind_date(line: str) -> str | None:
    """The words behind «بواسطة», where a date opens the line: «2 مارس 2026 بواسطة …»."""
    found = _BY.search(line) if any(sign.isdigit() for sign in plain_digits(line)) else None
    return found[1] if found else None


def _labelled(line: str, following: str, names: set[str]) -> Iterator[str]:
    """What stands behind a label, on its line or, where the label is all there is, on the next."""
    if line[:1] in _PENS:
        yield from (part for part in parts_of(line.lstrip(_PENS + "\ufe0f ")) if is_person(part, names))
        return
    for kind in ("label", "source"):
        rest = _after(kind, line)
        if rest is None and kind == "label":
            rest = _behind_date(line)
        if rest is None:
            continue
        for part in parts_of(_before_date(rest or following)):
            is_name = is_person(part, names) and (kind == "label" or begins_like_person(part))
            if agency_of(part) is not None or is_name:
                yield part
            elif kind == "label":
                break  # what follows a name is a place, a section, an outlet


def _bare(item: Near, line: str, beside: Sequence[str], names: set[str]) -> Iterator[str]:
    """A name with no label: its class or link says that it is the writer's, or a date stands beside it."""
    if ends_sentence(line):
        return  # a standfirst may open with a given name: «ربيع …»
    parts = parts_of(_before_date(line))
    is_beside_date = any(any(sign.isdigit() for sign in plain_digits(text)) for text in beside)
    if item.block.is_bold and 1 < len(parts) <= _PARTS_OF_A_DATELINE:
        # «محوت - محمد بن سعيد الحكماني», «المواطن – سعيد آل هطلاء – أبها»
        yield from (part for part in parts[1:] if begins_like_person(part) and is_person(part, names))
    for part in parts[:3]:
        if agency_of(part) is not None:
            is_credit = len(parts) == 1 and not is_of_picture(item)
        else:
            is_credit = is_person(part, names) and (
                (is_beside_date and begins_like_person(part)) or names_writer(item.block.element, part)
            )
        if is_credit:
            yield part


def _agency_of_dateline(line: str) -> list[str]:
    """The agency that closes a dateline on a line of its own: «جدة 23 رمضان 1447 هـ … م واس»."""
    line = line.lstrip(_SIGNS)
    words = line.split()
    if len(words) <= _WORDS_OF_A_DATELINE and not any(sign.isdigit() for sign in line):
        parts = _MARK.split(line)
        return parts[1:] if len(parts) == 2 and parts[0].strip() and agency_of(parts[1]) is not None else []
    ends = [" ".join(words[-count:]) for count in (1, 2, 3)] if any(sign.isdigit() for sign in line) else []
    return [end for end in ends if agency_of(end) is not None][:1]


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
    plain = plain_digits(without_contacts(line))
    found = _AT_DATE.search(plain)
    return _TO_DATE.sub("", (plain[: found.start()] if found else plain).strip(" -–|،,"))
