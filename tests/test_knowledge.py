from datetime import date
from pathlib import Path

import pytest

from pipelines.knowledge.check import findings, main
from pipelines.knowledge.folders import users_folders
from pipelines.knowledge.leader_files import COLUMNS, read_leaders, with_prefix
from pipelines.knowledge.loading import load_leader_knowledge, men_among
from pipelines.knowledge.office_files import Ministry, Nation, OfficeKind, OfficeTables
from pipelines.knowledge.role_files import read_roles
from pipelines.knowledge.tables import KnowledgeError
from pipelines.knowledge.version import knowledge_version

TABLES = OfficeTables(
    {kind: OfficeKind(kind, "", "", single=False, leads=True) for kind in ("president", "minister", "envoy")},
    {code: Nation(code, (), (), ()) for code in ("FR", "IQ", "UN")},
    {
        field: Ministry(field, "", names)
        for field, names in {"oil": ("النفط",), "energy": ("الطاقة", "النفط")}.items()
    },
)
GOOD = "ali-example\t\tعلي مثال\tAli Example\t\t\tمثال\tpresident FR 2001-02-03..2005\t"


def written(folder: Path, *lines: str) -> Path:
    (folder / "leaders").mkdir(parents=True)
    content = "\n".join(["\t".join(COLUMNS), *lines])
    (folder / "leaders" / "own.tsv").write_text(content, "utf-8")
    return folder


def test_a_line_is_read_with_whole_months_and_years(tmp_path):
    (leader,) = read_leaders(written(tmp_path, GOOD) / "leaders", TABLES)
    assert leader.full == ("علي مثال",)
    assert leader.ambiguous == ("مثال",)
    assert (leader.offices[0].start, leader.offices[0].end) == (date(2001, 2, 3), date(2005, 12, 31))
    assert leader.offices[0].held_on(date(2005, 12, 31))
    assert not leader.offices[0].held_on(date(2006, 1, 1))


def test_what_stands_in_several_lines_is_kept_once(tmp_path):
    other = GOOD.replace("ali-example", "ali-other").replace("علي مثال", "علي آخر")
    one, two = read_leaders(written(tmp_path, GOOD, other) / "leaders", TABLES)
    held, also = one.offices[0], two.offices[0]
    assert held.kind is also.kind
    assert held.country is also.country
    assert held.start is also.start
    assert held.fields is also.fields
    assert one.ambiguous[0] is two.ambiguous[0]
    assert one.full[0] is one.name_ar


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (GOOD.replace("president", "pasha"), "pasha is not among the offices"),
        (GOOD.replace("president", "minister:stars"), "stars is not among the fields"),
        (GOOD.replace("president", "president:oil"), "only a minister has a field"),
        (GOOD.replace("FR", "XX"), "XX is not among the countries"),
        (GOOD.replace("2001-02-03", "2001-02-30"), "no day of the calendar"),
        (GOOD.replace("2001-02-03", "2009"), "ends before it begins"),
        (GOOD.replace("ali-example\t", "ali-example\tX1"), "no Wikidata id"),
        (GOOD.replace("ali-example", "Ali Example"), "id:"),
        (GOOD.replace("مثال\tpresident", "عل\tpresident"), "too short"),
        (GOOD.replace("\t\t\tمثال", "\t\tمثال\tمثال"), "two classes"),
        (GOOD.replace("\t\t\tمثال", "\tعلي بن مثال/علي المثال\t\tمثال"), "several stand with ` / ` between them"),
        (GOOD.replace("\t\t\tمثال", "\tعلي بن مثال، علي المثال\t\tمثال"), "holds ،"),
        (GOOD.replace("\t\t\tمثال", "\t / علي بن مثال\t\tمثال"), "holds /"),
        (GOOD.replace("علي مثال", "علي (أبو حسن) مثال"), "would never be found"),
        (GOOD.replace("علي مثال", '"علي مثال'), "is not closed"),
        (GOOD + "near:كلمة", "is not before:WORD"),
        (GOOD + "after:كلمة; before:أخرى", "holds ;"),
        (GOOD + "\tmore", "cells"),
    ],
)
def test_a_broken_line_is_refused_with_file_entry_and_reason(tmp_path, line, reason):
    with pytest.raises(KnowledgeError) as refused:
        read_leaders(written(tmp_path, line) / "leaders", TABLES)
    assert "own.tsv" in str(refused.value)
    assert "line 2" in str(refused.value)
    assert reason in str(refused.value)


