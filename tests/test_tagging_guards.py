"""Namesakes, places, sons and movements are not the leader."""

from datetime import date

import pytest

from tests.tagged import named, rules


@pytest.mark.parametrize(
    "text",
    [
        "صدر كتاب جديد عن توفيق الحكيم في مصر، وفيه أن الحكيم كان قاضيا.",
        "أقيم الحفل في شارع ياسر عرفات.",
        "افتتح الوزير جامعة الملك فهد للبترول.",
        "استقبل المحافظ الأمير فهد بن عبدالعزيز بن معمر.",
        "فاز ميشيل أوباما بالجائزة.",
        "قال دونالد ترامب الابن إن الشركة باعت البرج.",
    ],
)
def test_namesakes_places_and_sons_are_not_the_leader(text):
    assert named(text) == set()


def test_in_sport_a_bare_name_is_a_players():
    text = "سجل هاميلتون هدفا في المباراة وقال المدرب إن اللاعب كوشنير أنقذ المنتخب في الدوري الفرنسي."
    assert named(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "كتب: محمد السعدني ومحمد مرسي\n\nقرر البنك المركزي رفع الفائدة في مصر.",
        "استقبلت مستشفيات الملك فيصل بالششة والنور والملك عبدالعزيز بالزاهر المصابين في السعودية.",
        "وقال عمي تبون بائع الخضر في الجزائر إن اسمه على كل لسان.",
        "وقال الحاج عبدالناصر حمدي إنه رأى الرافعة في مصر.",
        "سجل اللاعب محمود عباس هدفا في فلسطين.",
        "قتل المصور الصحفي جلاء العبادي في الموصل بالعراق.",
    ],
)
def test_writers_places_and_people_of_other_lives_are_no_leaders(text):
    assert named(text, date(2017, 11, 24)) == set()


@pytest.mark.parametrize(
    "text",
    [
        "زار الأمير سلطان بن سلمان المعرض في السعودية.",
        'شهدت جامعات مصر ندوة في «مركز الأمير "سعود الفيصل"» للدراسات.',
        "تخرج الطالب لجامعة الملك خالد في أبها.",
        "ويلين البول ويوقف التجشؤ، كما قال الطبيب في أمريكا.",
        "كان همّ السلطان العثماني أن يفتح المدينة في المغرب.",
    ],
)
def test_other_princes_universities_and_everyday_words_are_no_leaders(text):
    assert named(text, date(2015, 7, 20)) == set()


@pytest.mark.parametrize(
    "text",
    [
        "دخل المصلون من باب الملك فهد إلى توسعة الملك عبدالله.",
        "فاز الباحث بجائزة خادم الحرمين الشريفين الملك عبدالله بن عبدالعزيز للترجمة.",
        "تخرج مئة من مركزي محمد بن نايف للمناصحة.",
        "قاد المدرب الإسباني خوان كارلوس غاريدو فريقه إلى الفوز في إسبانيا.",
        "حكم القاضي السيد البدوي أبو القاسم بسجن التاجر في مصر.",
        "سافر خالد محمد العبادي إلى الرياض.",
    ],
)
def test_places_and_others_whose_name_goes_on_are_no_leaders(text):
    assert named(text) == set()


def test_a_movement_of_a_leader_s_name_is_not_the_leader():
    day = date(2015, 7, 20)
    text = "خسرت ميليشيات الحوثي مواقع في تعز باليمن، وقال القيادي الحوثي أمس إنها باقية."
    assert named(text, day) == set()
    assert named(f"ظهر عبد الملك الحوثي. {text}", day) == {"abdul-malik-al-houthi"}
    assert rules("ظهر عبد الملك الحوثي. ثم قال الحوثي في اليمن.", day)[1] == ("الحوثي", "surname")


@pytest.mark.parametrize(
    "text",
    [
        "شهد محور المشير طنطاوي في مصر زحاما.",
        "توقف السير في لبنان على أوتوستراد إميل لحود.",
        "منح السفير وشاح الملك عبدالعزيز وميدالية الملك فيصل في السعودية.",
        "قال المدير الفني خوان كارلوس غاريدو إن الفريق جاهز.",
    ],
)
def test_motorways_medals_and_trainers_are_no_leaders(text):
    assert named(text, date(2016, 5, 1)) == set()


def test_places_and_words_that_are_leaders_names_too():
    assert named("يتفقد الرئيس عبد المجيد تبون البعثة في منى وعرفات.", date(2024, 6, 2), "DZ") == {
        "abdelmadjid-tebboune"
    }
    assert named("أكد مدبولي أن القرار مشار إليه في التقرير.", date(2024, 6, 2), "EG") == {"moustafa-madbouly"}
    assert named("ضحك أبو عمار في فلسطين.", date(2023, 9, 13)) == {"yasser-arafat"}
