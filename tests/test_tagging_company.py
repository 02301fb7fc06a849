"""Columns name rulers of all times by their family names alone; who else is named says whom they mean."""

from datetime import date

import pytest

from tests.tagged import named

MANY = "صافح أنور السادات مناحم بيغن، وجلس ريتشارد نيكسون مع غولدا مائير، وكتب هنري كيسنجر مذكراته. "


def test_a_ruler_of_old_needs_only_that_many_are_named():
    assert "john-f-kennedy" in named(f"{MANY}في أزمة الصواريخ كان كينيدي يعرف ما يريد.", date(2022, 3, 9))
    assert "john-f-kennedy" not in named("قال هنري كيسنجر إن كينيدي يعرف ما يريد.", date(2022, 3, 9))


def test_of_two_of_one_name_the_one_of_their_time_is_meant():
    of_the_war = "جلس أدولف هتلر مع بينيتو موسوليني، وكتب جوزيف ستالين إلى ونستون تشرشل، وسكت شارل ديغول. "
    assert "franklin-d-roosevelt" in named(f"{of_the_war}أما روزفلت فكان مريضا.", date(2025, 5, 14))


def test_nobody_is_meant_where_both_had_as_many_beside_them():
    both = "قال معمر القذافي وياسر عرفات وحسني مبارك وعلي عبدالله صالح وزين العابدين بن علي إن بوش أخطأ."
    assert not {"george-w-bush", "george-h-w-bush"} & named(both, date(2010, 8, 2))


def test_a_word_of_every_day_needs_men_of_the_rulers_country_too():
    egypt = "قرأ عمر سليمان البيان، ووقف محمد حسين طنطاوي خلفه، وسافر أحمد أبو الغيط. "
    egypt += "تابع باراك أوباما ومعمر القذافي. "
    assert "hosni-mubarak" in named(f"{egypt}لم يقل مبارك شيئا.", date(2011, 2, 13))
    assert "hosni-mubarak" not in named(f"{MANY}عيدكم مبارك وكل عام وأنتم بخير.", date(2011, 2, 13))


def test_a_first_name_is_no_ruler_in_a_column():
    assert "mohamed-naguib" not in named(f"{MANY}وكتب صديقي نجيب عن ذلك كله.", date(2016, 2, 19))


def test_a_name_behind_a_word_that_nobody_knows_is_somebody_elses():
    news = "قال جورج بوش وكوفي عنان وجاك شيراك وتوني بلير وحسني مبارك إن الحوار مستمر. "
    assert "charles-taylor" not in named(
        f"{news}ورفضت القاضية ديغزان تايلور الطلب، وقالت تايلور ذلك.", date(2006, 8, 18)
    )


def test_who_rules_only_later_is_no_ruler_yet():
    news = "قال فلاديمير بوتين وباراك أوباما وديفيد كاميرون وأنغيلا ميركل وبان كي مون إن الحوار مستمر. "
    assert "francois-hollande" not in named(f"{news}ويرى هولاند غير ذلك.", date(2010, 8, 18))
    assert "francois-hollande" in named(f"{news}ويرى هولاند غير ذلك.", date(2014, 8, 18))


def test_what_is_nearly_a_foreign_rulers_name_is_none():
    news = "قال فلاديمير بوتين وباراك أوباما وديفيد كاميرون وأنغيلا ميركل وبان كي مون إن فرنسا ترسل قوات. "
    assert "alpha-conde" not in named(f"{news}ولا تكفي خمسة آلاف جندي.", date(2014, 8, 18))


def test_a_bare_name_is_understood_by_those_that_come_behind_it():
    text = "وعرفه القذافي حين سأل عن ذلك. وكتب ياسر عرفات رسالته."
    assert named(text, date(2017, 6, 7)) >= {"muammar-gaddafi", "yasser-arafat"}
    text = "سمع الناس تسجيلات القذافي. وقرأ أردوغان البيان في أنقرة، وقال أردوغان إنه يعرف."
    assert "muammar-gaddafi" in named(text, date(2017, 6, 7))


