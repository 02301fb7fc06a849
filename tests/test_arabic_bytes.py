import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.language.arabic_bytes import has_arabic
from tests.languages import ARABIC, ENGLISH, FOREIGN


def page(body: str) -> str:
    return f"<!doctype html><html><head><title>{body[:30]}</title></head><body><p>{body}</p></body></html>"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "windows-1256", "iso8859_6", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_arabic_is_seen_in_every_encoding(encoding: str) -> None:
    assert has_arabic(page(ARABIC).encode(encoding))


@pytest.mark.parametrize("encoding", ["windows-1256", "iso8859_6"])
def test_arabic_code_pages_are_seen_in_one_line_and_beside_french(encoding: str) -> None:
    assert has_arabic(page("عاجل: استقالة الحكومة في العاصمة").encode(encoding))
    assert has_arabic(page(ARABIC).encode(encoding) + ("é" * 100).encode("latin-1"))


@pytest.mark.parametrize(
    "body",
    [
        "".join(f"&#{ord(letter)};" for letter in "سوق"),
        "".join(f"&#{ord(letter)}" for letter in "سوق"),
        "".join(f"&#x{ord(letter):04X};" for letter in "سوق"),
        "".join(f"&amp;#{ord(letter)};" for letter in "سوق"),
        json.dumps({"text": "سوق"}),
        json.dumps({"text": "سوق"}).upper().replace("\\U", "\\u"),
        "&#1569;", "&#x66E;", "&#65275;", "\\ufedf",
    ],
)  # fmt: skip
def test_arabic_is_seen_in_references_and_escapes(body: str) -> None:
    assert has_arabic(page(body).encode("ascii"))


def test_arabic_is_seen_in_broken_utf8() -> None:
    assert has_arabic(page(ARABIC).encode().replace("المدينة".encode(), b"\xd8\xff\xd9", 1))
    assert has_arabic(page(ARABIC).encode()[:-40] + b"\xd8")


@pytest.mark.parametrize(
    "body",
    [
        page(ENGLISH).encode(),
        page(ENGLISH).encode("utf-8-sig"),
        page(ENGLISH).encode("utf-16"),
        page(FOREIGN["ru"] * 20).encode(),
        page(FOREIGN["ru"].replace("ё", "е") * 20).encode("windows-1251"),
        page(FOREIGN["ru"].replace("ё", "е") * 20).encode("koi8-r"),
        page(FOREIGN["he"] * 20).encode("windows-1255"),
        page("Ça va, le marché a été rouvert à l'été, où les élèves étaient déjà là. " * 20).encode("latin-1"),
        page("旧市场在关闭三年后重新开放，市长对记者说。" * 20).encode("gb2312"),
        page("旧市場は三年ぶりに再び開かれると市長が語った。" * 20).encode("shift_jis"),
        page("시장은 기자들에게 오래된 시장이 다시 문을 연다고 말했다. " * 20).encode("euc-kr"),
        page("&#8217;&#15750;&#1040;&#x660E;&#x41; \\u00e9 \\u0416 \\ufe0f \\ud83d\\ude00 ❤️").encode(),
        b"",
    ],
)
def test_foreign_pages_are_seen_to_have_none(body: bytes) -> None:
    assert not has_arabic(body)


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=200), st.binary(max_size=200), st.sampled_from(["سوق", "على", "البلدية", "پچگ"]))
def test_a_word_in_utf8_is_seen_in_any_rubbish(before: bytes, after: bytes, word: str) -> None:
    assert has_arabic(before + word.encode() + after)


@settings(deadline=None, max_examples=100)
@given(st.text(), st.characters(min_codepoint=0x0620, max_codepoint=0x06D3, categories=["Lo"]), st.text())
def test_one_letter_in_valid_utf8_is_seen(before: str, letter: str, after: str) -> None:
    assert has_arabic(f"{before}{letter}{after}".encode(errors="ignore"))
