"""One line of a benchmark."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """`baseline` is measured in the same run by `which`; `target` is what the design asks of ours."""

    what: str
    ours: str
    baseline: str = ""
    which: str = ""
    target: str = ""
