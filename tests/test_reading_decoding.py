import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.reading.decoding import decode

PROSE = "قال وزير الري إن السد القديم في حالة جيدة، وإن الأعمال على الطريق ستبدأ بعد أن يوافق المجلس على الموازنة؟"
META = '<meta charset="{}">'


def test_a_byte_order_mark_wins_over_every_label() -> None:
    for encoding in ("utf-8-sig", "utf-16"):
        found = decode(PROSE.encode(encoding), "text/html; charset=windows-1256")
        assert found.text == PROSE
        assert found.replaced == 0


@pytest.mark.parametrize("label", ["windows-1256", "iso-8859-1", "iso-8859-6", "nonsense", "base64", "utf-8"])
def test_sound_utf_8_wins_over_a_wrong_label(label: str) -> None:
    page = META.format(label) + PROSE
    assert decode(page.encode(), f"text/html; charset={label}").text == page


@pytest.mark.parametrize("label", ["", "utf-8", "iso-8859-1", "windows-1256"])
def test_windows_1256_is_found_whatever_the_label(label: str) -> None:
    page = (META.format(label) if label else "") + PROSE
    found = decode(page.encode("cp1256"), f"text/html; charset={label}" if label else "text/html")
    assert found.text == page
    assert found.encoding == "cp1256"


def test_iso_8859_6_is_told_from_windows_1256_without_a_label() -> None:
    assert decode(PROSE.encode("iso8859-6")).text == PROSE


def test_a_label_of_the_other_arabic_code_page_does_not_hide_plain_words() -> None:
    long = PROSE * 5
    assert decode(long.encode("cp1256"), "text/html; charset=iso-8859-6").text == long


def test_one_cut_character_costs_that_character_only() -> None:
    body = PROSE.encode()
    found = decode(body[:20] + body[21:] + PROSE.encode(), "text/html")
    assert found.encoding == "utf-8"
    assert 0 < found.replaced <= 2
    assert found.text.endswith(PROSE)


def test_a_foreign_block_in_a_utf_8_page_leaves_the_rest_whole() -> None:
    found = decode((PROSE * 6).encode() + "خبر".encode("cp1256") + PROSE.encode())
    assert found.encoding == "utf-8"
    assert found.text.startswith(PROSE)
    assert found.replaced >= 1


def test_nul_bytes_are_taken_out() -> None:
    assert decode("سد\x00 قديم".encode()).text == "سد قديم"


def test_a_declared_encoding_of_another_script_is_kept() -> None:
    page = META.format("windows-1251") + "Новости" * 9
    assert decode(page.encode("cp1251")).text == page


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=400), st.text(max_size=40))
def test_no_bytes_and_no_label_raise(body: bytes, label: str) -> None:
    text = decode(body, f"text/html; charset={label}").text
    assert "\x00" not in text
    text.encode("utf-8")  # no lone surrogate
