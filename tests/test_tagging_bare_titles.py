"""«رئيس الوزراء» without a country, in newspapers whose country is known and in others."""

from datetime import date

import pytest

from tests.tagged import named, surfaces, titles


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


def test_what_a_minister_condemns_does_not_settle_his_country():
    day = date(2016, 4, 11)
    assert named("أدان وزير الخارجية الهجوم الإسرائيلي على غزة في القاهرة.", day) == set()
    assert named("أبلغ وزير الخارجية المصري الرئيس عبدالفتاح السيسي بذلك.", day) == {
        "abdel-fattah-el-sisi", "sameh-shoukry",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "day", "wrong"),
    [
        ("الرياض: بحث ولي العهد مع تيريزا ماي العلاقات بين السعودية وبريطانيا.", date(2018, 3, 7), "charles-iii"),
        ("القاهرة: أعرب السيد الرئيس عن تقديره لإيمانويل ماكرون وحرص مصر.", date(2017, 10, 24), "emmanuel-macron"),
        ("بغداد: قال وزير الدفاع إن القوات دخلت، ورد رجب طيب أردوغان.", date(2016, 12, 6), "fikri-isik"),
        ("قال وزير الصحة في فرنسا إن مصر آمنة، ورحب السيسي.", date(2020, 6, 2), "hala-zayed"),
        ("قال وزير الصحة بولاية الخرطوم إن السودان آمن.", date(2014, 8, 10), "bahar-idris-abu-garda"),
        ("رحب رئيس الحكومة المقالة في فلسطين بالاتفاق.", date(2014, 4, 24), "rami-hamdallah"),
    ],
)
def test_a_bare_title_is_nobody_of_another_country_or_government(text, day, wrong):
    assert wrong not in {leader for leader, _ in titles(text, day)}


@pytest.mark.parametrize(
    ("text", "outlet_country", "leader"),
    [
        ("نقلت الوزيرة للحضور تحيات رئيس الوزراء.", "EG", "moustafa-madbouly"),
        ("نقلت الوزيرة للحضور تحيات رئيس الوزراء.", "IQ", "mohammed-shia-al-sudani"),
        ("تلقى سمو ولي العهد رسالة من السعودية والأردن.", "SA", "mohammed-bin-salman"),
    ],
)
def test_a_bare_title_is_of_the_newspapers_country(text, outlet_country, leader):
    day = date(2022, 11, 14)
    assert [one for one, _ in titles(text, day, outlet_country)] == [leader]
    assert titles(text, day, None) == []


@pytest.mark.parametrize(
    ("text", "outlet_country"),
    [
        ("تركيا وألمانيا شكرتا. ورد رئيس الوزراء على تركيا وألمانيا.", "EG"),  # of two other countries
        ("قال ريشي سوناك إن مصر شريك لبريطانيا، ورحب رئيس الوزراء بالزوار.", "EG"),
        ("وصل ولي العهد إلى المطار.", "GB"),  # a pan-Arab paper
        ("لا يملك رئيس الوزراء في أي دولة أن يفعل ذلك.", "EG"),
        ("سأل رئيس البرلمان في جمهورية الشيشان عن السعودية وقطر.", "SA"),
    ],
)
def test_a_bare_title_that_may_be_another_countrys_is_nobodys(text, outlet_country):
    assert titles(text, date(2022, 11, 14), outlet_country) == []


def test_his_highness_the_emir_is_that_of_the_newspaper():
    day = date(2022, 3, 2)
    assert named("بعث سمو الأمير ببرقية تهنئة.", day, "KW") == {"nawaf-al-ahmad-al-sabah"}
    assert named("بعث سمو الأمير المفدى برقية.", day, "QA") == {"tamim-bin-hamad-al-thani"}
    assert named("وتوجه سمو الأمير علي بن الحسين إلى غرفة اللاعبين في قطر.", day, "QA") == set()


@pytest.mark.parametrize(
    ("text", "press", "leader"),
    [
        ("الملك يستقبل رئيس مجلس الأعيان.", "JO", "abdullah-ii-of-jordan"),
        ("وأعرب الملك المفدى عن شكره.", "SA", "salman-of-saudi-arabia"),
        ("وأعرب جلالة الملك للرئيس الفرنسي وللشعب الفرنسي عن التعازي.", "MA", "mohammed-vi"),
    ],
)
def test_a_king_alone_is_that_of_the_newspaper(text, press, leader):
    assert leader in named(text, date(2023, 5, 10), press)


