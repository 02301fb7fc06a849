"""`newscrawl ingest` of real pages, beside one process that calls trafilatura on the same pages.

Every page stands in the archive many times under addresses of its own, with a word of its own in the text, so that
none is known and none is a copy. What a page costs outside the steps (WARC, storing, start-up) is in our figure.
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import trafilatura

from benchmarks.figures import Figure
from benchmarks.pages_to_warc import PAGES, answers_in, member
from newscrawl.warc.writing import Answer, records_of

PAGES_IN_ALL = 2000
SMALLEST = 60_000  # bytes: real article pages; the saved fragments would flatter us


def run() -> list[Figure]:
    if not PAGES.exists():
        return [Figure("no pages to measure on", "-")]
    saved = [a for path, a in answers_in(PAGES) if path.startswith("articles/") and len(a.body) >= SMALLEST]
    answers = [_copy(saved[number % len(saved)], number) for number in range(PAGES_IN_ALL)]
    size = sum(len(answer.body) for answer in answers) / len(answers) / 1000
    loop = _loop(answers)
    ours = _ingest(answers)
    return [
        Figure(
            f"pages a second, {PAGES_IN_ALL} pages of {size:.0f} kB",
            f"{ours:.0f}",
            f"{loop:.0f}",
            "trafilatura.bare_extraction with metadata, one process",
            ">= 4 x the baseline",
        ),
        Figure("times the baseline", f"{ours / loop:.1f}", "1.0"),
    ]


def _copy(answer: Answer, number: int) -> Answer:
    url = f"https://outlet{number % 5}.example/news/{number}"
    body = answer.body.replace(b"</p>", f" {number}</p>".encode(), 1)
    return replace(answer, url=url, body=body)


def _loop(answers: list[Answer]) -> float:
    some = answers[: len(answers) // 10]  # enough to know its pace
    began = time.perf_counter()
    for answer in some:
        trafilatura.bare_extraction(answer.body, url=answer.url, with_metadata=True)
    return len(some) / (time.perf_counter() - began)


def _ingest(answers: list[Answer]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        warc = Path(folder) / "pages.warc.gz"
        with warc.open("wb") as file:
            for answer in answers:
                file.write(b"".join(member(record) for record in records_of(answer, None)))
        command = [sys.executable, "-m", "newscrawl", "ingest", "--any-source", str(warc)]
        began = time.perf_counter()
        subprocess.run(
            [*command, "-s", f"OUTPUT_DIR={folder}/output", "-s", "DISK_FLOOR=0"],
            check=True,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "PYTHONUTF8": "1"},
        )
        return len(answers) / (time.perf_counter() - began)
