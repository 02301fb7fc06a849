"""Languages are told apart by langdetect and letters; all texts were made up for these tests."""

import gzip
import html
import json
import os
import re
import subprocess
import sys
from itertools import islice, permutations
from pathlib import Path
from typing import Any

import pytest
import trafilatura
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.language.arabic_script import arabic_share
from pipelines.language.judging import Language, judge_language, keep_arabic
from pipelines.records import Article, RejectPage
from tests.languages import ARABIC, ENGLISH, FOREIGN

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
FOREIGN_PAGES = SHARED / "pages" / "negatives" / "other_languages"
CORPUS = SHARED / "corpora" / "saudinewsnet-2015-07.jsonl.gz"
needs_pages = pytest.mark.skipif(not FOREIGN_PAGES.exists(), reason="real pages in other languages are not here")

DIALECTS = {
    "Egyptian": "احنا مش عايزين حد يتكلم معانا دلوقتي، اللي حصل ده غلط ولازم الناس تعرف ليه السوق اتقفل",
    "Moroccan": "هاد السوق ديال المدينة غادي يتحل من جديد، والناس كلهم فرحانين حيت بزاف ديال المحلات كانو مسدودين",
    "Levantine": "شو صار بالسوق القديم؟ هيك فجأة سكروه وما حدا حكى معنا ليش، بس هلق عم يقولوا رح يفتح بكرا",
    "Iraqi": "شنو هاي السوالف، السوق صارله ثلث سنين مسدود وهسه گالوا راح ينفتح باچر وين چانوا قبل",
    "Gulf": "وش صاير في السوق، أمس قالوا بيفتح واليوم مسكرينه، والله ما ندري متى يخلصون منه",
}
ONE_LINERS = [
    "عاجل: استقالة الحكومة",
    "قتيلان بحريق",
    "سعر برميل نفط خام برنت يرتفع دولارين",
    "يوفنتوس روما ميلان نابولي لاتسيو تورينو بارما",
    "چلسي يهزم ارسنال",
    "چلسي يهزم ارسنال ويتاهل لنهايي دوري ابطال اوروبا",
    "وزير خارجية تشيلي يزور بكين",
    "محمد علي حسن محمود سعيد خالد",
]


def article(text: str, title: str | None = None) -> Article:
    return Article(article_id="a" * 32, text=text, title=title)


def test_arabic_news_is_arabic() -> None:
    assert judge_language(ARABIC) == Language("ar", 1.0, 1.0)


@pytest.mark.parametrize("code", FOREIGN)
def test_other_languages_are_named(code: str) -> None:
    found = judge_language(FOREIGN[code])
    assert found.code == code
    assert found.confidence > 0.6


def test_scripts_that_langdetect_does_not_know_are_not_arabic() -> None:
    assert judge_language("የከተማው ከንቲባ ገበያው እንደገና ይከፈታል አሉ") == Language("und", 0.0, 0.0)
    assert judge_language("ქალაქის მერმა განაცხადა რომ ბაზარი გაიხსნება").code != "ar"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_dialects_are_arabic(dialect: str) -> None:
    assert judge_language(DIALECTS[dialect]).code == "ar"


@pytest.mark.parametrize("line", ONE_LINERS)
def test_one_line_items_are_not_thrown_away_on_a_whim(line: str) -> None:
    assert judge_language(line).code == "ar"
    assert judge_language("", line).code == "ar"
    assert judge_language("رويترز", line).code == "ar"


@pytest.mark.parametrize(
    "line", ["ترامپ: پاسخ می‌دهیم", "انتخابات در ایران", "وزیر خارجہ کا بیان", "سەرۆکی هەرێم گەیشتە بەغدا"]
)
def test_short_foreign_lines_are_foreign(line: str) -> None:
    assert judge_language(line).code != "ar"


def test_persian_typed_with_arabic_letters_is_persian() -> None:
    typed = FOREIGN["fa"].translate(str.maketrans("یک", "يك")).replace("\u200c", " ")
    assert judge_language(typed).code == "fa"


