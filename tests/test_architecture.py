import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import scrapy.commands.crawl

ROOT = Path(__file__).parents[1]
PIPELINES = sorted((ROOT / "pipelines").rglob("*.py"))
COMMANDS = sorted(path.stem for path in (ROOT / "newscrawl" / "commands").glob("[!_]*.py"))


def imported_by(path: Path) -> Iterator[str]:
    """Every module that a file names in an import, wherever in the file, relative ones made absolute."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            yield ".".join((*above, *(node.module or "").split("."))).rstrip(".")


def test_the_walk_finds_imports_of_every_kind(tmp_path: Path):
    assert len(PIPELINES) > 20
    names = set(imported_by(ROOT / "newscrawl" / "commands" / "crawl.py"))
    assert {"argparse", "newscrawl.command_base", "newscrawl.judging.verdict", "pipelines.run"} <= names


@pytest.mark.parametrize("path", PIPELINES, ids=lambda path: str(path.relative_to(ROOT)))
def test_pipelines_imports_nothing_of_newscrawl(path: Path):
    assert [name for name in imported_by(path) if name.partition(".")[0] in {"newscrawl", "tests"}] == []


CONTENTS = re.compile(r"^ *(\w+\.py) {2,}", re.MULTILINE)
PACKAGES = [
    package
    for room in ("newscrawl", "pipelines")
    for package in sorted((ROOT / room).rglob("__init__.py"))
    if CONTENTS.search(package.read_text("utf-8"))
]


def test_most_packages_have_a_table_of_contents():
    assert len(PACKAGES) > 10


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: str(path.parent.relative_to(ROOT)))
def test_a_table_of_contents_names_every_module_once(package: Path):
    named = CONTENTS.findall(package.read_text("utf-8"))
    assert sorted(named) == sorted(path.name for path in package.parent.glob("[!_]*.py"))


PURE = [
    "records.py",
    *(f"addresses/{name}.py" for name in ("canonical", "path", "query", "spelling", "stated", "traps")),
    *(f"language/{name}.py" for name in ("judging", "marks", "arabic_script", "arabic_bytes")),
    *(f"duplicates/{name}.py" for name in ("rules", "normalising", "shingles", "fingerprints")),
    *(f"reading/{name}" for name in ("page.py",)),
]


@pytest.mark.parametrize("name", PURE)
def test_what_is_pure_knows_neither_scrapy_nor_the_disk(name: str):
    roots = {module.partition(".")[0] for module in imported_by(ROOT / "pipelines" / name)}
    assert not roots & {"scrapy", "twisted", "sqlite3", "socket", "subprocess", "random", "time"}


def test_nothing_of_the_project_imports_its_tests():
    files = [*PIPELINES, *sorted((ROOT / "newscrawl").rglob("*.py"))]
    assert not [path for path in files if any(name.partition(".")[0] == "tests" for name in imported_by(path))]


def test_no_command_hides_one_of_scrapys_but_crawl_which_is_one():
    from newscrawl.commands.crawl import Command

    scrapys = {path.stem for path in Path(scrapy.commands.crawl.__file__).parent.glob("[!_]*.py")}
    assert set(COMMANDS) & scrapys == {"crawl"}
    assert issubclass(Command, scrapy.commands.crawl.Command)


def test_no_module_stands_where_scrapys_template_puts_its_pipelines():
    assert not (ROOT / "newscrawl" / "pipelines.py").exists()
    assert not (ROOT / "newscrawl" / "pipelines").exists()


def test_pipelines_is_ours_when_started_by_scrapys_own_command(tmp_path: Path):
    """`scrapy` appends the project to the path: an installed package of the same name would win unseen."""
    said = subprocess.run(
        [Path(sys.executable).with_name("scrapy"), "settings", "--get", "BOT_NAME"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout.strip() == "newscrawl"
    spy = "import json, sys; import scrapy.cmdline as c; sys.argv = ['scrapy', 'list']\n"
    spy += "try: c.execute()\nexcept SystemExit: pass\nimport pipelines; print(json.dumps(pipelines.__file__))"
    done = subprocess.run([sys.executable, "-c", spy], cwd=ROOT, capture_output=True, text=True, check=True)
    assert Path(json.loads(done.stdout.splitlines()[-1])) == ROOT / "pipelines" / "__init__.py"


HEAVY = {"trafilatura", "pandas", "langdetect", "duckdb", "polars", "feedparser", "warcio", "pebble"}


def test_merely_naming_the_commands_loads_nothing_heavy():
    """All are imported on every call, `newscrawl list` too."""
    spy = "import sys\n" + "".join(f"import newscrawl.commands.{name}\n" for name in COMMANDS)
    spy += "print(' '.join(sys.modules))"
    env = {**os.environ, "SCRAPY_SETTINGS_MODULE": "newscrawl.settings"}
    done = subprocess.run(
        [sys.executable, "-c", spy], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert not loaded & HEAVY
    assert not {
        name for name in loaded if name.startswith(("pipelines.reading", "pipelines.steps", "pipelines.state"))
    }


def test_a_process_that_only_sends_pages_to_workers_loads_no_reader():
    """Each crawl is such a process, and its workers load the reader at the same time."""
    spy = "import newscrawl.opening, newscrawl.spiders.news, newscrawl.reprocessing, pipelines.steps, sys\n"
    spy += "print(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", spy], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert not {"trafilatura", "pipelines.reading.page"} & loaded
