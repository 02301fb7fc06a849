"""The zoo's pages show what their gold says, and nothing else decides what they are."""

import html
import re
from typing import get_args

import pytest

from benchmarks.zoo import SETS, zoo_pages
from benchmarks.zoo_whole import SETS as WHOLE_SETS
from benchmarks.zoo_whole import whole_pages
from pipelines.records import Reason

CASES = [case for name in SETS for case in zoo_pages(name)]
_TAG = re.compile(r"<[^>]+>")
_STATE = re.compile(r"<script\b[^>]*>.*?</script>|<[^>]+>", re.DOTALL)


def shown(body: bytes, encoding: str) -> str:
    return " ".join(html.unescape(_STATE.sub(" ", body.decode(encoding))).split())


@pytest.mark.parametrize("case", [case for case in CASES if case.wanted], ids=lambda case: case.name)
def test_a_page_shows_what_its_gold_says(case):
    encoding = "windows-1256" if b"windows-1256" in case.page.body[:400] else "utf-8"
    source = case.page.body.decode(encoding)
    text = shown(case.page.body, encoding) + " " + source  # a state of a program holds the text only in its source
    assert case.wanted is not None
    for paragraph in [*case.wanted.paragraphs, case.wanted.title or ""]:
        assert paragraph in text
    for name in case.wanted.say.authors:
        assert name in text
    assert case.wanted.say.published_at is None or case.wanted.say.precision


def test_the_gold_of_a_refusal_is_a_reason():
    reasons = {reason for case in CASES if case.wanted is None for reason in case.reasons}
    assert reasons <= set(get_args(Reason))


def test_names_are_told_apart_and_the_sets_are_large():
    assert len({case.name for case in CASES}) == len(CASES)
    assert sum(case.wanted is not None for case in CASES) >= 60
    assert sum(case.wanted is None for case in CASES) >= 25


def test_a_page_is_the_same_each_time():
    assert [case.page.body for name in SETS for case in zoo_pages(name)] == [case.page.body for case in CASES]


WHOLE = [case for name in WHOLE_SETS for case in whole_pages(name)]


@pytest.mark.parametrize("case", [case for case in WHOLE if case.wanted], ids=lambda case: case.name)
def test_a_whole_page_holds_what_its_gold_says(case):
    encoding = "cp1256" if b"1256" in case.page.body[:1000] else "utf-8"
    source = case.page.body.decode(encoding)
    said = [
        words
        for text in (source, _STATE.sub(" ", source), _TAG.sub("", source))
        for words in (html.unescape(text),)
    ]
    plain = " ".join(" ".join(text.split()) for text in said)
    assert case.wanted is not None
    for paragraph in case.wanted.paragraphs:
        for word in paragraph.split():
            assert word.strip("«»\"'،.:؛!؟()") in plain
    assert case.wanted.say.published_at is None or case.wanted.say.precision


def test_the_whole_pages_are_many_and_their_refusals_have_reasons():
    reasons = {reason for case in WHOLE if case.wanted is None for reason in case.reasons}
    assert reasons <= set(get_args(Reason))
    assert sum(case.wanted is not None for case in WHOLE) >= 80
