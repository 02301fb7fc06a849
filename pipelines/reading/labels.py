"""What outlets add to a headline: their name, a section, labels such as «عاجل»."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from pipelines.data_files import entries_of
from pipelines.reading.boilerplate import normalised
from pipelines.reading.inline import fold

_SEPARATOR = re.compile(r"\s+[|–—•·«»:-]{1,2}\s+|\s*[|•·]\s*")
_LABEL = re.compile(
    r"^\s*[\[({«\"“]?\s*([^\W\d_][\w\s]{1,24}?)\s*(?:[\])}»]\s*[:|\-–—]?|[\"”]?\s*(?:[:|–—]|\.{2,}|…|-\s|//+|!+))\s*"
)
_END_LABEL = re.compile(
    r"\s*(?:[\[({]\s*([^\W\d_][\w\s+&]{1,24}?)\s*[\])}]|(?:\.{2,}|…|\s[|–—-])\s*([^\W\d_][\w\s]{1,24}?))\s*$"
)
_DESK = re.compile(r"\s*([^\W\d_]{2,12})\s+/\s+(?=\S)")
_QUOTES = str.maketrans("", "", "\"'“”„«»‘’`")
_MOST_LABELS = 3


@cache
def _labels() -> frozenset[str]:
    return frozenset(map(normalised, entries_of(Path(__file__).with_name("labels.txt"))))


@cache
def _desks() -> frozenset[str]:
    return frozenset(map(normalised, entries_of(Path(__file__).with_name("desks.txt"))))


def is_label(text: str) -> bool:
    """Whether a text is one of the labels that outlets put on a headline."""
    return bool(text) and normalised(text) in _labels()


def key_of(text: str) -> str:
    """A text as it is compared: outlets set other quotation marks in each place."""
    return normalised(text.translate(_QUOTES)).casefold()


def _is_section(parts: list[str], marks: list[str]) -> bool:
    """Whether the last part is a section's name: bars part no headline, and a section is a few words."""
    return "|" in marks[-1] and len(parts[-1].split()) <= 3 and len(_joined(parts[:-1], marks[:-1]).split()) >= 4


def without_outlet(raw: str, names: Sequence[str], others: Sequence[str]) -> str:
    """The words without the parts at either end that name the outlet or that no other offer has."""
    parts = _SEPARATOR.split(raw)
    marks = _SEPARATOR.findall(raw)
    known = {key_of(name) for name in names} - {""}
    shorter = {key_of(text) for text in others if len(text) < len(raw)}
    named = False
    while len(parts) > 1 and (
        _names(parts[-1], known) or _is_extra(parts, marks, shorter) or (named and _is_section(parts, marks))
    ):
        named = named or _names(parts[-1], known)
        parts, marks = parts[:-1], marks[:-1]
    while len(parts) > 1 and _names(parts[0], known):
        parts, marks = parts[1:], marks[1:]
    return _joined(parts, marks)


def _joined(parts: list[str], marks: list[str]) -> str:
    pairs = zip(parts, [*marks, ""], strict=False)
    return "".join(part + mark for part, mark in pairs).strip()


def _names(part: str, names: set[str]) -> bool:
    plain = key_of(part)
    if not plain:
        return True
    return plain in names or any(
        len(name) > 3
        and (name in plain or plain in name)
        and len(plain.split()) <= len(name.split()) + 3
        and len(plain) > 3
        for name in names
    )


def _is_extra(parts: list[str], marks: list[str], shorter: set[str]) -> bool:
    """Whether another offer is exactly this one without the last part."""
    return any(key_of(_joined(parts[:end], marks[: end - 1])) in shorter for end in range(1, len(parts)))


def without_labels(text: str) -> tuple[str, tuple[str, ...]]:
    """A headline without its labels, and these."""
    labels: list[str] = []
    desk = _DESK.match(text)
    if desk is not None and normalised(desk[1]) in _desks():
        labels.append(desk[1])
        text = text[desk.end() :]
    for _ in range(_MOST_LABELS):
        found = _LABEL.match(text)
        if found is None or normalised(found.group(1)) not in _labels() or not text[found.end() :].strip():
            break
        labels.append(fold(found.group(1)))
        text = text[found.end() :]
    found = _END_LABEL.search(text)
    if found is not None and found.start() > 0:
        label = fold(found.group(1) or found.group(2))
        if all(normalised(part) in _labels() for part in re.split(r"\s*[+&]\s*|\sو(?=\w)", label)):
            labels.append(label)
            text = text[: found.start()]
    return text.strip(), tuple(labels)
