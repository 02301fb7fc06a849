"""The README says what the code does."""

import re
import subprocess
import sys

import pytest

from newscrawl.exit_codes import ExitCode
from pipelines.schema import TABLES
from tests.readme import README, made


def test_the_made_parts_are_true():
    text = README.read_text(encoding="utf-8")
    assert made(text) == text, "run `make docs`"


def test_every_column_stands_in_the_dictionary():
    text = README.read_text(encoding="utf-8")
    for table in TABLES:
        assert [name for name in table.schema.names if f"| `{name}` |" not in text] == []


def test_every_command_that_it_names_exists():
    text = README.read_text(encoding="utf-8")
    blocks = "\n".join(re.findall(r"^```\n(.*?)^```", text, re.MULTILINE | re.DOTALL))
    named = {*re.findall(r"`newscrawl ([a-z]+)", text), *re.findall(r"^newscrawl ([a-z]+)", blocks, re.MULTILINE)}
    said = subprocess.run([sys.executable, "-m", "newscrawl"], capture_output=True, text=True, check=True).stdout
    known = set(re.findall(r"^  ([a-z]+) ", said, re.MULTILINE))
    assert named
    assert named - known == set()


@pytest.mark.parametrize("room", ["newscrawl", "pipelines"])
def test_every_package_stands_in_the_drawing(room: str):
    drawing = README.read_text(encoding="utf-8").partition("Two rooms")[2].split("```")[1]
    packages = {path.parent.name for path in (README.parent / room).glob("*/__init__.py")}
    assert {name for name in packages if f" {name}/" not in drawing} == set()


def test_every_exit_code_is_explained():
    text = README.read_text(encoding="utf-8")
    assert [code for code in ExitCode if f"\n| {int(code)} | " not in text] == []


def test_prose_is_wrapped_where_people_read_it_as_it_stands():
    docs = sorted(README.parent.glob("docs/*.md"))
    assert docs
    for page in docs:
        lines = enumerate(page.read_text("utf-8").splitlines(), 1)
        assert [number for number, line in lines if len(line) > 120 and not line.startswith("|")] == [], page.name
