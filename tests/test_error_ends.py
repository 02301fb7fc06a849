"""Exit codes of errors: one table, so that no command forgets one."""

import pytest

from newscrawl.error_ends import end_of
from newscrawl.exit_codes import EndWith, ExitCode
from pipelines.parts.errors import PartDamaged, PartIsNewer
from pipelines.storing.batches import StopStoring
from pipelines.storing.forgotten import ListDamaged


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (StopStoring("disk full"), ExitCode.OUTPUT),
        (PermissionError(13, "Permission denied", "articles/source=lim"), ExitCode.OUTPUT),
        (OSError(28, "No space left on device"), ExitCode.OUTPUT),
        (PartDamaged("articles/part.parquet", "a flipped bit"), ExitCode.OUTPUT),
        (PartIsNewer("written by a newer one"), ExitCode.CONFIGURATION),
        (ListDamaged("forgotten.tsv:3: no line of id, day and why"), ExitCode.CONFIGURATION),
    ],
)
def test_an_error_of_ours_ends_with_its_code_and_its_own_line(error: Exception, code: ExitCode) -> None:
    end = end_of(error)
    assert end is not None
    assert (end.code, str(end)) == (code, str(error))


def test_an_end_stays_as_it_is() -> None:
    end = EndWith(ExitCode.LOCKED, "another run works on it")
    assert end_of(end) is end


def test_a_kind_of_a_known_error_ends_like_it() -> None:
    class Narrower(StopStoring):
        pass

    end = end_of(Narrower("no permission"))
    assert end is not None
    assert end.code == ExitCode.OUTPUT


def test_what_nobody_expected_has_no_end() -> None:
    assert end_of(ValueError("x")) is None
    assert end_of(FileNotFoundError(2, "No such file or directory", "x")) is None
