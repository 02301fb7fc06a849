"""What an article says of a bare name that is a word of every day."""

from datetime import date

import pytest

from tests.tagged import named


@pytest.mark.parametrize(
    ("text", "day", "leaders"),
    [
        ("تقدمت القوات في اليمن أمام قوات صالح.", date(2015, 7, 1), {"ali-abdullah-saleh"}),
        ("اشتباكات مع الحوثيين وصالح في اليمن.", date(2015, 7, 1), {"ali-abdullah-saleh"}),
        ("مفاوضات بين هادي والحوثيين في اليمن.", date(2015, 7, 1), {"abdrabbuh-mansur-hadi"}),
        ("فر ولقوات المخلوع صالح مواقع في اليمن.", date(2015, 7, 1), {"ali-abdullah-saleh"}),
        ("الحوار بين عباس وحماس في غزة.", date(2015, 7, 1), {"mahmoud-abbas"}),
        ("مجازر بشار في سوريا.", date(2015, 7, 1), {"bashar-al-assad"}),
        ("وقف إطلاق النار في صالح الحوثيين في اليمن.", date(2015, 7, 1), set()),
        ("زار عباس والحكومة اليمن.", date(2015, 7, 1), set()),
    ],
)
def test_forces_and_allies_tell_that_a_word_of_every_day_is_a_ruler(text, day, leaders):
    assert named(text, day) == leaders


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("قتل في معتقلات نظام الأسد في سوريا آلاف المدنيين.", date(2025, 6, 1)),
        ("ألقي القبض على أحد فلول الأسد في اللاذقية.", date(2025, 6, 1)),
        ("قال لاجئون سوريون إنهم يخشون جيش الأسد.", date(2018, 6, 1)),
    ],
)
def test_a_ruler_is_known_by_his_regime_after_his_fall_and_where_only_his_people_are_named(text, day):
    assert named(text, day) == {"bashar-al-assad"}


def test_a_name_of_two_words_is_the_rulers_whose_days_are_told():
    assert named("كانت حقبة بن علي صعبة.", date(2018, 5, 10), "TN") == {"zine-el-abidine-ben-ali"}
    assert named("كانت تجارة بن علي صعبة.", date(2018, 5, 10), "TN") == set()
