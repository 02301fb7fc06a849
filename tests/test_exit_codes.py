import itertools
import re
from pathlib import Path

import pytest

from newscrawl.exit_codes import EndWith, ExitCode, most_serious

DESIGN = Path(__file__).parents[1].parent / "shared" / "design.md"

PROMISED = {
    0: "DONE",
    1: "UNEXPECTED",
    2: "USAGE",
    3: "OUTPUT",
    4: "CONFIGURATION",
    10: "NOTHING_FOUND",
    11: "INTERRUPTED",
    12: "BLOCKED",
    13: "READING_COLLAPSED",
    14: "TIME_LIMIT",
    75: "LOCKED",
}
ORDER = [3, 4, 1, 13, 12, 10, 14, 11, 75, 0]


def test_the_codes_are_those_promised():
    assert {int(code): code.name for code in ExitCode} == PROMISED


def test_the_design_still_names_these_codes():
    if not DESIGN.exists():
        pytest.skip("the design lies beside the repository, and is not there")
    section = DESIGN.read_text("utf-8").partition("### 5.3")[2].partition("###")[0]
    order = re.search(r"most serious of its sources' codes: ([\d, ]+)", " ".join(section.split()))
    assert order is not None
    assert [int(code) for code in order[1].strip(", ").split(",")] == ORDER
    assert {int(code) for code in re.findall(r"(?:^|· |\n)(\d+) [a-z]", section)} == set(PROMISED)


@pytest.mark.parametrize(("more", "less"), list(itertools.pairwise(ORDER)))
def test_the_more_serious_of_two_wins(more: int, less: int):
    assert most_serious([ExitCode(less), ExitCode(more), ExitCode(less)]) == more


def test_the_most_serious_of_all_and_of_none():
    assert most_serious(map(ExitCode, reversed(ORDER))) == ExitCode.OUTPUT
    assert most_serious([]) == ExitCode.DONE


def test_an_end_says_its_line_and_carries_its_code():
    end = EndWith(ExitCode.LOCKED, "another run is under way")
    assert (str(end), end.code) == ("another run is under way", 75)
