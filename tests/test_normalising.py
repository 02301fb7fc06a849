"""Bodies that differ in nothing that is read are equal; all others are not."""

import hashlib
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.duplicates.normalising import (
    NORMALISER_VERSION,
    count_words,
    normalise_body,
    text_hash,
    with_text_hash,
)
from pipelines.records import Article

ROOT = Path(__file__).parents[1]
TEXT = "أعلنت البلدية، الأحد، أن «السوق القديم» سيفتح أبوابه في ١٢ مايو 2021؛ وقال رئيسها: انتهت الأعمال!"
MARKS = "ًٌٍَُِّْٰـ\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u2066\u2069\ufeff\u00ad"
words = st.text(st.characters(categories=["L", "N", "M", "P", "S", "Z", "C"]), max_size=80)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("أَلْقَى الرَّئِيسُ كَلِمَـــةً", "القي الرييس كلمه"),
        ("إعلان آخر وٱلله", "اعلان اخر والله"),
        ("مسؤول سائل هدى مدرسة", "مسوول سايل هدي مدرسه"),
        ("کتاب علی", "كتاب علي"),
        ("لە ہم", "له هم"),
        ("٣٤٥ ۶۷۸ 9", "345 678 9"),
        ("«نعم»، قال؛ لا؟ “نعم” … – ok.", "نعم قال لا نعم ok"),
        ("١٢٫٥٪ + 3", "12 5 3"),
        ("\u202bالسو\u200fق\u202c \ufeffالقديم", "السوق القديم"),
        ("ﻻ ﷲ", "لا الله"),
        ("Über STRASSE straße İzmir café", "uber strasse strasse izmir cafe"),
        ("سوق\u00a0قديم\t\n\n جدا\r\n", "سوق قديم جدا"),
        ("عاجل👍🏽عاجل", "عاجل عاجل"),
        ("\x00\ud800", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_bodies_are_folded(written: str, folded: str) -> None:
    assert normalise_body(written) == folded


def test_copies_in_other_typing_have_one_hash() -> None:
    copy = TEXT.translate(str.maketrans("يأة١٢", "یاه12")).replace("«", '"').replace("»", '"').replace(" ", "  ")
    assert text_hash(copy) == text_hash(TEXT)
    assert text_hash(TEXT.replace("مايو", "يونيو")) != text_hash(TEXT)
    assert text_hash(TEXT.replace("2021", "2022")) != text_hash(TEXT)


def test_words_stay_apart() -> None:
    assert normalise_body("سوق قديم") != normalise_body("سوققديم")
    assert normalise_body("سوق/قديم-جدا") == "سوق قديم جدا"


def test_the_hash_is_sha256_of_the_normalised_body() -> None:
    assert text_hash("السوقُ!") == hashlib.sha256("السوق".encode()).hexdigest()


def test_every_character_is_folded_to_its_end() -> None:
    for point in range(0x10000):
        once = normalise_body(chr(point))
        assert normalise_body(once) == once
        assert not set(once) & set("،؛؟«»ىیأإآةؤئـ٠١۰۱")


@settings(deadline=None, max_examples=200)
@given(words)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise_body(text)
    assert normalise_body(once) == once
    assert once == " ".join(once.split())


@settings(deadline=None, max_examples=100)
@given(words)
def test_unicode_forms_are_one(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", text)
    assert normalise_body(composed) == normalise_body(decomposed)


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_marks_anywhere_change_neither_hash_nor_word_count(data: st.DataObject) -> None:
    marked = "".join(letter + data.draw(st.text(MARKS, max_size=2)) for letter in TEXT)
    assert text_hash(marked) == text_hash(TEXT)
    assert count_words(marked) == count_words(TEXT)


@settings(deadline=None, max_examples=100)
@given(words, words)
def test_joining_by_a_blank_keeps_both_parts(left: str, right: str) -> None:
    assert normalise_body(f"{left} {right}").split() == [
        *normalise_body(left).split(),
        *normalise_body(right).split(),
    ]
    assert count_words(f"{left} {right}") == count_words(left) + count_words(right)


def test_hashes_are_the_same_in_every_process() -> None:
    code = "import sys; from pipelines.duplicates.normalising import text_hash; print(text_hash(sys.stdin.read()))"
    for seed in ("1", "2"):
        answer = subprocess.run(
            [sys.executable, "-c", code],
            input=TEXT, capture_output=True, text=True, check=True, cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
        )  # fmt: skip
        assert answer.stdout.strip() == text_hash(TEXT)


def test_the_hash_of_this_version_stands() -> None:
    # Stored hashes are compared with new ones: who changes this raises NORMALISER_VERSION.
    known = {"1": "3bbb3b0391666705088917e2f7b98382cbb8726c1987bb24bd998e254c63f7b7"}
    assert text_hash(TEXT) == known[NORMALISER_VERSION]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        (" … — ـــ 👍 ،", 0),
        ("سوق", 1),
        ("السُّوقُ القَدِيمُ", 2),
        ("في ١٢ مايو 2021.", 4),
        ("12.5", 2),
        ("كوفيد-19", 2),
        ("م\u200fن", 1),
        ("سوق\n\nقديم", 2),
        ("cafe\u0301 café", 2),
        ("snake_case", 2),
        ("نعم،لا", 2),
    ],
)
def test_words_are_runs_of_letters_or_digits(text: str, number: int) -> None:
    assert count_words(text) == number


def test_fingerprint_sets_its_two_columns_only() -> None:
    read = Article(article_id="a" * 32, text=TEXT, title="سوق")
    marked = with_text_hash(read)
    assert (marked.text_hash, marked.normaliser_version) == (text_hash(TEXT), NORMALISER_VERSION)
    assert read.text_hash is None
    assert (marked.text, marked.title, marked.article_id) == (read.text, read.title, read.article_id)
