"""A slip in a file beside the code is refused, with the file and the line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.data_files import DataFileError, entries_of, rows_of, values_of, words_of


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        file = tmp_path / "list.txt"
        file.write_text(text, "utf-8")
        return file

    return write


def test_entries_are_lines_and_remarks_are_none(written: Callable[[str], Path]):
    assert entries_of(written("# why\nوكالة أنباء\n\n مصدر \n")) == ("وكالة أنباء", "مصدر")


def test_words_stand_as_many_a_line_as_one_likes(written: Callable[[str], Path]):
    assert words_of(written("# why\nفي من\nعلى\n")) == {"في", "من", "على"}


def test_rows_stand_under_their_columns_and_a_later_cell_may_be_empty(written: Callable[[str], Path]):
    file = written("# why\ncode\tletters\twords\nar\tأ إ\tفي\nfa\tپ\t\n")
    assert rows_of(file, ("code", "letters", "words")) == [("ar", "أ إ", "في"), ("fa", "پ", "")]


def test_values_stand_behind_their_key_which_may_come_again(written: Callable[[str], Path]):
    assert values_of(written("1\tيناير\tjan\n2\tشباط\n1\tجانفي\n")) == [
        ("1", ("يناير", "jan")),
        ("2", ("شباط",)),
        ("1", ("جانفي",)),
    ]


def test_a_byte_order_mark_belongs_to_no_entry(tmp_path: Path):
    (tmp_path / "list.txt").write_bytes(b"\xef\xbb\xbfone\n")
    assert entries_of(tmp_path / "list.txt") == ("one",)


TABLE = ("code", "name")


@pytest.mark.parametrize(
    ("read", "text", "said"),
    [
        (entries_of, "one\n# why\none\n", "line 3: one stands twice, first on line 1"),
        (words_of, "one two\none\n", "line 2: one stands twice"),
        (words_of, "one one\n", "line 1: one stands twice"),
        (lambda file: rows_of(file, TABLE), "", "line 1: the columns are: code, name"),
        (lambda file: rows_of(file, TABLE), "# why\nname\tcode\n", "line 2: the columns are: code, name"),
        (lambda file: rows_of(file, TABLE), "code\tname\na\n", "line 2: 1 cells, but 2 columns"),
        (lambda file: rows_of(file, TABLE), "code\tname\na\tx\na\ty\n", "line 3: a stands twice"),
        (values_of, "1\tjan\n2\n", "line 2: 0 values of 2, but at least 1"),
        (values_of, "1\tjan\t\n", "line 1: an empty cell"),
        (values_of, "1\tjan\n2\tjan\n", "line 2: jan stands twice, first on line 1"),
    ],
)
def test_a_slip_is_refused_with_its_line(
    written: Callable[[str], Path], read: Callable[[Path], object], text: str, said: str
):
    file = written(text)
    with pytest.raises(DataFileError) as refused:
        read(file)
    assert str(refused.value).startswith(f"{file}: {said}")


def test_bytes_that_are_no_utf8_are_refused(tmp_path: Path):
    (tmp_path / "list.txt").write_bytes(b"one\n" + "مصدر".encode("cp1256"))
    with pytest.raises(DataFileError, match=r"line 2: not UTF-8"):
        entries_of(tmp_path / "list.txt")
