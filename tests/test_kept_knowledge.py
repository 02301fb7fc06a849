"""What was made of the knowledge files is kept beside the compiled modules, and made anew when anything changes."""

import errno
import hashlib
import os
import sys
from functools import partial
from pathlib import Path

import pytest

from pipelines.knowledge.folders import OWN, KnowledgeFolder, knowledge_folders
from pipelines.leaders.finding import LeaderFinder
from pipelines.leaders.finding_hits import find_hits
from pipelines.tagging import kept_knowledge
from pipelines.tagging.kept_knowledge import kept
from pipelines.tagging.scanning import read_knowledge, scan

TEXT = "التقى الرئيس المصري عبد الفتاح السيسي نظيره الفرنسي إيمانويل ماكرون لبحث وقف إطلاق النار في غزة."


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "cache"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    folder = kept_knowledge._place()
    folder.mkdir(parents=True)
    return folder


class Counting:
    def __init__(self):
        self.times = 0

    def __call__(self):
        self.times += 1
        return {"made": self.times}


def kept_files(place):
    return sorted(place.glob("knowledge-*"))


def test_it_is_made_once_and_read_after_that(place):
    make = Counting()
    assert [kept([OWN], make) for _ in range(3)] == [{"made": 1}] * 3
    assert make.times == 1
    assert len(list(place.iterdir())) == 1


@pytest.mark.parametrize("damage", [lambda old: old[:-1], lambda _: b"", lambda old: b"x" + old[1:]])
def test_a_damaged_file_is_made_anew(place, damage):
    make = Counting()
    kept([OWN], make)
    file = kept_files(place)[0]
    file.write_bytes(damage(file.read_bytes()))
    assert kept([OWN], make) == {"made": 2}
    assert kept([OWN], make) == {"made": 2}


@pytest.mark.parametrize(("owner", "name"), [(Path, "replace"), (hashlib, "sha256")])
def test_what_cannot_be_kept_leaves_nothing_behind(place, monkeypatch, owner, name):
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    make = Counting()
    with monkeypatch.context() as patch:
        patch.setattr(kept_knowledge, "_digest", lambda _: "0")
        patch.setattr(owner, name, refuse)
        assert kept([OWN], make) == {"made": 1}
    assert list(place.iterdir()) == []


def test_an_edit_of_a_users_folder_makes_it_anew(tmp_path):
    words = tmp_path / "mine" / "topics" / "masks.txt"
    words.parent.mkdir(parents=True)
    words.write_text("أ", "utf-8")
    folders, make = (OWN, KnowledgeFolder(tmp_path / "mine", "mine:")), Counting()
    assert kept(folders, make) == kept(folders, make) == {"made": 1}
    words.write_text("ب", "utf-8")
    assert kept(folders, make) == {"made": 2}
    assert kept([OWN], make) == {"made": 3}


def test_an_edit_of_the_code_makes_it_anew(tmp_path, monkeypatch):
    (tmp_path / "rules.py").write_text("a = 1")
    monkeypatch.setattr(kept_knowledge, "_CODE", tmp_path)
    make = Counting()
    kept([OWN], make)
    (tmp_path / "rules.py").write_text("a = 2")
    assert kept([OWN], make) == {"made": 2}


def test_what_nobody_read_for_longest_goes(place, monkeypatch):
    def at(number):
        monkeypatch.setattr(kept_knowledge, "_digest", lambda _: str(number))
        return kept([OWN], lambda: f"made of {number}")

    for number in range(4):
        at(number)
        os.utime(place / f"knowledge-{number}.pickle", (number, number))  # they were made long ago
    at(0)
    at(4)
    at(5)
    assert {file.stem for file in kept_files(place)} == {f"knowledge-{number}" for number in (0, 3, 4, 5)}


def test_where_nothing_may_be_written_it_is_made_each_time(place, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    make = Counting()
    assert [kept([OWN], make), kept([OWN], make)] == [{"made": 1}, {"made": 2}]
    assert kept_files(place) == []


def test_a_folder_that_cannot_be_written_is_no_error(place):
    place.rmdir()
    place.write_text("a file where the folder should be")
    assert kept([OWN], Counting()) == {"made": 1}


def test_what_is_kept_finds_what_the_files_find():
    folders = knowledge_folders()
    fresh = read_knowledge(folders)
    kept(folders, lambda: fresh)
    again = kept(folders, partial(read_knowledge, ()))  # which would be refused
    found = [_tags(known) for known in (fresh, again)]
    assert found[0] == found[1]
    assert found[0][0]


def _tags(known):
    hits = scan.__wrapped__(TEXT, known)
    nothing = scan.__wrapped__("", known)
    leaders = LeaderFinder(known.lexicon).find(
        find_hits((nothing.read, nothing.names), (hits.read, hits.names)), None
    )
    return leaders, [(start, end, signal.owner) for start, end, signal in hits.topics]
