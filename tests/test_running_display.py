import io
from datetime import date

from rich.console import Console

from newscrawl.acknowledged import Acknowledgement
from newscrawl.exit_codes import ExitCode
from newscrawl.running.display import _now, closing_table, live_table
from newscrawl.running.source_run import SourceRun

ACCOUNTS = {
    "stored": 30,
    "revised": 2,
    "rejected": 9,
    "reasons": {"blocked": 1, "js_shell": 2, "no_text": 5, "offsite": 1},
}


def ended(name: str, code: ExitCode, why: str = "") -> SourceRun:
    run = SourceRun(name, accounts=dict(ACCOUNTS))
    run.begin()
    run.end(code, why)
    run.seconds = 12.4
    return run


def printed(*what: object, width: int = 160) -> str:
    console = Console(file=io.StringIO(), width=width)
    console.print(*what)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_the_closing_table_says_how_each_ended():
    known = ended("sada", ExitCode.BLOCKED)
    known.acknowledge(Acknowledgement(date(2026, 3, 20), "a wall"), date(2026, 3, 14))
    text = printed(closing_table([known, ended("anba", ExitCode.DONE)]))
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in text.splitlines() if "│" in line]
    rejected = "9 (no_text 5, js_shell 2, blocked 1, … 1 other)"
    assert rows == [
        ["anba", "done", "30", "2", rejected, "12"],
        ["sada", "blocked (12), known until 2026-03-20: a wall", "30", "2", rejected, "12"],
        ["all", "", "60", "4", "18", ""],
    ]


def test_the_live_table_shows_who_is_at_work_first_and_fits_the_screen():
    crawling = SourceRun("marsad", "crawling", dict(ACCOUNTS), began=0.0)
    runs = [SourceRun(f"source{n}") for n in range(50)] + [ended("anba", ExitCode.DONE), crawling]
    text = printed(_now(runs, height=10))
    lines = text.splitlines()
    assert len(lines) <= 9
    assert lines[1].split()[:4] == ["marsad", "crawling", "30", "2"]
    assert lines[2].split()[:2] == ["anba", "done"]
    assert lines[-1].strip() == "1 of 52 sources ended, 50 waiting, 60 new articles"


def test_it_lives_on_a_terminal_and_is_gone_afterwards():
    terminal = io.StringIO()
    runs = [SourceRun("anba")]
    with live_table(runs, Console(file=terminal, force_terminal=True, width=100, height=20)):
        pass
    assert "anba" in terminal.getvalue()
    assert terminal.getvalue().endswith("\x1b[2K")  # the last that it does is to wipe its lines
