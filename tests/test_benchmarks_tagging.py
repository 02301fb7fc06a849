"""The figures of tagging count as they say, on texts of our own."""

import json
from datetime import date

import pytest

from benchmarks.anercorp import MENDED, Mention, compared, counts_by_stretch, mentions_by
from benchmarks.judged_texts import JudgedText
from benchmarks.judgements import FOLDER, Judgement, paired
from benchmarks.set_scores import Counts, count, pooled, score
from benchmarks.taggers import Found, all_names, keywords, name_mentions, one_name, ours
from benchmarks.tagging import KINDS, main
from benchmarks.written_items import RETOLD_WHOLE, WHOLE, WHOLE_READ, written_articles
from pipelines.knowledge.loading import load_leader_knowledge
from pipelines.tagging.scanning import knowledge

TEXT = JudgedText("1", "قمة", date(2006, 9, 1), "التقى الرئيس الفرنسي جاك شيراك نظيره الروسي بوتين في موسكو.")
LINE = {
    "id": "1", "leaders": ["jacques-chirac", "vladimir-putin"], "by_role": [], "missing": [],
    "topics": ["medtop:20000640"], "stories": [], "places": ["FR", "RU"],
}  # fmt: skip


def judgement(**changes):
    (pair,) = paired([TEXT], [LINE | changes])
    return pair[1]


def counted(kind: str, found: Found, judged: Judgement) -> Counts:
    both = KINDS[kind](found, judged)
    assert both is not None
    return count(*both)


def test_rates_are_pooled_over_articles():
    assert count({"a", "b"}, {"b", "c", "d"}) == Counts(1, 1, 2)
    rates = pooled([Counts(1, 1, 2), Counts(3, 0, 0)])
    assert rates == pytest.approx((0.8, 4 / 6, 8 / 11))
    assert pooled([Counts(0, 0, 0)]) == (1, 1, 1)


def test_the_interval_holds_the_rate_and_is_the_same_each_time():
    counts = [Counts(1, 0, 0), Counts(0, 1, 0), Counts(1, 0, 1)] * 20
    first = score(counts)
    assert first.low.precision < first.rates.precision < first.high.precision
    assert first == score(counts)
    assert first.wanted == 60
    assert first.said("precision").startswith("0.667 [0.")
    same = score([Counts(1, 0, 0)] * 9)
    assert (same.low, same.high) == (same.rates, same.rates)


def test_a_text_or_a_judgement_that_stands_alone_is_refused():
    with pytest.raises(SystemExit, match="1: its text or its judgement"):
        paired([], [LINE])
    with pytest.raises(SystemExit, match="1: its text or its judgement"):
        paired([TEXT], [])


def test_missing_leaders_count_as_missed_and_implied_topics_as_given():
    judged = judgement(missing=[{"name": "فلان", "office": "وزير"}])
    found = Found(leaders=frozenset({"jacques-chirac"}), topics=frozenset({"medtop:20000639", "medtop:20000640"}))
    assert counted("leaders by name", found, judged) == Counts(1, 0, 2)
    assert counted("topics", found, judged) == Counts(2, 0, 0)
    assert KINDS["places"](found, judged) is None


def test_a_leader_meant_by_title_is_wanted_only_where_titles_count():
    judged = judgement(leaders=["jacques-chirac"], by_role=["vladimir-putin"])
    found = Found(leaders=frozenset({"jacques-chirac"}), by_role=frozenset({"vladimir-putin"}))
    assert counted("leaders by name", found, judged) == Counts(1, 0, 0)
    assert counted("leaders by name or title", found, judged) == Counts(2, 0, 0)


def test_ours_and_the_simple_ways_find_what_they_look_for():
    mine = ours(TEXT)
    assert sorted(mine.leaders or ()) == ["jacques-chirac", "vladimir-putin"]
    assert sorted(mine.places or ()) == ["FR", "RU"]
    assert sorted(one_name(TEXT).leaders or ()) == ["jacques-chirac"]
    assert set(all_names(TEXT).leaders or ()) >= {"jacques-chirac", "vladimir-putin"}
    assert "medtop:20000639" in (keywords(TEXT).topics or ())
    assert set(keywords(TEXT).places or ()) >= {"FR", "RU"}


def test_a_simple_way_gives_places_in_the_text_as_written():
    text = "قالَ بوتـين أمس"
    ((start, end, leader),) = (one for one in name_mentions("all", text) if one[2] == "vladimir-putin")
    assert (text[start:end], leader) == ("بوتـين", "vladimir-putin")


