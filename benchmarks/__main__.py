"""`make bench`: our figures beside a baseline's, both from the same run, on this machine, now.

    make bench              all parts
    make bench PART=ingest  one part

What is measured lies in `../shared`: texts of others, no part of the project. Without it a part says so.
"""

import json
import os
import platform
import statistics
import sys
import time
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.figures import Figure

LATEST = Path(__file__).with_name("latest.json")
_WIDTH = 160  # in a file; at the 80 columns of a terminal that is none, each figure would fill four lines
PARTS = ("ingest", "reading", "duplicates", "tagging", "dataset")


def main(wanted: list[str]) -> int:
    unknown = set(wanted) - set(PARTS)
    if unknown:
        print(f"no part {unknown.pop()}; the parts are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    console = Console(width=None if sys.stdout.isatty() else _WIDTH)
    noise = _noise()
    figures = {part: import_module(f"benchmarks.{part}").run() for part in wanted or PARTS}
    for part, found in figures.items():
        console.print(_table(part, found))
    console.print(
        f"{platform.machine()}, {os.cpu_count()} cores; the same work takes {noise:.0%} more or less time"
    )
    latest = {part: [asdict(figure) for figure in found] for part, found in figures.items()}
    LATEST.write_text(json.dumps({"noise": noise, "parts": latest}, ensure_ascii=False, indent=2), encoding="utf-8")
    return 0


def _noise() -> float:
    """How much the time of one and the same work varies here: standard deviation over mean."""
    times = []
    for _ in range(15):
        began = time.perf_counter()
        sum(number * number for number in range(300_000))
        times.append(time.perf_counter() - began)
    return statistics.stdev(times) / statistics.mean(times)


def _table(part: str, figures: list[Figure]) -> Table:
    table = Table("what", "ours", "baseline", "which", "target", title=part, title_justify="left")
    for figure in figures:
        table.add_row(figure.what, figure.ours, figure.baseline, figure.which, figure.target)
    return table


if __name__ == "__main__":
    sys.exit(main([part for part in sys.argv[1:] if part]))
