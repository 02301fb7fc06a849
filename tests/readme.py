"""The parts of the README that are made from code: `make docs` writes them, a test keeps them true."""

from pathlib import Path

from newscrawl.exit_codes import ExitCode
from newscrawl.sources import load_source, source_ids
from pipelines.schema import data_dictionary

README = Path(__file__).parents[1] / "README.md"

_MEANS = {
    ExitCode.DONE: "done, with something new or honestly nothing new",
    ExitCode.UNEXPECTED: "an unexpected exception",
    ExitCode.USAGE: "usage",
    ExitCode.OUTPUT: "output or disk",
    ExitCode.CONFIGURATION: "configuration: a broken or disabled source, with its why",
    ExitCode.NOTHING_FOUND: "nothing found where something was expected: a listing empty or unreadable, all its"
    " entries of others, or none of the pages that were new came",
    ExitCode.INTERRUPTED: "interrupted; what was read is committed",
    ExitCode.BLOCKED: "blocked by the site: a wall, or its door shut (403, 429, 451) on all",
    ExitCode.READING_COLLAPSED: "reading collapsed: pages fetched, far fewer articles than usual; small runs are"
    " counted together",
    ExitCode.TIME_LIMIT: "time limit; what was read is committed",
    ExitCode.LOCKED: "another run of this source holds the lock",
}


def made(text: str) -> str:
    """The README with its made parts made anew."""
    parts = {"columns": data_dictionary(), "exit codes": _exit_codes(), "sources": _sources()}
    for name, part in parts.items():
        before, begin, rest = text.partition(f"<!-- made: {name} -->\n")
        _, end, after = rest.partition("<!-- end -->")
        assert all((begin, end)), f"README.md has no part {name}"
        text = f"{before}{begin}{part.rstrip()}\n{end}{after}"
    return text


def _exit_codes() -> str:
    rows = [f"| {int(code)} | {_MEANS[code]} |" for code in ExitCode]
    return "\n".join(["| code | means |", "|---|---|", *rows])


def _sources() -> str:
    sources = [load_source(source_id) for source_id in source_ids()]
    enabled = ", ".join(f"`{s.id}` {s.name}" for s in sources if s.enabled)
    why: dict[str | None, list[str]] = {}
    for source in sources:
        if not source.enabled:
            why.setdefault(source.why, []).append(f"`{source.id}` {source.name}")
    rows = sorted((len(outlets), reason or "", ", ".join(outlets)) for reason, outlets in why.items())
    table = [
        "| disabled, because | outlets |",
        "|---|---|",
        *(f"| {reason} | {outlets} |" for _, reason, outlets in rows),
    ]
    return "\n".join([f"Enabled: {enabled}.", "", *table])


if __name__ == "__main__":
    README.write_text(made(README.read_text(encoding="utf-8")), encoding="utf-8")
