"""Below which no figure of reading and tagging may fall: `floors.toml`, with the digest of what it was measured on.

python -m benchmarks.floors                  what is below its floor; exit 1 if anything is
python -m benchmarks.floors --pin            raises the floors to today's figures; refuses if one would fall
python -m benchmarks.floors --lower "why"    sets them to today's figures, and writes down why some are lower
"""

import argparse
import hashlib
import sys
import tomllib
from collections.abc import Iterable
from math import floor
from pathlib import Path
from typing import Any

from benchmarks.cases import Case, newsroom_pages, saved_pages
from benchmarks.gold import HERE
from benchmarks.measuring import readings, summary
from benchmarks.pages_to_warc import PAGES
from benchmarks.readers import ours
from benchmarks.robustness import falls
from benchmarks.tagging import pinned_rates
from benchmarks.zoo import SETS, zoo_pages
from benchmarks.zoo import inputs as zoo_inputs
from benchmarks.zoo_whole import SETS as WHOLE_SETS
from benchmarks.zoo_whole import whole_pages

FILE = Path(__file__).with_name("floors.toml")
# Figures of which less is better, with what is as good as zero: the target of robustness. Time has no floor: what a
# test decides must not depend on the machine, and `make bench` shows it.
CEILINGS = {"invented": 0.0, "fall": 0.01}

Figures = dict[str, float]


def measure_pages() -> Figures:
    """Our reading of the saved pages, and by how much it falls when they are made strange."""
    figures = _named("pages", saved_pages())
    return figures | {f"pages, fall by {change}": _up(max(fall, 0)) for change, fall in falls(looks=2).items()}


def measure_newsroom() -> Figures:
    return _named("newsroom", newsroom_pages())


def measure_zoo() -> Figures:
    cases = {name: zoo_pages(name) for name in SETS} | {name: whole_pages(name) for name in WHOLE_SETS}
    return {key: value for name, pages in cases.items() for key, value in _named(f"zoo {name}", pages).items()}


def measure_tagging() -> Figures:
    return {f"tagging, {name}": rate for name, rate in pinned_rates().items()}


def inputs_digest() -> str:
    """Of the gold, of every saved page and of the zoo."""
    digest = hashlib.sha256()
    own = sorted([*HERE.glob("*.t*"), *zoo_inputs()])
    pages = sorted(case for part in ("articles", "negatives") for case in (PAGES / part).rglob("*"))
    # Ours first, whatever the folder is called in which this project lies beside the pages.
    for file in (each for each in [*own, *pages] if each.is_file()):
        digest.update(file.name.encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def pinned() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8")) if FILE.exists() else {}


def broken(measured: Figures, floors: Figures) -> list[str]:
    """Which figures are worse than pinned, in words; a figure that is no longer measured is worse too."""
    worse = [
        name for name, value in floors.items() if name not in measured or _is_worse(name, measured[name], value)
    ]
    return [f"{name}: {measured.get(name, 'not measured')}, pinned at {floors[name]}" for name in worse]


def raised(measured: Figures, floors: Figures) -> Figures:
    """The better of both; a new figure is pinned as it is."""
    return {
        name: value if name not in floors or not _is_worse(name, value, floors[name]) else floors[name]
        for name, value in _at_targets(measured).items()
    }


def main(arguments: list[str]) -> int:
    options = _options(arguments)
    if not PAGES.exists():
        print("no saved pages to measure on", file=sys.stderr)
        return 2
    old = pinned()
    measured = measure_pages() | measure_newsroom() | measure_zoo() | measure_tagging()
    worse = broken(measured, old.get("floors", {}))
    for line in worse:
        print(line)
    if worse and options.lower is None:
        print('below its floor; if that is right, say why: --lower "why"' if options.pin else "below its floor")
        return 1
    if options.lower is not None:
        _write(_at_targets(measured), [*old.get("lowered", []), {"why": options.lower, "what": worse}])
    elif options.pin:
        _write(raised(measured, old.get("floors", {})), old.get("lowered", []))
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.floors", description="Floors of reading and tagging."
    )
    parser.add_argument("--pin", action="store_true", help="raise the floors to today's figures")
    parser.add_argument(
        "--lower", metavar="WHY", type=_reason, help="set the floors to today's figures, even lower"
    )
    return parser.parse_args(arguments)


def _reason(why: str) -> str:
    if len(why.split()) < 3:
        raise argparse.ArgumentTypeError("say why in a sentence")
    return why


def _named(part: str, cases: list[Case]) -> Figures:
    figures = summary(readings(cases, ours))
    return {f"{part}, {name}": _down(value) for name, value in figures.items()}


def _is_ceiling(name: str) -> bool:
    return any(word in name for word in CEILINGS)


def _is_worse(name: str, value: float, than: float) -> bool:
    return value > than if _is_ceiling(name) else value < than


def _at_targets(measured: Figures) -> Figures:
    """Ceilings not below their targets: within the target a figure may go up and down."""
    return {
        name: max(value, *(target for word, target in CEILINGS.items() if word in name))
        if _is_ceiling(name)
        else value
        for name, value in measured.items()
    }


def _down(value: float) -> float:
    return floor(value * 10_000) / 10_000


def _up(value: float) -> float:
    return -floor(-value * 10_000) / 10_000


def _write(floors: Figures, lowered: Iterable[dict[str, Any]]) -> None:
    lines = [
        "# Written by `python -m benchmarks.floors`; see there.",
        f'inputs = "{inputs_digest()}"',
        "",
        "[floors]",
    ]
    lines += [f'"{name}" = {value}' for name, value in sorted(floors.items())]
    for entry in lowered:
        what = "".join(f"    {_quoted(line)},\n" for line in entry["what"])
        lines += ["", "[[lowered]]", f"why = {_quoted(entry['why'])}", f"what = [\n{what}]"]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _quoted(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