def test_arabic_typed_with_persian_letters_is_arabic() -> None:
    assert judge_language(ARABIC.translate(str.maketrans("يىك", "ییک"))).code == "ar"


def test_foreign_names_leave_arabic_arabic() -> None:
    names = "وكتب پاولو كواليو وڤيكتور أوربان وگراتسيا چيليني وبيپ گوارديولا رسالة مفتوحة عن السوق في المدينة"
    assert judge_language(f"{names}. {ARABIC}").code == "ar"
    assert judge_language(names).code == "ar"


def test_vocalised_and_stretched_arabic_is_arabic() -> None:
    vocalised = "أَعْلَنَتِ البَلَدِيَّةُ أَنَّ السُّوقَ القَدِيمَ سَيُفْتَحُ فِي مَوْعِدِهِ، وَقَالَ الرَّئِيسُ ذٰلِكَ لِلنَّاسِ جَمِيعًا"
    assert judge_language(vocalised).code == "ar"
    assert judge_language(ARABIC.replace("ال", "الـــ")).code == "ar"


def test_presentation_forms_are_arabic() -> None:
    assert judge_language("ﺃﻋﻠﻨﺖ ﺍﻟﺒﻠﺪﻳﺔ ﻓﻲ ﺍﻟﻤﺪﻳﻨﺔ ﺃﻥ ﺍﻟﺴﻮﻕ ﺳﻴﻔﺘﺢ").code == "ar"


def test_an_arabic_article_with_a_long_english_quote_stays_arabic() -> None:
    found = judge_language(f"{ARABIC}\n\n{ENGLISH}\n\n{ARABIC}")
    assert found.code == "ar"
    assert 0.5 < found.arabic_share < 0.75


def test_under_an_arabic_title_the_quote_may_be_longer() -> None:
    mixed = ARABIC + ENGLISH * 3
    assert judge_language(mixed).code == "en"
    assert judge_language(mixed, "السوق القديم يفتح أبوابه").code == "ar"


def test_an_english_article_with_an_arabic_quote_is_english() -> None:
    assert judge_language(f"{ENGLISH * 6}\n\n{ARABIC}", "Old market opens").code == "en"


def test_persian_with_an_arabic_verse_is_persian() -> None:
    verse = "الحمد لله رب العالمين الرحمن الرحيم مالك يوم الدين"
    assert judge_language(f"{verse}\n\n{FOREIGN['fa']}\n\n{FOREIGN['fa']}").code == "fa"


@pytest.mark.parametrize("text", ["", "   ", "123 456 — !", "\x00\ud800", "ـــ"])
def test_a_text_without_letters_has_no_language(text: str) -> None:
    assert judge_language(text) == Language("und", 0.0, 0.0)


def test_the_share_is_of_the_text_not_of_the_title() -> None:
    assert judge_language("Reuters", "استقالة الحكومة في العاصمة") == Language("ar", 1.0, 0.0)


def test_arabic_share_counts_letters_only() -> None:
    assert arabic_share("") == 0.0
    assert arabic_share("12 ،؛ ٣٤ ـــ") == 0.0
    assert arabic_share("سوق ab") == pytest.approx(0.6)
    assert arabic_share("سُوقٌ ab 99") == pytest.approx(0.6)
    assert arabic_share("ﻻ گ ڕ") == 1.0


def test_verdicts_do_not_depend_on_what_came_before() -> None:
    texts = [ARABIC, FOREIGN["fa"], FOREIGN["en"], ONE_LINERS[2]]
    alone = {text: judge_language(text) for text in texts}
    for order in permutations(texts):
        assert {text: judge_language(text) for text in order} == {text: alone[text] for text in order}


