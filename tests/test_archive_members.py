"""The records of an archive file, found as they lie."""

import pytest

from newscrawl.archive.members import kind_of, member_at, members_in
from newscrawl.archive.responses import read_answer
from tests.test_erasing import layout, path_of, places

__all__ = ["layout", "places"]  # the fixtures


def test_members_are_found_with_their_places_and_a_torn_tail_is_passed_over(layout, places):
    path = path_of(layout, places)
    with path.open("ab") as file:
        file.write(b"\x1f\x8b\x08torn")
    found = {member.offset: member for member in members_in(path)}
    assert {place.offset: place.length for place in places}.items() <= {
        offset: member.length for offset, member in found.items()
    }.items()
    assert [kind_of(found[place.offset].record) for place in places] == ["response"] * 6
    with path.open("rb") as file:
        assert member_at(file, places[0].offset + 1) is None


@pytest.mark.parametrize("number", [0, 2])
def test_an_answer_of_which_any_part_is_damaged_is_not_read(layout, places, number):
    """Without what its listing said it would be read as another page."""
    path, place = path_of(layout, places), places[number]
    assert read_answer(path, place.offset) is not None
    for offset in (place.offset + place.length + 20, place.offset + 20, 20):
        whole = path.read_bytes()
        path.write_bytes(whole[:offset] + b"torn" + whole[offset + 4 :])
        assert read_answer(path, place.offset) is None
        path.write_bytes(whole)
