from datetime import date
from pathlib import Path

import pytest

from pipelines.addresses.canonical import article_id
from pipelines.layout import Layout
from pipelines.storing.forgotten import Forgotten, ListDamaged, id_of
from tests.builders import URL

DAY = date(2026, 3, 14)


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path)


def test_without_a_list_nothing_is_forgotten(layout):
    assert Forgotten(layout).is_empty()
    assert not Forgotten(layout).holds(URL)


def test_the_list_holds_what_was_put_on_it_and_no_word_of_the_address(layout):
    Forgotten(layout).add([id_of(URL)], DAY, "a court's\torder\nof March")
    assert Forgotten(layout).holds(None, "https://other.example/", URL)
    assert not Forgotten(layout).holds(f"{URL}1", None)
    said = (layout.output / "forgotten.tsv").read_text("utf-8")
    assert said == f"id\tday\twhy\n{article_id(URL)}\t2026-03-14\ta court's order of March\n"


def test_what_is_on_it_keeps_its_line_and_what_is_new_comes_after(layout):
    one, other = "0" * 32, "1" * 32
    Forgotten(layout).add([one], DAY, "first")
    Forgotten(layout).add([other, one], DAY, "second")
    lines = (layout.output / "forgotten.tsv").read_text("utf-8").splitlines()
    assert lines[1:] == [f"{one}\t2026-03-14\tfirst", f"{other}\t2026-03-14\tsecond"]


def test_a_run_under_way_sees_what_another_process_adds(layout):
    mine = Forgotten(layout)
    assert not mine.holds(URL)
    Forgotten(layout).add([id_of(URL)], DAY, "why")
    assert mine.holds(URL)


def test_a_dry_run_writes_nothing_down(layout):
    Forgotten(layout, is_kept=False).add([id_of(URL)], DAY, "why")
    assert not list(layout.output.glob("forgotten.tsv*"))


def test_an_address_that_utf8_does_not_take_can_be_forgotten_too(layout):
    Forgotten(layout).add([id_of("https://anba.example/\ud800")], DAY, "why")
    assert Forgotten(layout).holds("https://anba.example/\ud800")


@pytest.mark.parametrize(
    ("content", "where"),
    [(b"", ":1"), (b"id\tday\twhy\nnonsense\n", ":2"), (b"id\tday\twhy\n\xff\n", "utf-8"), (b"a\tb\n", ":1")],
)
def test_a_list_that_cannot_be_read_lets_nothing_through(layout, content, where):
    (layout.output / "forgotten.tsv").write_bytes(content)
    for question in (lambda: Forgotten(layout).holds(URL), lambda: Forgotten(layout).add([id_of(URL)], DAY, "why")):
        with pytest.raises(ListDamaged, match=where):
            question()
