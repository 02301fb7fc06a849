"""A title without a name stands for its holder of the day."""

from datetime import date

import pytest

from pipelines.leaders.finding import find_leaders
from tests.tagged import named, rules, surfaces, titles


@pytest.mark.parametrize(
    ("text", "leaders"),
    [
        ("التقى السيسي الرئيس الأمريكي في واشنطن.", {"abdel-fattah-el-sisi", "barack-obama"}),
        ("استقبل أردوغان أمير قطر في أنقرة.", {"recep-tayyip-erdogan", "tamim-bin-hamad-al-thani"}),
        ("استقبل نتنياهو وزير الدفاع الأميركي أمس.", {"benjamin-netanyahu", "ashton-carter"}),
        ("ألقت هيلاري كلينتون وزيرة الخارجية الأميركية كلمة.", {"hillary-clinton"}),
        ("وصل وزير الخارجية التركي وبحث العبادي معه الأزمة في العراق.", {"mevlut-cavusoglu", "haider-al-abadi"}),
        ("وصل إلى سوريا وزير الخارجية الإيراني واستقبل الأسد الوفد.", {"mohammad-javad-zarif", "bashar-al-assad"}),
        ("قال وزير الصحة اللبناني وائل أبو فاعور أمس.", {"wael-abou-faour"}),
    ],
)
def test_who_stands_beside_a_title_is_another_than_its_holder(text, leaders):
    assert named(text, date(2015, 7, 22)) == leaders


@pytest.mark.parametrize(
    ("text", "day", "leader"),
    [
        ("قال الرئيس الأمريكي إن بلاده ستنسحب.", date(2016, 5, 1), "barack-obama"),
        ("قال الرئيس الأميركي إن بلاده ستنسحب.", date(2018, 5, 1), "donald-trump"),
        ("استقبل خادم الحرمين الشريفين في الرياض وفدا.", date(2012, 5, 1), "abdullah-of-saudi-arabia"),
        ("أكد رئيس الوزراء الإسرائيلي أن الجيش باق.", date(2016, 5, 1), "benjamin-netanyahu"),
        ("قال المبعوث الأممي إلى سوريا إن المحادثات ستبدأ في جنيف.", date(2016, 1, 25), "staffan-de-mistura"),
        ("قال مبعوث الأمم المتحدة إلى اليمن إن المحادثات ستبدأ.", date(2019, 1, 5), "martin-griffiths"),
        ("دعا الممثل الأعلى للسياسة الخارجية في الاتحاد الأوروبي إلى التهدئة.", date(2022, 5, 1), "josep-borrell"),
        ("برعاية جلالة السلطان افتتح أمس في مسقط المهرجان العماني.", date(2023, 3, 1), "haitham-bin-tariq"),
    ],
)
def test_a_title_without_a_name_is_its_holder_on_that_day(text, day, leader):
    found = find_leaders(None, text, day)
    assert [one["id"] for one in found] == [leader]
    assert found[0]["confidence"] < 0.8
    assert found[0]["spans"][0]["rule"] == "role"


@pytest.mark.parametrize(
    ("text", "leader"),
    [
        ("قال نائب الرئيس الأمريكي إن بلاده تدعم الحلف.", "joe-biden"),
        ("قال زعيم جماعة الحوثي إن القصف مستمر.", "abdul-malik-al-houthi"),
    ],
)
def test_a_title_of_two_lines_of_the_table_stands_alone_if_one_of_them_does(text, leader):
    assert rules(text, date(2015, 7, 22))[0][1] == "role"
    assert named(text, date(2015, 7, 22)) == {leader}


def test_without_a_day_no_title_is_resolved():
    assert named("قال الرئيس الأمريكي إن بلاده ستنسحب.", None) == set()


def test_countries_after_a_plural_title_mean_their_holders():
    text = "عقد وزراء خارجية تركيا والعراق والأردن لقاء، ووصل رؤساء تشاد وجيبوتي."
    assert rules(text, date(2018, 2, 1)) == [
        ("تركيا", "role"), ("والعراق", "role"), ("والأردن", "role"), ("تشاد", "role"), ("وجيبوتي", "role"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "leaders"),
    [
        ("وألغى الرئيس الأمريكي المناورات المشتركة.", {"barack-obama"}),
        ("وأجرى العاهل المغربي اتصالات بعدد من القادة.", {"mohammed-vi"}),
        ("وترأس رئيس الحكومة المغربية مجلسا في الرباط.", {"abdelilah-benkirane"}),
        ("ويزور وزير الخارجية الأمريكي مصر يوم الأحد.", {"john-kerry"}),
        ("وأمر خادم الحرمين الشريفين بتقديم المساعدة.", {"salman-of-saudi-arabia"}),
        ("وقرر رئيس الوزراء تأخير الدوام في إربد بالأردن.", {"abdullah-ensour"}),
        ("وقرر رئيس الوزراء تأخير الدوام في الأردن ومصر.", set()),
        ("وقال مستشار الرئيس الأمريكي إن الاتفاق قريب.", set()),
        ("وذكر الرئيس الأمريكي هيربرت في كلمته.", set()),
    ],
)
def test_a_title_alone_stands_for_its_holder_before_words_that_go_on(text, leaders):
    assert named(text) == leaders


