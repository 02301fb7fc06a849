"""Tagging: leaders, topics, stories and places beside what people wrote down, beside simpler ways, and its cost.

    make bench PART=tagging
    python -m benchmarks.tagging --texts FILE --judgements FILE     the same figures on any texts judged alike
    python -m benchmarks.tagging --errors FILE …                    also writes what differs, article by article

The articles in `judged/` are for measuring only: whoever makes rules looks at other texts (judged/README.md), so
without --errors nothing is said of a single article. Files are JSON lines, see `benchmarks.judgements`.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from math import floor
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks import anercorp, tagging_cost
from benchmarks.figures import Figure
from benchmarks.judged_texts import CORPUS, JudgedText
from benchmarks.judgements import Judgement, Pair, judged_set, read_pairs, read_since, reading
from benchmarks.set_scores import Counts, Score, count, pooled, score
from benchmarks.taggers import BASELINES, Found, Tagger, ours
from benchmarks.written_items import READ, RETOLD_WHOLE, UNREAD, WHOLE, WHOLE_READ, written_articles, written_items
from pipelines.tagging.scanning import knowledge

Sets = Callable[[Found, Judgement], tuple[frozenset[str], frozenset[str]] | None]
"""What was found and what was wanted; None where a way does not look."""

TARGETS = {
    "leaders by name, precision": ">= 0.98",
    "leaders by name, recall": ">= 0.95",
    "topics, f1": ">= 0.85",
    "mentions, f1": ">= 0.96",
}
RATES = ("precision", "recall", "f1")


def run() -> list[Figure]:
    if not CORPUS.exists():
        return [*written_figures(), Figure("no other texts to measure on", "-")]
    order = Figure("where no name stands: in this order", "", ", ".join(BASELINES))
    pairs = judged_set()
    by_hand = [*article_figures(pairs, "articles judged by hand"), *reader_figures(pairs)]
    by_hand += article_figures(read_since(), "more of the same month, read since for their faults")
    return [order, *by_hand, *written_figures(), *mention_figures(), *tagging_cost.figures()]


def article_figures(pairs: list[Pair], what: str) -> list[Figure]:
    """Each kind's rates over judged articles, with 95 % intervals, beside those of the simple ways."""
    if not pairs:
        return [Figure("no judged articles", "-")]
    found = article_scores(pairs, ours)
    beside = {name: article_scores(pairs, tagger) for name, tagger in BASELINES.items()}
    figures = [Figure(f"{len(pairs)} {what} (in brackets the tags wanted):", "")]
    for kind, mine in found.items():
        theirs = {name: scores[kind] for name, scores in beside.items() if kind in scores}
        figures += _rates(kind, mine, theirs)
    return figures


def written_figures() -> list[Figure]:
    """Texts of our own writing: those that nobody read to make rules or choose words, and those that were read."""
    figures = []
    for part, whole in ((UNREAD, WHOLE), (READ, WHOLE_READ)):
        figures += article_figures(written_articles(whole), f"whole articles of our own writing, {part}")
        figures += _written(part, written_items(part))
    return figures + article_figures(
        written_articles(RETOLD_WHOLE), "real articles retold, read since for their faults"
    )


def _written(part: str, pairs: list[Pair]) -> list[Figure]:
    mine = article_scores(pairs, ours)["topics"]
    name = "keyword lists"
    theirs = {name: article_scores(pairs, BASELINES[name])["topics"]}
    return [Figure(f"{len(pairs)} items of our own writing, {part}:", ""), *_rates("topics there", mine, theirs)]


def reader_figures(pairs: list[Pair]) -> list[Figure]:
    """How far two readers of the same articles agree: a tagger cannot be measured beyond that."""
    first = reading("first")
    scores = article_scores([(text, first[text.id]) for text, _ in pairs], _second_reader)
    return [Figure(f"two readers, {kind}, f1", one.said("f1")) for kind, one in scores.items()]


def _second_reader(text: JudgedText) -> Found:
    wrote = reading("second")[text.id]
    return Found(wrote.leaders | wrote.missing, wrote.by_role, wrote.topics, wrote.stories, wrote.places)


def mention_figures() -> list[Figure]:
    """Single mentions in ANERcorp, by our rules and by the simple ways."""
    if not anercorp.TEXT.exists():
        return []
    scores = {name: score(counts) for name, counts in _mention_counts(anercorp.FINDERS).items()}
    return [Figure("ANERcorp:", ""), *_rates("mentions", scores.pop("ours"), scores)]


def _mention_counts(finders: Iterable[str]) -> dict[str, list[Counts]]:
    words, wanted = anercorp.tokens(), anercorp.gold()
    return {
        name: anercorp.counts_by_stretch(anercorp.mentions_by(anercorp.FINDERS[name], words), wanted)
        for name in finders
    }


def _rates(kind: str, mine: Score, theirs: dict[str, Score]) -> list[Figure]:
    which = "" if len(theirs) > 1 else ", ".join(theirs)
    return [
        Figure(
            f"{kind} ({mine.wanted}), {rate}", mine.said(rate),
            " ".join(f"{getattr(one.rates, rate):.3f}" for one in theirs.values()), which,
            TARGETS.get(f"{kind}, {rate}", ""),
        )
        for rate in RATES
    ]  # fmt: skip


