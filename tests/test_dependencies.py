"""What we import ourselves is named in pyproject.toml, and the locked set holds it in a version that will do."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
NEEDED = [Requirement(line) for line in PROJECT["dependencies"]]
FOR_TESTS = [Requirement(line) for line in PROJECT["optional-dependencies"]["dev"]]
OURS = {"newscrawl", "pipelines", "tests", "benchmarks"}
# What stands behind a look at the version; the other one is not here.
OF_OTHER_PYTHONS = {"compression"} if sys.version_info < (3, 14) else {"backports"}


@cache
def distributions() -> Mapping[str, Sequence[str]]:
    return packages_distributions()


def roots_in(folder: str) -> set[str]:
    """The first words of all that the modules of a folder import from others."""
    found: set[str] = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                found.add((node.module or "").partition(".")[0])
    return found - OURS - OF_OTHER_PYTHONS - set(sys.stdlib_module_names)


def names_of(requirements: Iterable[Requirement]) -> set[str]:
    return {canonicalize_name(each.name) for each in requirements}


@pytest.mark.parametrize("room", ["newscrawl", "pipelines"])
def test_what_a_room_imports_is_named(room: str):
    named = names_of(NEEDED)
    assert [root for root in sorted(roots_in(room)) if not _provided(root) & named] == []


def test_what_the_tests_import_is_named():
    named = names_of([*NEEDED, *FOR_TESTS])
    assert [root for root in sorted(roots_in("tests")) if not _provided(root) & named] == []


def _provided(root: str) -> set[str]:
    return {canonicalize_name(name) for name in distributions().get(root, ())}


def test_the_locked_set_holds_a_version_that_will_do():
    pins = re.findall(
        r"^([\w.-]+)(?:\[[^\]]*\])?==([^ \\]+)", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE
    )
    locked = {canonicalize_name(name): version for name, version in pins}
    wanted = {canonicalize_name(each.name): each.specifier for each in (*NEEDED, *FOR_TESTS)}
    assert [name for name, versions in wanted.items() if name not in locked or locked[name] not in versions] == []


def test_what_only_some_pythons_need_is_locked_for_them_only():
    """Python 3.14 has no `backports.zstd`: without its marker nothing could be installed there."""
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    marked = {canonicalize_name(line.partition("==")[0]) for line in lines if " ; " in line}
    assert {canonicalize_name(each.name) for each in (*NEEDED, *FOR_TESTS) if each.marker} - marked == set()