@pytest.mark.parametrize(
    ("text", "leaders"),
    [
        ("وأشاد الرئيس الأمريكي بشجاعة الناخبين.", {"barack-obama"}),
        ("ثم اتصل بالرئيس الفرنسي لإطلاعه على ما جرى.", {"francois-hollande"}),
        ("برعاية رئيس الوزراء العراقي وضيفه.", {"haider-al-abadi"}),
        ("استقبل المبعوث موفد الرئيس الروسي، ووصل باراك أوباما.", {"barack-obama"}),
        ("تحدث المحرر عن الرئيس الروسي، وباراك أوباما.", {"vladimir-putin", "barack-obama"}),
        ("وأجرى اتصالين بالعاهلين السعودي والبحريني.", {"salman-of-saudi-arabia", "hamad-bin-isa-al-khalifa"}),
        ("وحضر ملك البحرين وأميرا الكويت وقطر.",
         {"hamad-bin-isa-al-khalifa", "sabah-al-ahmad-al-sabah", "tamim-bin-hamad-al-thani"}),
        ("أجراها جلالة الملك مع وزير من تركيا في الأردن.", {"abdullah-ii-of-jordan"}),
        ("وأوفد الرئيس عبد الفتاح السيسي وزير الخارجية إلى نيويورك في الولايات المتحدة.",
         {"abdel-fattah-el-sisi", "sameh-shoukry"}),
        ("ثم التقى رئيس النظام السوري في دمشق.", {"bashar-al-assad"}),
        ("وقال رئيس المكتب السياسي لحركة حماس إن الوفد وصل.", {"khaled-mashal"}),
    ],
)  # fmt: skip
def test_titles_alone_that_go_on_stand_together_or_fit_one_country_only(text, leaders):
    assert named(text) == leaders


def test_an_excellency_of_a_country_is_its_president():
    day = date(2015, 7, 20)
    assert rules("أقام مأدبة لفخامة الرئيس المصري أمس.", day) == [("فخامة الرئيس المصري", "role")]
    assert named("وجه الوزير الشكر إلى السيد الرئيس في دمشق بسوريا.", day) == {"bashar-al-assad"}


def test_presidents_of_countries_with_doubtful_names_stand_in_lists():
    found = named("التقى هولاند رؤساء مالي والنيجر وتشاد في باريس.", date(2016, 1, 20))
    assert {"ibrahim-boubacar-keita", "mahamadou-issoufou", "idriss-deby"} <= found


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ('نفى أن تكون الخطوة موجهة ضد رئيس الحكومة اللبناني "الذي نحترم صبره".', "رئيس الحكومة اللبناني"),
        ("الأمين العام للأمم المتحدة «يشعر بقلق عميق» منذ أمس.", "الأمين العام للأمم المتحدة"),
        ("قال المسؤول الإيراني إن الأسماء نسقت مع المرشد، وذهب إلى طهران.", "المرشد"),
        ("شكر المرشد الأعلى الإيرانيين في طهران.", "المرشد الأعلى"),
        ("وجه الشكر لرئيس المجلس الأعلى للقوات المسلحة على الوفاء بموعده.", "رئيس المجلس الأعلى للقوات المسلحة"),
    ],
)
def test_more_titles_alone_mean_their_holder(text, surface):
    assert (surface, "role") in rules(text, date(2012, 1, 24))


@pytest.mark.parametrize(
    ("text", "day", "leaders"),
    [
        ("استقبل أمير قطر رئيس الوزراء اللبناني.", date(2021, 5, 3), {"tamim-bin-hamad-al-thani", "hassan-diab"}),
        ("استقبل الرئيس المصري رؤساء المحاكم.", date(2021, 5, 3), {"abdel-fattah-el-sisi"}),
        ("شن رئيس الوزراء البريطاني هجوما على المعارضة.", date(2023, 5, 5), {"rishi-sunak"}),
        ("رئيس الوزراء العراقي حث على الهدوء.", date(2023, 5, 5), {"mohammed-shia-al-sudani"}),
        ("أعرب الرئيس الفرنسي الحالي عن قلقه.", date(2023, 5, 5), {"emmanuel-macron"}),
        ("أصدر الرئيس المصري المؤقت إعلانا.", date(2013, 7, 15), {"adly-mansour"}),
        ("وصل سمو ولي العهد نائب الحاكم إلى الشارقة في الإمارات.", date(2018, 5, 5), set()),
        ("صدر قرار وزير الداخلية السعودي رقم 12 عام 1408هـ.", date(2015, 7, 1), set()),
        ("عين الرئيس الأمريكي هاري مستشارا.", date(2018, 5, 5), set()),
    ],
)
def test_a_title_alone_stands_before_any_common_word(text, day, leaders):
    assert named(text, day) == leaders


