"""The Hijri calendar, as the Saudi press dates by it."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from pipelines.data_files import rows_of, values_of
from pipelines.reading.boilerplate import normalised

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class _Year:
    begins: date
    lengths: tuple[int, ...]


@cache
def _years() -> dict[int, _Year]:
    rows = rows_of(_HERE / "umm_al_qura.tsv", ("year", "begins", "months"))
    return {
        int(year): _Year(date.fromisoformat(begins), tuple(29 + int(sign) for sign in lengths))
        for year, begins, lengths in rows
    }


@cache
def hijri_months() -> dict[str, int]:
    """Each normalised name of a Hijri month, and its number."""
    rows = values_of(_HERE / "hijri_months.tsv")
    return {normalised(name): int(number) for number, names in rows for name in names}


def gregorian(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a Hijri one; None where there is no such day, or the calendar does not reach."""
    known = _years().get(year)
    if known is None or not 1 <= month <= 12 or not 1 <= day <= known.lengths[month - 1]:
        return None
    return known.begins + timedelta(days=sum(known.lengths[: month - 1]) + day - 1)