def test_mentions_are_lines_counted_from_0_and_each_counts_once():
    words = ["كلمة"] * 1000
    words[400:402] = ["جاك", "شيراك"]
    words[999] = "شيراك"

    def find(text):
        for at in (place for place in range(len(text)) if text.startswith("شيراك", place)):
            begin = at - 4 if text[:at].endswith("جاك ") else at
            yield begin, at + 5, "jacques-chirac"

    assert list(mentions_by(find, words)) == [
        Mention(400, 401, "jacques-chirac"), Mention(999, 999, "jacques-chirac")
    ]  # fmt: skip


def test_a_mention_is_right_by_its_leader_over_one_of_its_tokens():
    wanted = [Mention(10, 11, "a"), Mention(20, 20, "b"), Mention(405, 405, "a")]
    found = [Mention(11, 11, "a"), Mention(10, 10, "a"), Mention(20, 20, "c")]
    right, wrong, missed = compared(found, wanted)
    assert right == [Mention(10, 11, "a")]
    assert wrong == [Mention(11, 11, "a"), Mention(20, 20, "c")]
    assert missed == [Mention(20, 20, "b"), Mention(405, 405, "a")]
    assert counts_by_stretch(found, wanted) == [Counts(1, 2, 1), Counts(0, 0, 1)]


def test_any_texts_are_measured_and_errors_are_told_only_when_asked(tmp_path, capsys):
    texts, judged, errors = (tmp_path / name for name in ("texts.jsonl", "judged.jsonl", "errors.jsonl"))
    texts.write_text(
        json.dumps({"id": "1", "title": TEXT.title, "published": "2006-09-01", "text": TEXT.text}), "utf-8"
    )
    judged.write_text(json.dumps(LINE | {"places": ["FR"]}), "utf-8")
    files = ["--texts", str(texts), "--judgements", str(judged)]
    assert main(files) == 0
    assert "places" in capsys.readouterr().out
    assert not errors.exists()
    assert main([*files, "--errors", str(errors)]) == 0
    (line,) = (json.loads(one) for one in errors.read_text("utf-8").splitlines())
    assert line["places"] == {"wrong": ["RU"], "missed": []}
    with pytest.raises(SystemExit):
        main(["--texts", str(texts)])


def test_every_judgement_names_what_there_is():
    known = knowledge()
    leaders = {leader.id for leader in load_leader_knowledge().leaders}
    stories = {story.id for story in known.stories.entries}
    countries = known.places.countries
    for file in sorted(FOLDER.glob("*.jsonl")):
        for line in map(json.loads, file.read_text("utf-8").splitlines()):
            assert {*line["leaders"], *line["by_role"]} <= leaders, line["id"]
            assert set(line["topics"]) <= known.topics.entries.keys(), line["id"]
            assert set(line["stories"]) <= stories, line["id"]
            assert set(line["places"]) <= countries, line["id"]


def test_a_topic_about_which_readers_differ_is_neither_right_nor_wrong():
    found = Found(frozenset(), frozenset(), frozenset({"medtop:20000640", "medtop:20000593"}), None, None)
    kind = "topics, doubtful ones left out"
    assert KINDS[kind](found, judgement()) is None
    assert counted(kind, found, judgement(maybe=["medtop:20000593"])) == Counts(2, 0, 0)
    assert counted("topics", found, judgement(maybe=["medtop:20000593"])) == Counts(2, 1, 0)


@pytest.mark.parametrize(("part", "articles"), [(WHOLE, 75), (WHOLE_READ, 374), (RETOLD_WHOLE, 415)])
def test_every_whole_article_names_what_there_is(part, articles):
    known, leaders = knowledge(), {leader.id for leader in load_leader_knowledge().leaders}
    pairs = written_articles(part)
    assert len({text.id for text, _ in pairs}) == articles
    for text, judged in pairs:
        assert judged.leaders | judged.by_role <= leaders, text.id
        assert judged.topics <= known.topics.entries.keys(), text.id
        assert judged.stories <= {story.id for story in known.stories.entries}, text.id
        assert judged.places <= known.places.countries, text.id


def test_a_judgement_keeps_only_the_names_of_missing_leaders():
    judged = judgement(missing=[{"name": "فلان", "office": "وزير"}])
    assert isinstance(judged, Judgement)
    assert judged.missing == {"فلان"}


def test_the_mended_gold_says_of_each_line_what_and_why():
    leaders = {leader.id for leader in load_leader_knowledge().leaders}
    lines = [line for line in MENDED.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert lines[0].split("\t") == ["line_start", "line_end", "leader", "change", "why"]
    seen = set()
    for first, last, leader, change, why in (line.split("\t") for line in lines[1:]):
        assert 0 <= int(first) <= int(last) < int(first) + 8
        assert change in {"add", "remove"}
        assert leader in leaders or "the tables do not hold" in why, leader
        assert (first, leader) not in seen
        seen.add((first, leader))