def test_verdicts_are_the_same_in_every_process() -> None:
    texts = [*DIALECTS.values(), *FOREIGN.values(), *ONE_LINERS, ARABIC, ENGLISH + ARABIC]
    code = (
        "import dataclasses, json, sys; from pipelines.language.judging import judge_language as j; "
        "print(json.dumps([dataclasses.astuple(j(t)) for t in reversed(json.load(sys.stdin))]))"
    )
    here = [(found.code, found.confidence, found.arabic_share) for found in map(judge_language, texts)]
    for seed in ("1", "2"):
        answer = subprocess.run(
            [sys.executable, "-c", code],
            input=json.dumps(texts), capture_output=True, text=True, check=True, cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )  # fmt: skip
        assert [tuple(found) for found in reversed(json.loads(answer.stdout))] == here


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=300), st.none() | st.text(max_size=40))
def test_any_text_gets_a_verdict_twice_the_same(text: str, title: str | None) -> None:
    found = judge_language(text, title)
    assert found == judge_language(text, title)
    assert re.fullmatch("[a-z]{2}|und", found.code)
    assert 0 <= found.confidence <= 1
    assert 0 <= found.arabic_share <= 1


@settings(deadline=None, max_examples=50)
@given(st.lists(st.sampled_from(ARABIC.split()), min_size=12, max_size=40))
def test_arabic_words_in_any_order_are_arabic(words: list[str]) -> None:
    assert judge_language(" ".join(words)).code == "ar"


def test_a_huge_text_is_judged_by_an_excerpt() -> None:
    assert judge_language((ARABIC + "\n\n") * 5_000).code == "ar"
    assert judge_language("س" * 1_000_000).code == "ar"


def test_keep_arabic_fills_the_columns_and_changes_nothing_else() -> None:
    read = article(ARABIC, "السوق القديم يفتح أبوابه")
    kept = keep_arabic(read)
    assert (kept.language, kept.language_confidence, kept.arabic_share) == ("ar", 1.0, 1.0)
    assert read.language is None
    assert (kept.text, kept.title, kept.article_id) == (read.text, read.title, read.article_id)


@pytest.mark.parametrize("code", FOREIGN)
def test_keep_arabic_rejects_the_others(code: str) -> None:
    with pytest.raises(RejectPage) as rejected:
        keep_arabic(article(FOREIGN[code]))
    assert rejected.value.reason == "not_arabic"
    assert str(rejected.value.detail).startswith(f"{code} ")


def test_the_detail_names_the_letters() -> None:
    with pytest.raises(RejectPage) as rejected:
        keep_arabic(article(FOREIGN["fa"]))
    assert rejected.value.detail == "fa 1.00 (letters ی ک گ پ چ)"
    with pytest.raises(RejectPage) as rejected:
        keep_arabic(article(ENGLISH))
    assert rejected.value.detail == "en 1.00 (0% Arabic letters)"


def _page_text(path: Path) -> str:
    body = path.read_bytes()
    if path.suffix == ".html":
        return trafilatura.extract(body) or ""
    if path.suffix == ".json":
        return " ".join(_strings(json.loads(body)))
    return html.unescape(re.sub(r"<[^>]+>|\\.", " ", body.decode(errors="replace")))


def _strings(value: Any) -> list[str]:
    """Sentences of a JSON page: its addresses and ids are no language."""
    if isinstance(value, str):
        return [value] if " " in value.strip() else []
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for part in inner for text in _strings(part)]


@needs_pages
@pytest.mark.parametrize(
    "path", sorted(FOREIGN_PAGES.iterdir()) if FOREIGN_PAGES.exists() else [], ids=lambda path: path.name
)
def test_real_pages_in_other_languages_are_rejected(path: Path) -> None:
    text = _page_text(path)
    assert len(text) > 300
    with pytest.raises(RejectPage) as rejected:
        keep_arabic(article(text))
    names = {
        "_fa_": "fa",
        "askdin": "fa",
        "persian": "fa",
        "urdu": "ur",
        "_ur_": "ur",
        "jang": "ur",
        "pashto": "ps",
    }
    expected = next((code for part, code in names.items() if part in path.name), "en")
    assert str(rejected.value.detail).startswith(f"{expected} ")


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of real Arabic news is not here")
def test_real_arabic_articles_are_arabic() -> None:
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        read = [json.loads(line) for line in islice(lines, 0, 4_000, 10)]
    texts = [row["content"] for row in read if len(row["content"].split()) > 40]
    assert len(texts) > 300
    assert {judge_language(text).code for text in texts if arabic_share(text) >= 0.4} == {"ar"}
