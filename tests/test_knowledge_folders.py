"""`$NEWSCRAWL_KNOWLEDGE`: folders that add leaders, topics and stories, and never take one of our ids."""

from datetime import date

import pytest

from pipelines.knowledge.folders import OWN, KnowledgeFolder, knowledge_folders, users_folders
from pipelines.knowledge.leader_files import COLUMNS
from pipelines.knowledge.tables import KnowledgeError
from pipelines.knowledge.version import knowledge_version
from pipelines.leaders.finding import tag_leaders
from pipelines.tagging.tags import find_tags
from tests.builders import article

LEADER = "ali-example\t\tعلي مثال\tAli Example\t\t\t\tpresident FR 2001..2030\t"
TOPIC = '[[topic]]\ncode = "chess"\nname_ar = "شطرنج"\nname_en = "chess"\ndefinition = "Chess."\n'
PIECES = "[ال](ملك|وزير|فيل|حصان|قلعة|بيدق|جندي) (أبيض|أسود|خشبي|عاجي|رخامي|معدني)"
PHRASES = f"code\tweight\tphrases\nchess\t6\t[ال]شطرنج; رقعة [ال]شطرنج; {PIECES}\n"
STORY = """[[story]]
id = "match"
name_ar = "مباراة القرن"
name_en = "match of the century"
definition = "A match."
periods = [["2020-01-01", ""]]
named = ["مباراة القرن"]
"""
# What is made of them is kept: a test that needs some folder takes this one, for another costs ten seconds.
FILES = {
    "leaders/own.tsv": "\t".join(COLUMNS) + f"\n{LEADER}\n",
    "topics/topics.toml": TOPIC,
    "topics/phrases/chess.tsv": PHRASES,
    "stories/stories.toml": STORY,
}
TEXT = "حضر علي مثال بطولة الشطرنج أمس. وبدأت مباراة القرن على رقعة الشطرنج. ويعد الشطرنج من أقدم الألعاب."


def written(folder, files):
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8")
    return folder


def test_leaders_topics_and_stories_of_a_folder_bear_its_name(tmp_path, monkeypatch):
    monkeypatch.setenv("NEWSCRAWL_KNOWLEDGE", str(written(tmp_path / "mine", FILES)))
    tags = find_tags("مباراة القرن في الشطرنج", TEXT, date(2024, 5, 1))
    assert [leader["id"] for leader in tags.leaders] == ["mine:ali-example"]
    assert "mine:chess" in [topic["code"] for topic in tags.topics]
    assert [story["id"] for story in tags.stories] == ["mine:match"]


def test_the_same_ids_in_two_folders_stay_two(tmp_path, monkeypatch):
    folders = [written(tmp_path / name, FILES) for name in ("mine", "yours")]
    monkeypatch.setenv("NEWSCRAWL_KNOWLEDGE", ":".join(map(str, folders)))
    tags = find_tags("مباراة القرن في الشطرنج", TEXT, date(2024, 5, 1))
    assert {topic["code"] for topic in tags.topics} >= {"mine:chess", "yours:chess"}
    assert {story["id"] for story in tags.stories} == {"mine:match", "yours:match"}


def test_the_version_covers_the_users_files_and_the_folders_name(tmp_path, monkeypatch):
    ours = knowledge_version()
    folder = written(tmp_path / "mine", FILES)
    with_mine = knowledge_version(users_folders((folder,)))
    other_name = knowledge_version(users_folders((written(tmp_path / "yours", FILES),)))
    assert len({ours, with_mine, other_name}) == 3
    assert {version.partition("+")[0] for version in (ours, with_mine)} == {ours.partition("+")[0]}
    for name, content in FILES.items():
        knowledge_version.cache_clear()
        (folder / name).write_text(f"# a remark\n{content}", "utf-8")
        assert knowledge_version(users_folders((folder,))) not in {ours, with_mine}
        (folder / name).write_text(content, "utf-8")
    monkeypatch.setenv("NEWSCRAWL_KNOWLEDGE", str(folder))
    knowledge_version.cache_clear()
    assert tag_leaders(article()).knowledge_version == with_mine


def test_the_environment_names_folders(tmp_path, monkeypatch):
    folder = written(tmp_path / "mine", FILES)
    mine = KnowledgeFolder(folder, "mine:")
    assert knowledge_folders({}) == (OWN,)
    assert knowledge_folders({"NEWSCRAWL_KNOWLEDGE": f":{folder}/:"}) == (OWN, mine)
    monkeypatch.chdir(folder)
    assert knowledge_folders({"NEWSCRAWL_KNOWLEDGE": "."}) == (OWN, mine)


@pytest.mark.parametrize(
    ("names", "files", "reason"),
    [
        (["missing"], None, "is no folder"),
        (["a/mine", "b/mine"], FILES, "two folders of this name"),
        (["medtop"], FILES, "not medtop"),
        (["my knowledge"], FILES, "letters, digits"),
        (["mine"], {"README.md": "nothing"}, "holds none of leaders"),
        (["mine"], FILES | {"topic/topics.toml": TOPIC}, "nobody reads it"),
        (["mine"], FILES | {"leaders/more.csv": "id,qid"}, "nobody reads it"),
        (["mine"], FILES | {"Leaders.XLSX": "PK"}, "nobody reads it"),
        (["mine"], FILES | {"places/countries.tsv": "code"}, "nobody reads it"),
    ],
)
def test_a_folder_that_cannot_be_trusted_is_refused(tmp_path, names, files, reason):
    folders = [written(tmp_path / name, files) if files else tmp_path / name for name in names]
    with pytest.raises(KnowledgeError, match=reason):
        knowledge_folders({"NEWSCRAWL_KNOWLEDGE": ":".join(map(str, folders))})


@pytest.mark.parametrize(
    ("name", "broken", "entry", "reason"),
    [
        ("leaders/own.tsv", ("president", "pasha"), "ali-example", "pasha"),
        ("topics/topics.toml", ("definition", "defnition"), "chess", "defnition"),
        ("topics/phrases/chess.tsv", ("\t6\t", "\t9\t"), "line 2", "weight"),
        ("stories/stories.toml", ("2020-01-01", "2020-31-01"), "match", "two days"),
    ],
)
def test_a_broken_file_is_refused_with_file_entry_and_reason(tmp_path, monkeypatch, name, broken, entry, reason):
    folder = written(tmp_path / "mine", FILES)
    (folder / name).write_text(FILES[name].replace(*broken), "utf-8")
    monkeypatch.setenv("NEWSCRAWL_KNOWLEDGE", str(folder))
    with pytest.raises(KnowledgeError, match=reason) as refusal:
        find_tags(None, TEXT, None)
    assert refusal.value.file == folder / name
    assert entry in refusal.value.entry
