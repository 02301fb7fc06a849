"""Who rules, or ruled, a country that the article or the newspaper is of."""

from datetime import date

import pytest

from tests.tagged import named


def test_a_king_s_first_name_is_his_whose_country_is_named():
    assert named("قال الملك عبدالله أمس في عمان بالأردن.", date(2012, 3, 25)) == {"abdullah-ii-of-jordan"}
    assert named("أمر الملك عبدالله في السعودية بذلك.", date(2012, 3, 25)) == {"abdullah-of-saudi-arabia"}
    assert named("أمر الملك عبدالله بن الحسين بذلك في الأردن والسعودية.", date(2012, 3, 25)) == {
        "abdullah-ii-of-jordan"
    }
    assert named("افتتح جسر الملك حسين ومدينة الملك عبدالله في السعودية والأردن.", date(2012, 3, 25)) == set()
    assert named("أعاد الملك الحسين صنع المنبر في الأردن.", date(2006, 3, 25)) == {"hussein-of-jordan"}


@pytest.mark.parametrize(
    ("text", "press", "leader"),
    [
        ("وما زال السوداني يرفض ذلك.", "IQ", {"mohammed-shia-al-sudani"}),
        ("وما زال السوداني يرفض ذلك.", "EG", set()),
        ("فاز المنتخب السوداني، وأشاد مدربه السوداني بالفوز.", "IQ", set()),
    ],
)
def test_a_ruler_whose_name_is_a_people_s_is_known_in_the_papers_of_his_country(text, press, leader):
    assert named(text, date(2023, 6, 10), press) == leader


def test_a_speaker_is_known_by_his_family_name_in_the_papers_of_his_country():
    text = "عقد اجتماع لرؤساء الكتل برئاسة النجيفي."
    assert named(text, date(2013, 3, 6), "IQ") == {"usama-al-nujayfi"}
    assert named(text, date(2013, 3, 6), "EG") == set()


def test_a_king_of_malaysia_is_not_the_one_of_morocco():
    text = "انتخب السلطان عبدالله أحمد شاه ملكا لماليزيا خلفا للملك السابق محمد الخامس سلطان كلنتان."
    assert named(text, date(2019, 1, 25)) == {"sultan-abdullah-pahang", "sultan-muhammad-v"}


@pytest.mark.parametrize(
    ("text", "press", "leaders"),
    [
        ("حاكم الشارقة يفتتح معرض الكتاب.", "AE", {"sultan-bin-muhammad-al-qasimi"}),
        ("استقبل حاكم عجمان الشيخ حميد النعيمي الوفد.", "AE", {"humaid-bin-rashid-al-nuaimi"}),
        ("أكد وزير الخارجية الكويتي الشيخ أحمد الناصر ذلك.", "KW", {"ahmad-nasser-al-sabah"}),
        ("كرم محمد بن سلمان الفائزين.", "SA", {"mohammed-bin-salman"}),
        ("كرم جبر يرأس المجلس، وكرم سلمان الفائز.", "SA", set()),
    ],
)
def test_rulers_of_emirates_and_sheikhs_by_their_fathers_names(text, press, leaders):
    assert named(text, date(2021, 3, 10), press) == leaders


@pytest.mark.parametrize(
    ("text", "title", "press", "leaders"),
    [
        ("أكد بري أن الجلسة قائمة.", None, "LB", {"nabih-berri"}),
        ("دعا إلى جلسة.", "بري: لا حكومة قبل الاتفاق", "LB", {"nabih-berri"}),
        ("أكد بري أن الجلسة قائمة.", None, "SY", set()),
        ("هذا نقل بري، وذاك نقل جوي.", None, "LB", set()),
        ("قال بري جونسون إن الطقس جميل.", None, "LB", set()),
        ("قال باسيل إن موقف عون والتيار واحد.", None, "LB", {"gebran-bassil", "michel-aoun"}),
    ],
)
def test_a_name_of_every_day_is_the_rulers_where_he_says_something_at_home(text, title, press, leaders):
    assert named(text, date(2022, 8, 20), press, title) == leaders