@pytest.mark.parametrize(
    ("text", "day", "press", "leaders"),
    [
        (
            "بحث الوزير مع رئيس الوزراء وزير الخارجية القطري الجهود.",
            date(2025, 6, 1),
            "JO",
            {"mohammed-bin-abdulrahman-al-thani"},
        ),
        (
            "استقبل رئيس الوزراء وزير الخارجية القطري أمس.",
            date(2025, 6, 1),
            "JO",
            {"jafar-hassan", "mohammed-bin-abdulrahman-al-thani"},
        ),
        (
            "وصل رئيس الوزراء ووزير الدفاع الأردني بشر الخصاونة إلى بغداد.",
            date(2021, 6, 1),
            "IQ",
            {"bisher-al-khasawneh"},
        ),
        (
            "بحث رئيس الوزراء ووزير الخارجية القطري التعاون في بغداد.",
            date(2021, 6, 1),
            "IQ",
            {"mustafa-al-kadhimi", "mohammed-bin-abdulrahman-al-thani"},
        ),
    ],
)
def test_two_titles_in_a_row_are_one_persons_unless_one_receives_the_other(text, day, press, leaders):
    assert named(text, day, press) == leaders


def test_the_new_head_of_government_is_meant_by_his_title_in_the_headline():
    text = "يصل رئيس الوزراء الليبي الجديد عبد الحميد الدبيبة إلى طبرق."
    found = surfaces(text, date(2021, 2, 19), title="رئيس الوزراء الليبي يتوجه إلى طبرق")
    assert set(found) == {"abdulhamid-dbeibeh"}


PAST = "أمم الرئيس المصري جمال عبد الناصر القناة. {} وقال الرئيس المصري في خطابه إنها ملك للشعب."


@pytest.mark.parametrize(
    ("text", "leader"),
    [
        (PAST.format(""), "gamal-abdel-nasser"),
        (PAST.format("وزار الرئيس المصري عبد الفتاح السيسي القناة."), "abdel-fattah-el-sisi"),
        ("حوكم الرئيس المصري السابق محمد مرسي. وقال الرئيس المصري إن القضاء حر.", "abdel-fattah-el-sisi"),
        ("بدأ الملك السعودي عبد الله المشروع. وافتتح الملك السعودي المشروع أمس.", "salman-of-saudi-arabia"),
    ],
)
def test_a_title_that_the_article_gives_to_a_holder_of_the_past_is_his(text, leader):
    assert [one for one, _ in titles(text, date(2015, 7, 22))] == [leader]


def test_the_deputy_of_the_custodian_is_the_crown_prince():
    text = "ثمن نائب خادم الحرمين الشريفين جهود رجال الأمن."
    assert titles(text, date(2015, 7, 31), "SA") == [("muhammad-bin-nayef", "نائب خادم الحرمين الشريفين")]


def test_the_title_in_the_headline_is_his_whom_the_text_names_by_it():
    text = "افتتح وزير الصحة طه المتوكل المستشفى."
    assert named(text, date(2018, 9, 10), "YE", "وزير الصحة يفتتح مستشفى") == {"taha-al-mutawakel"}
    text = "استقبل الأمير ناصر جودة وزير الخارجية الأردني. وحمله سموه تحياته إلى وزير الخارجية الأردني."
    assert named(text, date(2017, 1, 20), "JO") == {"nasser-judeh"}


def test_a_title_behind_a_name_and_a_colon_is_its_bearers_own():
    text = "- وليد المعلم: وزير الخارجية السوري، توفي في دمشق."
    assert named(text, date(2020, 11, 25)) == {"walid-muallem"}
    assert "faisal-mekdad" in named("قال بوريل: وزير الخارجية السوري لم يرد.", date(2020, 11, 25))


@pytest.mark.parametrize("colon", [": ", " : "])
def test_behind_a_colon_a_title_without_a_country_is_no_foreigners(colon):
    text = f"عمان - قال سعد الحريري{colon}رئيس الوزراء لم يرد على الرسالة الأردنية."
    assert named(text, date(2018, 11, 20), "JO") == {"saad-hariri", "omar-al-razzaz"}
