import itertools
import re
from pathlib import Path

import pytest

from newscrawl.exit_codes import EndWith, ExitCode, in_words, most_serious, with_number

README = Path(__file__).parents[1] / "README.md"

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


def test_the_readme_names_their_order():
    order = re.search(r"most serious of its sources' codes: ([\d, ]+)", " ".join(README.read_text("utf-8").split()))
    assert order is not None
    assert [int(code) for code in order[1].split(",")] == ORDER


@pytest.mark.parametrize(("more", "less"), list(itertools.pairwise(ORDER)))
def test_the_more_serious_of_two_wins(more: int, less: int):
    assert most_serious([ExitCode(less), ExitCode(more), ExitCode(less)]) == more


def test_the_most_serious_of_all_and_of_none():
    assert most_serious(map(ExitCode, reversed(ORDER))) == ExitCode.OUTPUT
    assert most_serious([]) == ExitCode.DONE


@pytest.mark.parametrize("code", list(ExitCode))
def test_every_code_can_be_among_those_of_many(code: ExitCode):
    assert most_serious([code, ExitCode.DONE]) == code


def test_usage_is_graver_than_what_a_site_did_and_lighter_than_what_we_did():
    assert most_serious([ExitCode.USAGE, ExitCode.READING_COLLAPSED]) == ExitCode.USAGE
    assert most_serious([ExitCode.USAGE, ExitCode.UNEXPECTED]) == ExitCode.UNEXPECTED


@pytest.mark.parametrize("code", list(ExitCode))
def test_every_code_has_words(code: ExitCode):
    assert in_words(int(code)).islower()
    assert with_number(code) == (f"{in_words(code)} ({int(code)})" if code else "done")


def test_a_code_of_a_newer_newscrawl_and_of_a_run_that_crashed():
    assert (in_words(99), with_number(99)) == ("exit code 99", "exit code 99")
    assert (in_words(None), with_number(None)) == ("crashed", "crashed")


def test_an_end_says_its_line_and_carries_its_code():
    end = EndWith(ExitCode.LOCKED, "another run is under way")
    assert (str(end), end.code) == ("another run is under way", 75)
