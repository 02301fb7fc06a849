"""A corpus of 100,000 articles: what questions, `status`, `report`, `compact` and `export` cost.

Beside each question stands pandas, which reads the folder and answers the same. A command that is not there is left
out.
"""

import tempfile
import time
from pathlib import Path

import pyarrow.dataset as ds
import pyarrow.parquet as pq

from benchmarks.figures import Figure
from benchmarks.made_corpus import END, Size, make_corpus
from benchmarks.process_cost import Cost, cost_of

SIZE = Size()
_COMMANDS = Path(__file__).parents[1] / "newscrawl" / "commands"
QUESTIONS = Path(__file__).with_name("questions")
_AT_ONCE = "5 s"


def run() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        output, began = Path(folder) / "output", time.perf_counter()
        make_corpus(output, SIZE)
        made = Figure(f"making {SIZE.articles:,} articles", f"{time.perf_counter() - began:.0f} s")
        return [made, *_sizes(output), *_questions(output), *_looks(output), *_streams(output, Path(folder))]


def _sizes(output: Path) -> list[Figure]:
    stored = sum(path.stat().st_size for path in output.glob("articles/**/*.parquet"))
    sample = ds.dataset(sorted(str(path) for path in output.glob("articles/**/*.parquet"))[:40]).to_table()
    plain = output / "_staging" / "plain.parquet"
    pq.write_table(sample, plain, compression="none")
    size = plain.stat().st_size / sample.num_rows
    plain.unlink()
    return [Figure("bytes an article", f"{stored / SIZE.articles:,.0f}", f"{size:,.0f}", "Parquet without zstd")]


def _questions(output: Path) -> list[Figure]:
    """Each as a user asks it: a process, from its start to its answer."""
    figures = []
    for question in sorted(QUESTIONS.glob("*.sql")):
        ours = _ours("query", output, question.read_text(encoding="utf-8"), "--format", "csv")
        baseline = cost_of(str(question.with_suffix(".py")), str(output / "articles"))
        what = f"query: {question.stem.partition('-')[2].replace('-', ' ')}"
        figures.append(Figure(what, ours.in_words(), baseline.in_words(), "pandas.read_parquet", _AT_ONCE))
    return figures


def _looks(output: Path) -> list[Figure]:
    """Commands that only look, and have to answer at once."""
    return [
        Figure(name, _ours(name, output).in_words(), target=_AT_ONCE)
        for name in ("status", "report")
        if (_COMMANDS / f"{name}.py").exists()
    ]


def _streams(output: Path, folder: Path) -> list[Figure]:
    """Commands that pass every row through: `compact` last, for it changes the files."""
    figures = []
    if (_COMMANDS / "export.py").exists():
        for form in ("jsonl", "csv", "huggingface"):
            cost = _ours("export", output, "--to", form, "--into", str(folder / form))
            figures += _stream(f"export --to {form}", cost)
    return figures + _stream("compact", _ours("compact", output))


def _stream(name: str, cost: Cost) -> list[Figure]:
    return [
        Figure(name, cost.in_words()),
        Figure(f"{name}: memory, second half beside first", f"{cost.growth:+.1%}", target="<= +5 %"),
    ]


def _ours(name: str, output: Path, *more: str) -> Cost:
    settings = (f"OUTPUT_DIR={output}", f"NOW={END.isoformat()}", "DISK_FLOOR=0")
    options = [word for setting in settings for word in ("-s", setting)]
    return cost_of("-m", "newscrawl", name, *more, *options)
