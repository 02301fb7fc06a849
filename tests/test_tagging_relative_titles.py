"""«نظيره الروسي», «وزير خارجيته»: whose office or country was named before."""

from datetime import date

import pytest

from tests.tagged import named, rules


def test_a_counterpart_has_the_office_of_who_was_named_with_a_title_of_no_country():
    text = "أجرى وزير الخارجية مراد مدلسي مع نظيره المصري كامل عمرو مباحثات في الجزائر."
    assert named(text, date(2011, 12, 15)) == {"mourad-medelci", "mohamed-kamel-amr"}
    text = "بحث وزير الخارجية مراد مدلسي في الجزائر مع نظيره الروسي التعاون."
    assert rules(text, date(2011, 12, 15)) == [("مراد مدلسي", "full"), ("نظيره الروسي", "role")]


@pytest.mark.parametrize(
    ("text", "day", "leaders"),
    [
        (
            "بحث الرئيس السيسي مع نظيره الفرنسي التعاون.",
            2016,
            {"abdel-fattah-el-sisi", "francois-hollande"},
        ),
        ("التقت الوزيرة هيلاري كلينتون نظيرها الروسي أمس.", 2012, {"hillary-clinton", "sergey-lavrov"}),
        ("شاهد الرئيس بوتين فوز المنتخب الروسي على نظيره السعودي في موسكو.", 2018, {"vladimir-putin"}),
        ("قال الرئيس الأميركي دونالد ترامب إن الاقتصاد الأميركي يتفوق على نظيره الصيني.", 2019, {"donald-trump"}),
        ("بحث وزير الخارجية والمغتربين الأردني مع نظيره المصري الأوضاع.", 2022, {"ayman-safadi", "sameh-shoukry"}),
        ("قال الرئيس السيسي إن فريقه سيواجه نظيره التونسي.", 2018, {"abdel-fattah-el-sisi"}),
        ("قال وزير الخارجية أيمن الصفدي إن السفير التقى نظيره الإماراتي.", 2021, {"ayman-safadi"}),
        ("قال رئيس الوزراء مصطفى مدبولي إن وزير الثروة السمكية التقى نظيره الإثيوبي.", 2021, {"moustafa-madbouly"}),
    ],
)
def test_a_counterpart_is_that_of_who_was_named_last(text, day, leaders):
    assert named(text, date(day, 5, 20)) == leaders


def test_a_colleague_and_his_minister_are_settled_by_what_went_before():
    text = "بحث الرئيس الفرنسي مع نظيره الروسي في موسكو أزمة أوكرانيا."
    assert named(text) == {"francois-hollande", "vladimir-putin"}
    assert "john-kerry" in named("التقى باراك أوباما في واشنطن مع وزير خارجيته أمس.")


def test_a_deputy_crown_prince_of_his_is_the_deputy():
    assert named("شكر خادم الحرمين الشريفين وولي عهده وولي ولي عهده.", date(2015, 7, 24), "SA") == {
        "salman-of-saudi-arabia", "muhammad-bin-nayef", "mohammed-bin-salman",
    }  # fmt: skip


def test_counterparts_may_be_several():
    text = "بحث وزير الخارجية المصري سامح شكري مع نظيريه السعودي والأردني ذلك."
    assert named(text, date(2021, 3, 25)) == {"sameh-shoukry", "faisal-bin-farhan", "ayman-safadi"}


def test_a_headlines_counterpart_is_his_whom_the_text_names_first():
    found = named("تلقى الرئيس هادي برقية عزاء.", date(2014, 1, 8), "YE", "تلقى برقية عزاء من نظيره التركي")
    assert found == {"abdrabbuh-mansur-hadi", "abdullah-gul"}
