"""`corrections.tsv`: a slip in it is refused, and what it says is done."""

from typing import Any

import pytest

from pipelines.corrections import COLUMNS, ByHand, corrected, read_corrections
from pipelines.knowledge.folders import knowledge_folders
from pipelines.knowledge.tables import KnowledgeError
from pipelines.tagging.tag_entries import TagEntries
from tests.builders import article

ID = "0" * 31 + "a"
OTHER = "0" * 31 + "b"


@pytest.fixture(scope="module")
def entries():
    return TagEntries(knowledge_folders())


def write(output, *lines):
    content = "\n".join(["\t".join(COLUMNS), *("\t".join(line) for line in lines)])
    (output / "corrections.tsv").write_text(content, "utf-8")
    return output


def line(field, value, article_id=ID):
    return article_id, field, value, "أمل", "the article says so"


def columns(**changes: Any) -> dict[str, Any]:
    tags: dict[str, Any] = {"leaders": [], "topics": [], "stories": [], "places": []}
    plain = {"section": "محليات", "genre": "news", "genre_from": "markup", "authors": ["أمل سعيد"]}
    return tags | plain | {"field_sources": [{"field": "section", "from": "meta"}]} | changes


def found(tmp_path, entries, *lines):
    return read_corrections(write(tmp_path, *lines), entries)


def test_without_the_file_there_are_none(tmp_path, entries):
    assert read_corrections(tmp_path, entries) == {}


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (line("leaders", "donald-trump", article_id="12"), "32 hex digits"),
        ((ID, "leaders", "", "", "why"), "who is empty"),
        ((ID, "leaders", "", "أمل"), "why is empty"),
        (line("published_at", "2020-01-01"), "published_at"),
        (line("leaders", "nobody"), "'nobody' is none of the leaders"),
        (line("topics", "medtop:99999999"), "none of the topics"),
        (line("stories", "+no-such"), "none of the stories"),
        (line("places", "eg"), "none of the places"),
        (line("places", "EG -FR"), "either the whole list"),
        (line("places", "EG EG"), "EG stands twice"),
        (line("places", "+EG -EG"), "EG stands twice"),
        (line("places", "+"), "'' is none of the places"),
        (line("genre", "essay"), "a genre is one of news"),
        (line("authors", "أمل / أمل"), "twice"),
        ((ID, "leaders", "", "أمل", "why", "more"), "6 cells"),
    ],
)
def test_a_wrong_line_is_refused_with_file_line_and_reason(tmp_path, entries, wrong, reason):
    with pytest.raises(KnowledgeError, match=reason) as refusal:
        found(tmp_path, entries, line("section", "ثقافة", OTHER), wrong)
    assert refusal.value.file == tmp_path / "corrections.tsv"
    assert refusal.value.entry.startswith("line 3")


def test_one_field_of_one_article_is_corrected_once(tmp_path, entries):
    with pytest.raises(KnowledgeError, match="line 2 corrects places of this article too"):
        found(tmp_path, entries, line("places", "EG"), line("places", "+FR"))
    assert len(found(tmp_path, entries, line("places", "EG"), line("places", "FR", OTHER))) == 2


def test_a_whole_list_keeps_what_was_found_of_it_and_adds_the_rest(tmp_path, entries):
    meant = found(tmp_path, entries, line("places", "FR EG DE"), line("leaders", ""))
    places = [{"country": "SY", "mentions": 3}, {"country": "EG", "mentions": 2}]
    made = corrected(columns(places=places, leaders=[{"id": "x"}]), meant[ID], entries)
    assert made["leaders"] == []
    assert made["places"] == [
        {"country": "EG", "mentions": 2}, {"country": "FR", "mentions": 0}, {"country": "DE", "mentions": 0}
    ]  # fmt: skip


def test_signs_add_and_take_away_beside_what_was_found(tmp_path, entries):
    meant = found(tmp_path, entries, line("topics", "+medtop:20000574 -medtop:15000000 +medtop:20000056"))
    topics = [{"code": "medtop:15000000", "score": 0.9}, {"code": "medtop:20000056", "score": 0.6}]
    first, second = corrected(columns(topics=topics), meant[ID], entries)["topics"]
    assert first == {"code": "medtop:20000056", "score": 0.6}
    assert second == {
        "code": "medtop:20000574", "name_ar": "انتخابات", "name_en": "election", "score": 1.0, "evidence": []
    }  # fmt: skip


def test_a_leader_and_a_story_given_by_hand_have_their_names_and_no_spans(tmp_path, entries):
    meant = found(tmp_path, entries, line("leaders", "+donald-trump"), line("stories", "syria-war"))
    made = corrected(columns(leaders=None), meant[ID], entries)
    assert made["leaders"] == [
        {
            "id": "donald-trump", "qid": "Q22686", "name_ar": "دونالد ترامب", "name_en": "Donald Trump",
            "mentions": 0, "in_title": False, "confidence": 1.0, "spans": [],
        }
    ]  # fmt: skip
    assert [(story["id"], story["score"]) for story in made["stories"]] == [("syria-war", 1.0)]


def test_plain_fields_are_put_in_the_place_of_what_was_read(tmp_path, entries):
    meant = found(
        tmp_path, entries, line("genre", "opinion"), line("authors", "سعاد كامل / علي حسن"), line("section", "")
    )
    made = corrected(columns(), meant[ID], entries)
    assert (made["genre"], made["genre_from"]) == ("opinion", "correction")
    assert made["authors"] == ["سعاد كامل", "علي حسن"]
    assert made["section"] is None
    assert made["field_sources"] == [
        {"field": field, "from": "correction"} for field in ("authors", "genre", "section")
    ]


def test_an_article_read_anew_is_corrected_by_the_id_that_it_keeps(tmp_path, entries):
    by_hand = ByHand(found(tmp_path, entries, line("section", "ثقافة"), line("places", "EG")), entries)
    one = article(section="محليات")
    by_hand.correct(one, one.article_id)
    assert one.section == "محليات"
    by_hand.correct(one, ID)
    assert (one.section, one.places) == ("ثقافة", [{"country": "EG", "mentions": 0}])
    assert len(one.field_sources or ()) == 2


def test_a_corrected_field_says_so_as_long_as_it_is_corrected(tmp_path, entries):
    meant = found(tmp_path, entries, line("places", "EG"))
    made = corrected(columns(), meant[ID], entries)
    by_hand = {"field": "places", "from": "correction"}
    assert made["field_sources"] == [{"field": "section", "from": "meta"}, by_hand]
    assert corrected(made, meant[ID], entries) == made
    assert corrected(made, (), entries)["field_sources"] == [{"field": "section", "from": "meta"}]
    assert corrected(columns(field_sources=None), (), entries)["field_sources"] is None
    assert corrected(columns(field_sources=[by_hand]), (), entries)["field_sources"] == []
    kept = [{"field": "section", "from": "correction"}]  # what was read instead is not known any more
    assert corrected(columns(field_sources=kept), (), entries)["field_sources"] == kept
