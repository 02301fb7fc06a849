from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.knowledge.version import knowledge_version
from pipelines.leaders.finding import find_leaders, tag_leaders
from tests.builders import article
from tests.tagged import DAY, named


def test_a_span_leads_back_to_the_text_as_stored_over_marks_and_broken_lines():
    title, text = "بوتِين يتصل بنظيره", "وأجرى الرئيس فلاديميـر\nبوتين اتصالا، ثم عاد بوتين."
    leader = find_leaders(title, text, DAY)[0]
    assert leader["id"] == "vladimir-putin"
    assert leader["in_title"]
    assert leader["mentions"] == len(leader["spans"]) == 3
    for span in leader["spans"]:
        stored = title if span["field"] == "title" else text
        assert stored[span["start"] : span["end"]] == span["surface"]
    assert leader["spans"][1]["surface"] == "فلاديميـر\nبوتين"


@pytest.mark.parametrize(
    "text",
    [
        "وصل الوفد إلى مرسيليا مساء أمس في زيارة عن مصر.",
        "في ظل تزايد الطلب في الإمارات والكويت.",
        "قرية كبرى في لبنان وبريطانيا.",
        "جاء القرار لصالح الشركة في اليمن.",
        "زار الوزير العربي الوحيد معرض الكتاب.",
    ],
)
def test_names_inside_other_words_and_everyday_words_are_nobody(text):
    assert named(text) == set()


def test_the_step_fills_leaders_and_version_and_nothing_else():
    before = article(title="باراك أوباما في برلين", text="وصل أوباما إلى برلين.")
    after = tag_leaders(before)
    assert after.leaders is not None
    assert [leader["id"] for leader in after.leaders] == ["barack-obama"]
    assert after.knowledge_version == knowledge_version()
    assert replace(after, leaders=before.leaders, knowledge_version=before.knowledge_version) == before
    assert tag_leaders(replace(before, title=None, text="خبر عن الطقس.")).leaders == []


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            [
                "بوتين",
                "ترامب",
                "و",
                "الرئيس",
                "الأمريكي",
                "\n",
                "\n\n",
                "  ",
                "ـ",
                "\u064b",
                "…",
                "«",
                "صالح",
                "بن",
                "ﷺ",
            ]
        ),
        max_size=40,
    ),
    st.booleans(),
)
def test_every_span_fits_the_text_whatever_stands_around_it(words, spaced):
    text = (" " if spaced else "").join(words)
    for leader in find_leaders(text, text, DAY):
        assert leader["mentions"] == len(leader["spans"])
        for span in leader["spans"]:
            assert text[span["start"] : span["end"]] == span["surface"]


def test_clerics_and_officials_are_no_leaders_but_envoys_and_heads_of_intelligence_are():
    text = "التقى شيخ الأزهر أحمد الطيب المبعوث ستيف ويتكوف، بحضور مدير المخابرات جون راتكليف."
    assert named(text, date(2025, 5, 1)) == {"steve-witkoff", "john-ratcliffe"}


def test_heads_of_armed_wings_of_weight_are_leaders():
    day = date(2014, 8, 1)
    assert named("ظهر قاسم سليماني في سوريا، وقال محمد الضيف إن القتال مستمر.", day) == {
        "qasem-soleimani", "mohammed-deif",
    }  # fmt: skip


def test_each_name_is_one_span():
    (leader,) = find_leaders(None, "لم يكن تشرشل قديسا، ولم تكن تاتشر ملاكا.", date(2020, 2, 10))[:1]
    assert leader["mentions"] == 1