def test_a_cell_is_read_as_it_was_typed_into_a_spreadsheet(tmp_path):
    quoted = GOOD.replace("علي مثال", '"علي مثال"').replace("Ali Example", '"Example, Ali ""Abu Hasan"""')
    (leader,) = read_leaders(written(tmp_path, quoted) / "leaders", TABLES)
    assert (leader.full, leader.name_en) == (("علي مثال",), 'Example, Ali "Abu Hasan"')


def test_an_empty_table_is_refused(tmp_path):
    folder = written(tmp_path, GOOD) / "leaders"
    (folder / "more.tsv").write_text("# nothing yet\n", "utf-8")
    with pytest.raises(KnowledgeError, match=r"more\.tsv: whole file: it is empty; its first line names id, qid"):
        read_leaders(folder, TABLES)


def test_an_unknown_column_is_refused(tmp_path):
    folder = written(tmp_path, GOOD) / "leaders"
    (folder / "own.tsv").write_text("id\tcolour\n", "utf-8")
    with pytest.raises(KnowledgeError, match="unknown column colour"):
        read_leaders(folder, TABLES)


def test_the_same_id_twice_is_refused(tmp_path):
    with pytest.raises(KnowledgeError, match=r"this id stands in own\.tsv too"):
        read_leaders(written(tmp_path, GOOD, GOOD) / "leaders", TABLES)


def test_what_is_not_utf_8_is_refused(tmp_path):
    folder = written(tmp_path) / "leaders"
    (folder / "own.tsv").write_bytes("علي".encode("cp1256"))
    with pytest.raises(KnowledgeError, match="not UTF-8"):
        read_leaders(folder, TABLES)


def test_who_is_no_woman_of_ours_is_a_man_and_an_unknown_woman_is_refused(tmp_path):
    file = tmp_path / "women.txt"
    (man,) = read_leaders(written(tmp_path / "one", GOOD) / "leaders", TABLES)
    (woman,) = read_leaders(written(tmp_path / "two", GOOD.replace("ali-", "alia-")) / "leaders", TABLES)
    file.write_text("alia-example\n", "utf-8")
    assert men_among([man, woman, with_prefix(man, "mine:")], file) == {"ali-example"}
    file.write_text("alia-example\nnobody\n", "utf-8")
    with pytest.raises(KnowledgeError, match=r"women\.txt: nobody: no leader has this id"):
        men_among([man, woman], file)


def test_the_version_changes_with_the_knowledge(tmp_path):
    folder = written(tmp_path / "mine", GOOD)
    before = knowledge_version(users_folders((folder,)))
    assert before != knowledge_version()
    (folder / "leaders" / "own.tsv").write_text("\t".join(COLUMNS), "utf-8")
    knowledge_version.cache_clear()
    assert knowledge_version(users_folders((folder,))) != before
    assert before.partition("+")[2].isalnum()


def test_the_check_lists_gaps_overlaps_and_shared_names(tmp_path):
    first = GOOD.replace("president FR 2001-02-03..2005", "president FR 2001..2003-09-15")
    second = (
        first.replace("ali-example", "b-example")
        .replace("علي", "بكر")
        .replace("2001..2003-09-15", "2003-06..2004-03")
    )
    third = first.replace("ali-example", "c-example").replace("علي", "جاد").replace("2001..2003-09-15", "2004-03..")
    folder = written(tmp_path / "mine", first, second, third)
    lines = [line for line in findings(load_leader_knowledge(users_folders((folder,)))) if "mine:" in line]
    assert any(line.startswith("overlap: president FR") and "mine:b-example" in line for line in lines)
    within_a_month = "overlap: president FR: mine:b-example until 2004-03-31, mine:c-example"
    assert not any(line.startswith(within_a_month) for line in lines)
    assert any(
        line.startswith("ambiguous: مثال: mine:ali-example, mine:b-example, mine:c-example") for line in lines
    )


