"""Reading, beside other readers: saved pages, newsroom, zoo, the gold pages made strange, and the time."""

from benchmarks.cases import Case, articles, newsroom_pages, saved_pages
from benchmarks.figures import Figure
from benchmarks.measuring import Reading, cpu_of, f1_without, readings, summary
from benchmarks.pages_to_warc import PAGES
from benchmarks.readers import Baseline, baselines, only_reading, ours
from benchmarks.robustness import falls
from benchmarks.tables import compared, each, flaws
from benchmarks.zoo import SETS, zoo_pages
from benchmarks.zoo_whole import SETS as WHOLE_SETS
from benchmarks.zoo_whole import whole_pages


def run() -> list[Figure]:
    others = baselines()
    missing = [Figure(f"{other.name}: {other.absent}", "-") for other in others if other.reader is None]
    order = Figure(
        "where no name stands: in this order", "", ", ".join(o.name for o in others if o.reader is not None)
    )
    figures = [order, *missing, *newsroom(others), *zoo(others)]
    if not PAGES.exists():
        return [*figures, Figure("no saved pages to measure on", "-")]
    return [*figures, *_pages(others), *_robustness(), *_cpu(others)]


def _pages(others: list[Baseline]) -> list[Figure]:
    cases = saved_pages()
    bare, ruled = readings(cases, ours), readings(saved_pages(with_rules=True), ours)
    theirs = _theirs(cases, others)
    figures = [*each(bare, theirs), *compared("saved pages", bare, theirs)]
    figures.append(Figure("the same with the shipped sources' rules", f"{summary(ruled)['f1']:.4f}"))
    figures += [Figure(f"F1 without {outlet}", f"{f1:.4f}") for outlet, f1 in f1_without(bare).items()]
    return figures


def _theirs(cases: list[Case], others: list[Baseline]) -> dict[str, list[Reading]]:
    told = [case for case, _ in articles(cases)]
    return {other.name: readings(told, other.reader) for other in others if other.reader is not None}


def newsroom(others: list[Baseline]) -> list[Figure]:
    cases = newsroom_pages()
    found, theirs = readings(cases, ours), _theirs(cases, others)
    return [*compared("newsroom", found, theirs), *flaws(found)]


def zoo(others: list[Baseline]) -> list[Figure]:
    """Invented pages of many systems: the figures of each set, and what is wrong on its pages."""
    figures = []
    sets = [(name, zoo_pages(name)) for name in SETS] + [(name, whole_pages(name)) for name in WHOLE_SETS]
    for name, cases in sets:
        found = readings(cases, ours)
        figures += [*compared(f"zoo, {name.replace('_', ' ')}", found, _theirs(cases, others)), *flaws(found)]
    return figures


def _robustness() -> list[Figure]:
    return [
        Figure(f"gold pages, {change}: fall of mean F1", f"{fall:.4f}", target="<= 0.01")
        for change, fall in falls().items()
    ]


def _cpu(others: list[Baseline]) -> list[Figure]:
    readers = {"ours": only_reading} | {other.name: other.reader for other in others if other.reader is not None}
    cases = saved_pages()
    count = len(list(articles(cases)))
    spent = {name: seconds / count * 1000 for name, seconds in cpu_of(cases, readers).items()}
    mine = spent.pop("ours")
    return [
        Figure(
            f"CPU, ms a page, reading alone, {count} pages",
            f"{mine:.1f}, {mine / spent['trafilatura']:.2f} of trafilatura's",
            " ".join(f"{milliseconds:.1f}" for milliseconds in spent.values()),
            "",
            "<= 0.33 of trafilatura's with metadata",
        )
    ]