def test_a_minister_of_a_caretaker_government_is_the_one_of_the_day():
    assert named("اجتمع وزير المالية في حكومة تصريف الأعمال مع السفير.", date(2021, 3, 1), "LB") == {"ghazi-wazni"}


def test_the_king_who_acts_is_the_newspapers():
    assert named("قال الملك إن الإصلاح مستمر.", date(2015, 8, 3), "MA") == {"mohammed-vi"}
    assert named("أكد الملك أن الأردن قوي.", date(2020, 8, 3), "JO") == {"abdullah-ii-of-jordan"}
    assert named("قال الملك فيصل إن النفط سلاح.", date(2020, 8, 3), "JO") == {"faisal-of-saudi-arabia"}
    assert named("وصلت ألعاب الملك والوزير إلى المعرض.", date(2020, 8, 3), "JO") == set()


def test_a_title_alone_is_not_the_recognised_governments_where_only_its_rival_is_named():
    text = "زار فتحي باشاغا بنغازي في ليبيا. ونوه رئيس الحكومة بالجهود."
    assert named(text, date(2022, 11, 15), "LY") == {"fathi-bashagha"}
    both = f"{text} وانتقده عبد الحميد الدبيبة."
    assert named(both, date(2022, 11, 15), "LY") == {"fathi-bashagha", "abdulhamid-dbeibeh"}


def test_his_majesty_is_the_newspapers_king_beside_a_foreign_one():
    text = (
        "نعت الأمة خادم الحرمين الشريفين الملك عبد الله بن عبد العزيز. وعزى الشعب المغربي الشعب السعودي."
        " وأكد جلالة الملك أن رحيله خسارة للمملكة العربية السعودية."
    )
    assert named(text, date(2015, 1, 24), "MA") == {"abdullah-of-saudi-arabia", "mohammed-vi"}
    text = "قال جلالة الملك محمد السادس إن المغرب قوي. وأكد جلالة الملك موقفه."
    assert named(text, date(2018, 6, 30), "JO") == {"mohammed-vi"}


@pytest.mark.parametrize(
    ("text", "day", "press", "leader"),
    [
        ("استقبل رئيس مجلس الشورى السفير.", date(2018, 4, 16), "SA", "abdullah-al-al-sheikh"),
        ("هنأ رئيس مجلس الأمة السفير.", date(2018, 4, 16), "KW", "marzouq-al-ghanim"),
        ("أشرف الوزير الأول على افتتاح الورشة.", date(2018, 4, 16), "MR", "yahya-ould-hademine"),
        ("التقى رئيس المجلس الرئاسي وفدا من مصر.", date(2021, 10, 21), "LY", "mohamed-al-menfi"),
        ("وقال سعادة وزير الدولة لشؤون مجلس الوزراء إن المجلس وافق.", date(2022, 11, 23), "QA",
         "mohammed-bin-abdullah-al-sulaiti"),
        ("قال نائب الرئيس الأمريكي إن القوات ستبقى.", date(2018, 4, 16), "SA", "mike-pence"),
    ],
)  # fmt: skip
def test_titles_that_a_few_countries_have_mean_their_holders_there(text, day, press, leader):
    assert named(text, day, press) == {leader}


def test_such_a_title_may_stand_twice():
    title = "رئيس المجلس الرئاسي يستقبل وزير الخارجية المصري"
    text = "التقى رئيس المجلس الرئاسي، اليوم، وزير خارجية جمهورية مصر العربية، وتناول الاجتماع الشأن الليبي."
    found = surfaces(text, date(2021, 10, 21), "LY", title)
    assert found["mohamed-al-menfi"] == ["رئيس المجلس الرئاسي", "رئيس المجلس الرئاسي"]


def test_a_chamber_is_the_second_one_only_where_there_is_another():
    text = "التقى الملك حمد بن عيسى آل خليفة رئيس مجلس النواب ورئيس مجلس الشورى."
    assert {"ahmed-al-mulla", "ali-al-saleh-bh"} <= named(text, date(2018, 4, 16), "BH")


def test_two_first_names_before_a_title_are_somebody_who_bears_it():
    day = date(2019, 10, 1)
    assert titles("قال عادل منصور وزير الصحة إن الحملة بدأت.", day, "EG") == []
    assert titles("افتتح محمد المهدي وزير الحكم المحلي المقر.", date(2017, 12, 15), "LY") == []
    assert titles("استقبل عادل منصور وزير الصحة.", day, "EG") == [("hala-zayed", "وزير الصحة")]
