"""What tagging costs: articles a second of processor time, and in a fresh process its memory and the time to load.

python -m benchmarks.tagging_cost    loads, tags, and prints what it took as JSON
"""

import gzip
import itertools
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.judged_texts import CORPUS, JudgedText

_ARTICLES = 3000
_REPEATS = 3  # the best of them is the work; the rest is what else the machine did
_STEP = 5  # one article in five of 15,042: the first days hold longer ones than the others
_FIRST = 1000  # after so many articles what is remembered of words was full once, and the memory hardly grows


def figures() -> list[Figure]:
    from benchmarks.taggers import all_names, ours

    texts = corpus_texts(_ARTICLES)
    words = sum(len(text.text.split()) for text in texts) / len(texts)
    speed, simple = articles_a_second(ours, texts), articles_a_second(all_names, texts)
    fresh = _fresh_process()
    anew = _fresh_process({"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPYCACHEPREFIX": "/nowhere"})
    return [
        Figure(
            f"articles a second on one core, all four kinds, {words:.0f} words an article",
            f"{speed:.0f}", f"{simple:.0f}", "all names, no rules: leaders only", ">= 2000",
        ),
        Figure("memory of a fresh process, MB", f"{fresh['memory']:.0f}", target="< 200"),
        Figure("of that before tagging, Python and NumPy, MB", f"{fresh['before']:.0f}"),
        Figure(
            "knowledge loaded, seconds of processor time", f"{fresh['load']:.2f}", f"{anew['load']:.2f}",
            "from the files, none kept", "< 1",
        ),
    ]  # fmt: skip


def _fresh_process(environment: dict[str, str] | None = None) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.tagging_cost"]
    done = subprocess.run(command, env=os.environ | (environment or {}), check=True, capture_output=True)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def corpus_texts(count: int) -> list[JudgedText]:
    """So many articles of the month of Saudi press, from all its days."""
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        entries = [json.loads(line) for line in itertools.islice(lines, 0, count * _STEP, _STEP)]
    return [
        JudgedText(entry["id"], entry["title"], date.fromisoformat(entry["date_extracted"][:10]), entry["content"])
        for entry in entries
    ]


def articles_a_second(tag: Callable[[JudgedText], object], texts: list[JudgedText]) -> float:
    tag(texts[0])  # loads what it knows
    best = float("inf")
    for _ in range(_REPEATS):
        began = time.process_time()
        for text in texts:
            tag(text)
        best = min(best, time.process_time() - began)
    return len(texts) / best


def _fresh() -> dict[str, float]:
    from pipelines.tagging.tags import find_tags

    before, began = _memory(), time.process_time()
    find_tags(None, "", None)
    load = time.process_time() - began
    for text in corpus_texts(_FIRST):
        find_tags(text.title, text.text, text.published)
    return {"before": before, "load": load, "memory": _memory()}


def _memory() -> float:
    """What this process needs at present, in MB; on macOS the most that it ever needed."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * resource.getpagesize() / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


if __name__ == "__main__":
    print(json.dumps(_fresh()))