def test_words_of_every_day_are_no_rulers_in_line():
    day = date(2018, 5, 10)
    assert named("التقى محمد السادس عبد الإله بنكيران في المغرب، وافتتح الأرشيف العثماني.", day) == {
        "mohammed-vi", "abdelilah-benkirane",
    }  # fmt: skip
    text = "أطاح جمال عبد الناصر بالملك، وجاء أنور السادات، ومبارك بعده."
    assert "hosni-mubarak" in named(text, day)


@pytest.mark.parametrize(
    ("text", "day", "press", "leaders"),
    [
        ("التقى ستالين وروزفلت وتشرشل في يالطا.", date(2020, 2, 10), None, {"joseph-stalin", "winston-churchill"}),
        (
            "مصر من مبارك إلى السيسي إلى مرسي.",
            date(2014, 10, 25),
            None,
            {"hosni-mubarak", "mohamed-morsi", "abdel-fattah-el-sisi"},
        ),
        (
            "كان السادات داهية، أما عبدالناصر فكان زعيما.",
            date(2013, 10, 25),
            "EG",
            {"anwar-sadat", "gamal-abdel-nasser"},
        ),
        ("كان السادات داهية في سوريا.", date(2013, 10, 25), "EG", set()),
        ("والإمارات يمثلها محمد بن راشد.", date(2021, 1, 5), None, {"mohammed-bin-rashid-al-maktoum"}),
        (
            "سمو الأمير فيصل بن فرحان بن عبدالله وزير الخارجية السعودي.",
            date(2021, 7, 5),
            None,
            {"faisal-bin-farhan"},
        ),
        ("الأمير عبدالله بن عبدالعزيز بن مساعد وصل إلى السعودية.", date(2021, 7, 5), None, set()),
        (
            "وزير الداخلية البحريني الشيخ راشد بن عبدالله.",
            date(2016, 3, 2),
            None,
            {"rashid-bin-abdullah-al-khalifa"},
        ),
        ("أكد وزير الزراعة خالد موسى شحادة الحنيفات ذلك.", date(2021, 9, 3), "JO", {"khaled-al-hanifat"}),
        (
            "استقبل رئيس حزب التحالف الشعبي التقدمي مسعودي ولد بلخير وفدا.",
            date(2011, 1, 10),
            "MR",
            {"messaoud-ould-boulkheir"},
        ),
        ("قال عضو البرلمان الإيراني محمود عباس زادة ذلك.", date(2023, 11, 15), "LB", set()),
        ("حضر الأمير فيصل بن فرحان بن عبدالله الحفل.", date(2024, 11, 15), "SA", {"faisal-bin-farhan"}),
        ("قال ولدعبد العزيز إن الحكومة ماضية.", date(2015, 1, 10), "MR", {"mohamed-ould-abdel-aziz"}),
        ("قال الرئيس قيس سعيد ذلك، وتوفي حاج تونسي بعرفات.", date(2025, 6, 10), "TN", {"kais-saied"}),
    ],
)
def test_columns_national_papers_and_official_names_tell_whom_they_mean(text, day, press, leaders):
    assert named(text, day, press) == leaders


@pytest.mark.parametrize(
    ("text", "leaders"),
    [
        ("قال نتنياهو إن عباس سيخطب في رام الله، وسكت عباس.", {"benjamin-netanyahu", "mahmoud-abbas"}),
        ("قال نتنياهو إن عباس حميد وصل إلى رام الله.", {"benjamin-netanyahu"}),
        ("قال نتنياهو إن المعلم عباس قال ذلك.", {"benjamin-netanyahu"}),
    ],
)
def test_a_ruler_s_first_or_common_name_counts_where_no_other_name_stands_beside(text, leaders):
    assert named(text, date(2014, 9, 20)) == leaders


def test_a_name_of_many_is_the_officer_s_beside_leaders_of_his_country():
    assert named("قال فانس لزيلينسكي أمام ترامب: هل قلت شكرا؟", date(2025, 3, 3)) >= {"jd-vance"}
    assert named("قال تيلرسون إن ماتيس يوافقه.", date(2017, 6, 9)) == {"rex-tillerson", "james-mattis"}
    assert named("سمح ذلك بهزيمة كارتر وتولي ريغان.", date(2015, 7, 21)).isdisjoint({"ashton-carter"})
    assert named("قال القاضي زلدكين فانس إن ترامب يخطئ.", date(2025, 3, 3)) == {"donald-trump"}
