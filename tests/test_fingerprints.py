"""Fingerprints: alike articles share a key, the similarity is the true one, and both are the same everywhere."""

import os
import pickle
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.duplicates.fingerprints import band_keys, fingerprint_of, id_key
from pipelines.duplicates.numbers import BANDS, SHINGLES
from pipelines.duplicates.shingles import digests_of, jaccard, most_alike, pack
from pipelines.records import Article
from tests.builders import article
from tests.copies import copy_of, invented, true_jaccard, words

ROOT = Path(__file__).parents[1]
word_lists = st.lists(st.sampled_from(["سوق", "قديم", "جديد", "في", "من", "بيت", "نهر", "جبل"]), max_size=60)


def shares_a_key(left: Article, right: Article) -> bool:
    pairs = zip(fingerprint_of(left).keys, fingerprint_of(right).keys, strict=True)
    return any(one == other for one, other in pairs)


def similarity(left: Article, right: Article) -> float:
    return jaccard(fingerprint_of(left).shingles, fingerprint_of(right).shingles)


@pytest.mark.parametrize(
    ("number", "length", "changed"), [(300, 30, 1), (300, 60, 2), (300, 200, 8), (100, 900, 39)]
)
def test_nearly_all_pairs_just_above_the_threshold_share_a_key(number: int, length: int, changed: int) -> None:
    pairs = [(one := invented(seed, length), copy_of(one, changed, seed=seed)) for seed in range(number)]
    scores = [true_jaccard(*pair) for pair in pairs]
    assert min(scores) >= 0.7
    assert max(scores) < 0.77
    assert sum(shares_a_key(*pair) for pair in pairs) / len(pairs) >= 0.99


def test_unlike_articles_share_no_key() -> None:
    articles = [invented(number) for number in range(300)]
    assert len({key for each in articles for key in fingerprint_of(each).keys}) == 300 * BANDS.bands


@pytest.mark.parametrize("changed", [0, 1, 5, 12, 20, 39])
def test_similarity_is_the_true_jaccard(changed: int) -> None:
    original = invented(changed + 1)
    copy = copy_of(original, changed)
    assert similarity(original, copy) == pytest.approx(true_jaccard(original, copy), abs=0.001)


@pytest.mark.parametrize("changed", [300, 700])
def test_similarity_of_very_long_texts_is_estimated(changed: int) -> None:
    original = invented(7, length=9000)
    copy = copy_of(original, changed)
    found = fingerprint_of(copy).shingles
    assert len(found) == SHINGLES.most * SHINGLES.digest_bytes
    assert similarity(original, copy) == pytest.approx(true_jaccard(original, copy), abs=0.03)
    assert similarity(original, copy) == similarity(copy, original)


def test_a_long_text_and_its_opening_are_not_alike() -> None:
    original = invented(8, length=9000)
    opening = article(text=" ".join(original.text.split()[:3000]))
    assert similarity(original, opening) == pytest.approx(1 / 3, abs=0.03)


def test_typing_does_not_matter() -> None:
    written = "أعلنت البلدية، الأحد، أن «السوق القديم» سيُفتح في ١٢ مايو المقبل؛ بعد أعمال ترميم طويلة"
    typed = 'اعلنت البلديه الاحد ان "السوق القديم" سيفتح فى 12 مايو المقبل بعد اعمال ترميم طويله'
    assert fingerprint_of(article(text=written)) == fingerprint_of(article(text=typed))


@pytest.mark.parametrize(
    ("text", "runs"), [("", 0), ("،،، !", 0), ("عاجل", 1), ("ا ب ج", 1), ("ا ب ج د", 1), ("ا ب ج د ه", 2)]
)
def test_texts_shorter_than_a_run_are_one(text: str, runs: int) -> None:
    found = fingerprint_of(article(text=text))
    assert len(found.shingles) == runs * SHINGLES.digest_bytes
    assert len(found.keys) == (BANDS.bands if runs else 0)


def test_texts_without_letters_are_alike_to_nothing() -> None:
    nothing = fingerprint_of(article(text="…", title=None))
    assert (nothing.shingles, nothing.text_key, nothing.title_key, nothing.words) == (b"", b"", b"", 0)
    assert jaccard(b"", b"") == most_alike(b"", b"") == 0.0


def test_a_hostile_text_is_bounded() -> None:
    chance = random.Random(3)
    print_ = fingerprint_of(article(text=" ".join(words(chance, 100_000))))
    assert len(pickle.dumps(print_)) < 15_000


@settings(deadline=None, max_examples=100)
@given(word_lists, word_lists)
def test_jaccard_is_that_of_the_runs(left: list[str], right: list[str]) -> None:
    ours, theirs = (digests_of(" ".join(each)) for each in (left, right))
    both, either = set(ours) & set(theirs), set(ours) | set(theirs)
    score = jaccard(pack(ours), pack(theirs))
    assert score == pytest.approx(len(both) / len(either) if either else 0.0)
    assert score == jaccard(pack(theirs), pack(ours))
    assert score <= most_alike(pack(ours), pack(theirs)) + 1e-9


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=300))
def test_any_text_has_a_fingerprint_and_always_the_same(text: str) -> None:
    once = fingerprint_of(article(text=text, text_hash="0"))
    assert fingerprint_of(article(text=text, text_hash="0")) == once
    assert pickle.loads(pickle.dumps(once)) == once
    assert all(0 <= key < 2**47 for key in once.keys)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.binary(min_size=8, max_size=8), min_size=1, max_size=50, unique=True).map(sorted), st.randoms())
def test_keys_depend_on_the_set_alone(digests: list[bytes], chance: random.Random) -> None:
    mixed = [*digests]
    chance.shuffle(mixed)
    assert band_keys(sorted(mixed)) == band_keys(digests)


def test_fingerprints_are_the_same_in_every_process() -> None:
    code = (
        "from tests.copies import invented; from pipelines.duplicates.fingerprints import fingerprint_of, id_key;"
        "print(fingerprint_of(invented(1)), id_key('a'))"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
        ).stdout.strip()
        for seed in ("1", "2")
    }  # fmt: skip
    assert answers == {f"{fingerprint_of(invented(1))} {id_key('a')}"}
