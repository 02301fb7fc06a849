"""«رئيس الوزراء» without a country, in newspapers whose country is known and in others."""

from datetime import date

import pytest

from pipelines.leaders import find_leaders


def titles(text: str, day: date, press: str | None, headline: str | None = None) -> list[tuple[str, str]]:
    """Who is meant by a title alone, and the title."""
    return [
        (leader["id"], span["surface"])
        for leader in find_leaders(headline, text, day, press)
        for span in leader["spans"]
        if span["rule"] == "role"
    ]


@pytest.mark.parametrize(
    ("text", "day", "press", "leader"),
    [
        ("سافر رئيس الجمهورية إلى باريس.", date(2014, 11, 1), "DZ", "abdelaziz-bouteflika"),
        ("تلقى رئيس الجمهورية رسالة من الرئيس إيمانويل ماكرون.", date(2022, 5, 10), "TN", "kais-saied"),
        ("استقبل رئيس الوزراء سفيرة بريطانيا.", date(2022, 3, 8), "EG", "moustafa-madbouly"),
        ("تحادث وزير الخارجية مع سيرغي لافروف في موسكو.", date(2022, 3, 8), "DZ", "ramtane-lamamra"),
        ("غادر وزير الخارجية إلى موسكو.", date(2022, 3, 1), "JO", "ayman-safadi"),
        (
            "أكد وزير الخارجية موقف مصر. وقال الرئيس الألماني فرانك فالتر شتاينماير إنه يدعمه.",
            date(2021, 5, 12),
            "EG",
            "sameh-shoukry",
        ),
        (
            "أكد رئيس الوزراء أن مصر تدعم السودان. وقال عبد الله حمدوك ذلك.",
            date(2022, 5, 10),
            "EG",
            "moustafa-madbouly",
        ),
    ],
)
def test_a_country_that_is_only_named_does_not_take_a_title_from_the_newspaper_s(text, day, press, leader):
    assert leader in [one for one, _ in titles(text, day, press)]


@pytest.mark.parametrize(
    ("text", "leader"),
    [
        ("أعلن رئيس الوزراء البريطاني خطته. وقال رئيس الوزراء إن الخطة جاهزة.", "david-cameron"),
        ("أعلن ديفيد كاميرون خطته. وقال رئيس الوزراء إن بريطانيا جاهزة.", "david-cameron"),
        ("القاهرة - قال وزير الصحة إن مصر بخير.", "adel-el-adawy"),
    ],
)
def test_news_of_another_country_keeps_its_titles_in_a_newspaper(text, leader):
    assert {one for one, _ in titles(text, date(2015, 5, 3), "SA")} == {leader}


@pytest.mark.parametrize("press", ["JO", None])
def test_a_king_whose_name_says_no_country_tells_of_his_own(press):
    text = "استقبل الملك عبدالله الثاني وزير الخارجية المصري بحضور رئيس الوزراء."
    assert ("bisher-al-khasawneh", "رئيس الوزراء") in titles(text, date(2021, 5, 3), press)


@pytest.mark.parametrize(
    "text",
    [
        "وصل لطفي باشريف، وزير الاتصالات، إلى الرياض.",
        "وصل الشيخ سيف بن زايد آل نهيان نائب رئيس مجلس الوزراء وزير الداخلية إلى الرياض.",
        "وصل الفريق صدقي صبحي القائد العام وزير الدفاع إلى الرياض.",
    ],
)
def test_a_title_behind_a_foreigner_s_name_is_his(text):
    assert titles(text, date(2015, 7, 20), "SA") == []


def test_a_minister_of_a_state_is_of_that_state():
    text = "استقبل الملك وزير الخارجية بجمهورية مصر، ووزير المالية بدولة الكويت."
    found = dict(titles(text, date(2015, 7, 20), "SA"))
    assert {"sameh-shoukry", "anas-al-saleh"} <= found.keys()


def test_organisations_are_no_country_of_whose_ministers_an_article_may_tell():
    text = "تونس تنسق مع الأمم المتحدة والاتحاد الأوروبي. وقالت وزيرة المالية إن القرض ضروري."
    assert titles(text, date(2022, 6, 1), None) == [("sihem-nemsia", "وزيرة المالية")]


@pytest.mark.parametrize(
    ("text", "day", "envoy"),
    [
        ("قال المبعوث الأممي إن ليبيا تمر بأزمة.", date(2018, 5, 1), "ghassan-salame"),
        ("التقى الموفد الدولي وفدا من صنعاء في مصر. وشكر اليمن وعدن.", date(2019, 5, 1), "martin-griffiths"),
    ],
)
def test_the_envoy_of_the_united_nations_is_the_one_to_the_country_of_the_article(text, day, envoy):
    assert [one for one, _ in titles(text, day, None)] == [envoy]


@pytest.mark.parametrize("text", ["وصل المبعوث الأممي إلى باريس.", "بحث المبعوث الأممي أزمتي ليبيا واليمن."])
def test_an_envoy_to_no_country_or_to_one_of_two_is_nobody(text):
    assert titles(text, date(2018, 5, 1), None) == []


def test_the_founder_of_a_kingdom_is_not_the_king_of_the_day():
    assert titles("توحدت البلاد على يد جلالة الملك المؤسس طيب الله ثراه.", date(2015, 7, 22), "SA") == []


def test_an_office_behind_a_name_that_no_table_holds_is_his():
    day = date(2022, 10, 2)
    assert titles("التقى خلفان بن راشد الكندي وزير التجارة السفير.", day, "SA") == []
    assert titles("التقى خلفان بن راشد بن سالم الكندي وزير التجارة السفير.", day, "SA") == []
    two = "استقبل الأمير سعود بن نايف وزير التجارة."
    assert titles(two, day, "SA") == [("majid-al-qasabi", "وزير التجارة")]