def article_scores(pairs: list[Pair], tagger: Tagger) -> dict[str, Score]:
    """By kind, the scores of the kinds that this way looks for."""
    return {kind: score(counts) for kind, counts in article_counts(pairs, tagger).items()}


def article_counts(pairs: list[Pair], tagger: Tagger) -> dict[str, list[Counts]]:
    """By kind, what each article counts for."""
    counts: dict[str, list[Counts]] = {}
    for text, judgement in pairs:
        found = tagger(text)
        for kind, sets in KINDS.items():
            both = sets(found, judgement)
            if both is not None:
                counts.setdefault(kind, []).append(count(*both))
    return counts


def _by_name(found: Found, judged: Judgement) -> tuple[frozenset[str], frozenset[str]] | None:
    return None if found.leaders is None else (found.leaders, judged.leaders | judged.missing)


def _by_name_or_role(found: Found, judged: Judgement) -> tuple[frozenset[str], frozenset[str]] | None:
    if found.leaders is None:
        return None
    return found.leaders | found.by_role, judged.leaders | judged.by_role | judged.missing


def _topics(found: Found, judged: Judgement) -> tuple[frozenset[str], frozenset[str]] | None:
    return None if found.topics is None else (with_implied(found.topics), with_implied(judged.topics))


def _sure_topics(found: Found, judged: Judgement) -> tuple[frozenset[str], frozenset[str]] | None:
    """The same, but a topic that readers may give or not is neither right nor wrong."""
    if found.topics is None or judged.maybe is None:
        return None
    wanted = with_implied(judged.topics)
    return with_implied(found.topics) - (with_implied(judged.maybe) - wanted), wanted


def with_implied(codes: frozenset[str]) -> frozenset[str]:
    entries = knowledge().topics.entries
    return codes.union(*(entries[code].implies for code in codes))


def _stories(found: Found, judged: Judgement) -> tuple[frozenset[str], frozenset[str]] | None:
    return None if found.stories is None else (found.stories, judged.stories)


def _places(found: Found, judged: Judgement) -> tuple[frozenset[str], frozenset[str]] | None:
    return None if found.places is None else (found.places, judged.places)


KINDS: dict[str, Sets] = {
    "leaders by name": _by_name,
    "leaders by name or title": _by_name_or_role,
    "topics": _topics,
    "topics, doubtful ones left out": _sure_topics,
    "stories": _stories,
    "places": _places,
}


def pinned_rates() -> dict[str, float]:
    """What floors pin: the F1 of each kind in whole hundredths, since less goes up and down with every edit."""
    counts = _counts_of_written()
    pairs = judged_set()
    if pairs:
        counts |= {f"{kind} of the month, read": one for kind, one in article_counts(read_since(), ours).items()}
        counts |= article_counts(pairs, ours)
        counts["mentions"] = _mention_counts(["ours"])["ours"]
    return {f"{kind}, f1": floor(pooled(each).f1 * 100) / 100 for kind, each in counts.items()}


def _counts_of_written() -> dict[str, list[Counts]]:
    counts = {
        f"topics of {part} items": article_counts(written_items(part), ours)["topics"] for part in (UNREAD, READ)
    }
    for part, whole in ((UNREAD, WHOLE), (READ, WHOLE_READ), ("retold", RETOLD_WHOLE)):
        found = article_counts(written_articles(whole), ours)
        counts |= {f"{kind} of {part} whole articles": one for kind, one in found.items()}
    return counts


def differences(pairs: list[Pair]) -> list[dict[str, Any]]:
    """Of each article that is tagged otherwise than judged: by kind, what is wrong and what is missed."""
    lines = []
    for text, judgement in pairs:
        found = ours(text)
        sets = {kind: both for kind, of in KINDS.items() if (both := of(found, judgement)) is not None}
        differing = {
            kind: {"wrong": sorted(here - there), "missed": sorted(there - here)}
            for kind, (here, there) in sets.items() if here != there
        }  # fmt: skip
        if differing:
            lines.append({"id": text.id, "title": text.title, "published": str(text.published), **differing})
    return lines


def main(arguments: list[str]) -> int:
    options = _options(arguments)
    pairs = read_pairs(options.texts, options.judgements) if options.texts else judged_set()
    table = Table("what", "ours", "baseline", "which", "target")
    for figure in article_figures(pairs, "articles"):
        table.add_row(figure.what, figure.ours, figure.baseline, figure.which, figure.target)
    Console().print(table)
    if options.errors:
        lines = [json.dumps(line, ensure_ascii=False) for line in differences(pairs)]
        options.errors.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        print(f"{len(lines)} of {len(pairs)} articles differ: {options.errors}")
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tagging", description="Tags beside judgements.")
    parser.add_argument("--texts", type=Path, metavar="FILE", help="texts as JSON lines; else the judged set")
    parser.add_argument("--judgements", type=Path, metavar="FILE", help="their judgements as JSON lines")
    parser.add_argument("--errors", type=Path, metavar="FILE", help="write what differs, article by article")
    options = parser.parse_args(arguments)
    if (options.texts is None) != (options.judgements is None):
        parser.error("--texts and --judgements go together")
    return options


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