def test_the_check_lists_who_may_stand_there_twice(tmp_path):
    same = GOOD.replace("ali-example", "ali-the-same").replace("2001-02-03..2005", "2004..2006")
    before = GOOD.replace("ali-example", "ali-the-elder").replace("2001-02-03..2005", "1990..1991")
    folder = written(tmp_path / "mine", GOOD, same, before)
    twice = [line for line in findings(load_leader_knowledge(users_folders((folder,)))) if line.startswith("twice")]
    assert len(twice) == 1
    assert twice[0].endswith("mine:ali-example, mine:ali-the-same")


def test_our_own_knowledge_is_whole(capsys):
    assert main() == 0
    lines = capsys.readouterr().out.splitlines()
    assert int(lines[-1].split()[0]) >= 600
    assert not [
        line for line in lines if line.startswith(("twice", "full name of several", "short, but of several"))
    ]


def test_the_check_says_which_file_is_broken(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("NEWSCRAWL_KNOWLEDGE", str(written(tmp_path / "mine", GOOD.replace("FR", "XX"))))
    assert main() == 4
    assert "own.tsv" in capsys.readouterr().err


def test_the_check_reads_topics_too(tmp_path, monkeypatch, capsys):
    (tmp_path / "mine" / "topics").mkdir(parents=True)
    (tmp_path / "mine" / "topics" / "topics.toml").write_text("wrong = 1\n", "utf-8")
    monkeypatch.setenv("NEWSCRAWL_KNOWLEDGE", str(tmp_path / "mine"))
    assert main() == 4
    assert "topics.toml" in capsys.readouterr().err


def test_a_minister_may_be_one_of_two_ministries(tmp_path):
    line = GOOD.replace("president FR", "minister:oil+energy IQ")
    (leader,) = read_leaders(written(tmp_path, line) / "leaders", TABLES)
    assert leader.offices[0].fields == {"oil", "energy"}


def roles(tmp_path, phrase, office="envoy@UN", alone="yes"):
    file = tmp_path / "roles.tsv"
    file.write_text(f"phrase\toffices\tonly\talone\n{phrase}\t{office}\t\t{alone}\n", "utf-8")
    return dict(read_roles(file, TABLES))


def titles(tmp_path, phrase):
    return list(roles(tmp_path, phrase))


def test_a_title_of_ministers_is_one_of_each_ministry(tmp_path):
    read = roles(tmp_path, "وزير {ministry}", "minister@{sole}")
    assert {title: set(role.fields) for title, role in read.items()} == {
        "وزير النفط": {"oil", "energy"}, "وزير الطاقة": {"energy"},
    }  # fmt: skip
    assert all(role.sole_country and role.alone for role in read.values())


def test_brackets_of_a_title_are_its_wordings(tmp_path):
    assert titles(tmp_path, "(مبعوث|موفد) الأمم المتحدة[ الخاص]") == [
        "مبعوث الأمم المتحدة", "مبعوث الأمم المتحدة الخاص", "موفد الأمم المتحدة", "موفد الأمم المتحدة الخاص",
    ]  # fmt: skip
    with pytest.raises(KnowledgeError, match="is not closed"):
        titles(tmp_path, "(مبعوث|موفد الأمم المتحدة")


def test_a_title_stands_alone_always_before_a_verb_or_never(tmp_path):
    read = [roles(tmp_path, "المبعوث", alone=alone)["المبعوث"] for alone in ("yes", "verb", "")]
    assert [(role.alone, role.before_verb) for role in read] == [(True, False), (True, True), (False, False)]
    with pytest.raises(KnowledgeError, match="alone is yes, verb or nothing"):
        roles(tmp_path, "المبعوث", alone="noun")


def test_of_two_lines_for_one_title_the_wider_one_says_where_it_stands_alone(tmp_path):
    yes, verb, never = (roles(tmp_path, "المبعوث", alone=alone)["المبعوث"] for alone in ("yes", "verb", ""))
    assert (verb.or_as(yes).alone, verb.or_as(yes).before_verb) == (True, False)
    assert (verb.or_as(never).alone, never.or_as(verb).before_verb) == (True, True)


def test_organisations_are_no_states():
    codes = ("EG", "UN", "EU", "WB", "UNLY", "HMS")
    assert [code for code in codes if Nation(code, (), (), ()).is_state] == ["EG"]
