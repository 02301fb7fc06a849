import pytest

from pipelines.reading import read
from pipelines.reading.mojibake import is_mojibake, repair
from pipelines.records import RejectPage

from .test_reading_layouts import dress, invented, page_of, plain

PROSE = "أعلن وزير الري أن السد القديم سيغلق أسبوعا كاملا لإصلاح بوابته الكبيرة"


@pytest.mark.parametrize("wrong", ["cp1252", "latin-1", "cp1256"])
def test_utf_8_read_as_a_single_byte_encoding_is_known_and_repaired(wrong: str) -> None:
    debris = PROSE.encode().decode(wrong, "ignore") if wrong == "cp1252" else PROSE.encode().decode(wrong)
    assert is_mojibake(debris)
    if wrong != "cp1252":  # cp1252 has no sign for some bytes: those were lost here
        assert repair(debris) == PROSE


def test_prose_is_no_mojibake() -> None:
    assert not is_mojibake(PROSE)
    assert not is_mojibake("طَ ظِ " + PROSE)
    assert not is_mojibake("Ørsted أعلنت شركة " + PROSE)
    assert not is_mojibake("")


def test_what_cannot_be_repaired_is_left() -> None:
    assert repair("\ufffd" * 20) is None
    assert repair(PROSE) is None


def test_a_page_that_was_encoded_twice_is_read() -> None:
    lines = [plain(line) for line in invented() if not line.startswith("#")]
    twice = dress("".join(f"<p>{line}</p>" for line in lines)).decode().encode().decode("latin-1").encode()
    assert read(page_of(twice)).text.split("\n\n") == lines


def test_a_page_of_lost_characters_is_rejected() -> None:
    body = dress("".join("<p>" + "\ufffd\ufffd \ufffd\ufffd\ufffd \ufffd\ufffd " * 12 + "</p>" for _ in range(6)))
    with pytest.raises(RejectPage) as caught:
        read(page_of(body))
    assert caught.value.reason == "mojibake"
