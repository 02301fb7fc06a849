"""Words beside a title that give it to somebody else, or to nobody."""

from datetime import date

import pytest

from tests.tagged import named, rules, surfaces


@pytest.mark.parametrize(
    "text",
    [
        "قال نجل الرئيس الأمريكي إن بلاده ستنسحب.",
        "قال مستشار الرئيس الأمريكي إن بلاده ستنسحب.",
        "قال الرئيس الأمريكي السابق إن بلاده أخطأت.",
        "كان الرئيس الأمريكي روزفلت يجلس هنا.",
        "كان الرئيس الأمريكي «روزفلت» يجلس هنا.",
        "أصدر فيليب الثاني ملك إسبانيا قانونا في القرن السادس عشر.",
        "قال المستشار القانوني للشركة إن القضية انتهت.",
    ],
)
def test_words_beside_a_title_give_it_to_somebody_else(text):
    assert named(text) == set()


def test_a_title_of_then_is_not_that_of_the_holder_of_the_day():
    assert named("طلب ذلك الرئيس الأمريكي في حينه بيل كلينتون.") == {"bill-clinton"}


def test_a_blessing_goes_on_with_the_sentence_after_a_title():
    assert named("بدعم من سمو ولي ولي العهد - حفظهم الله - بدأ العمل.", date(2015, 7, 1)) == {"mohammed-bin-salman"}


@pytest.mark.parametrize(
    "text",
    [
        "استقبل النائب الثاني لرئيس مجلس الوزراء أمس سفير مصر.",
        "قالت سفيرة خادم الحرمين الشريفين لدى الولايات المتحدة ذلك.",
        "عمل مستشارًا لرئيس الوزراء البريطاني ثم عاد.",
        "حضر الأمير فيصل النائب العام لجلالة الملك في المدينة المنورة بالسعودية.",
        "تأهل الفريق إلى نهائي كأس سمو ولي العهد السعودي أمس.",
        "فاز الفريق الإسباني بكأس جلالة ملك إسبانيا أمس.",
    ],
)
def test_a_title_within_the_title_of_another_or_of_a_cup_means_nobody(text):
    assert named(text, date(2015, 7, 1)) == set()


def test_a_name_between_marks_behind_a_title_is_no_quotation():
    assert not rules("كان الرئيس الأمريكي «روزفلت» يقول ذلك.", date(2012, 1, 24))


@pytest.mark.parametrize(
    "text",
    [
        "عهد الملك في الأردن.",
        "فاز الفريق بكأس الملك.",
        "اشتهر بلبسه جلالة الملك فيصل.",
        "قصر الملك رمسيس يستقبل الزوار.",
    ],
)
def test_a_king_of_whom_nothing_is_told_or_another_is_not_the_king_of_the_day(text):
    day = date(2023, 5, 10)
    assert named(text, day, "JO").isdisjoint({"abdullah-ii-of-jordan", "salman-of-saudi-arabia"})


@pytest.mark.parametrize(
    "text",
    [
        "أكد المستشار الاقتصادي لرئيس الوزراء العراقي مظهر صالح ذلك.",
        "قال السكرتير الصحفي للرئيس الروسي إن الموعد لم يحدد.",
        "حضر المستشار العسكري للرئيس اليمني.",
    ],
)
def test_who_serves_a_leader_in_some_field_is_not_the_leader(text):
    assert named(text, date(2023, 5, 10)) == set()


def test_a_minister_in_the_days_of_another_ruler_is_not_the_one_of_today():
    text = "رفضت المحكمة إخلاء سبيل محمد نصر علام، وزير الري إبان عهد الرئيس الأسبق حسني مبارك."
    assert named(text, date(2016, 2, 10), "EG") == {"mohamed-nasr-el-din-allam", "hosni-mubarak"}
    assert named("قال وزير الخارجية الياباني في عهد هتلر ذلك.", date(2016, 2, 10)).isdisjoint({"fumio-kishida"})


@pytest.mark.parametrize(
    ("text", "press"),
    [
        ("تعثرت تسمية رئيس الحكومة في لبنان.", "LB"),
        ("بدأت الاستشارات لتسمية رئيس الحكومة.", "LB"),
        ("ينتظر النواب تكليف رئيس الحكومة بتشكيل الحكومة.", "LB"),
    ],
)
def test_who_is_still_to_be_named_is_not_the_holder_of_the_day(text, press):
    assert named(text, date(2021, 7, 20), press) == set()


@pytest.mark.parametrize(
    ("text", "day", "press", "leaders"),
    [
        ("قال وزير الداخلية المستشار إبراهيم بوشناف إن الأمن باق.", date(2018, 7, 31), "LY", {"ibrahim-bushnaf"}),
        ("قال وزير العدل المستشار أحمد الزند إن القضاة مستقلون.", date(2014, 7, 31), "EG", {"ahmed-el-zend"}),
        ("حضر وزير الصحة والمدير العام للمستشفيات.", date(2023, 8, 20), "TN", {"ali-mrabet"}),
        ("استقبل الوفد زعيم جبهة البوليساريو.", date(2018, 6, 30), None, {"brahim-ghali"}),
    ],
)
def test_what_stands_behind_a_title_is_the_holders_style_or_another_officer(text, day, press, leaders):
    assert named(text, day, press) == leaders


@pytest.mark.parametrize(
    "text",
    [
        "وبموجب المادة (54) من الدستور يدعو رئيس الجمهورية مجلس النواب للانعقاد.",
        "ينص الدستور على أن يعين رئيس الجمهورية رئيس الحكومة.",
        "يخالف الدستور الذي يقضي بأن يتولى رئيس الوزراء الإسرائيلي السلطة.",
        "وبانتخاب رئيس الجمهورية قبل انقضاء الولاية.",
        "وتضمن إلغاء حق رئيس الجمهورية في تعيين عشرة نواب.",
        "يمنح مشروع القانون رئيس الجمهورية حق تعيين خمسة نواب.",
        "قال وزير الصحة في الحكومة السابقة ذلك.",
    ],
)
def test_what_a_law_says_of_an_office_is_nobodys(text):
    assert surfaces(text, date(2023, 12, 14), "TN") == {}


def test_a_bill_that_is_voted_on_clause_by_clause_goes_to_the_president():
    text = "جرى التصويت مادة مادة تمهيدا لإحالته إلى رئيس الجمهورية."
    assert named(text, date(2023, 12, 14), "TN") == {"kais-saied"}


def test_what_an_officer_does_by_law_is_his():
    assert named("واستنادا إلى المادة 80 قرر رئيس الجمهورية ذلك.", date(2023, 12, 14), "TN") == {"kais-saied"}


@pytest.mark.parametrize("place", ["قطر", "الكويت"])
def test_a_princes_style_is_no_emirs_title(place):
    found = surfaces(f"اجتمع سمو الأمير فيصل بن فرحان مع الوفد في {place}.", date(2024, 10, 1), "SA")
    assert set(found) == {"faisal-bin-farhan"}


def test_offices_that_are_shared_out_are_nobodys():
    text = "رئيس الجمهورية للكرد ورئيس الوزراء للشيعة ورئيس مجلس النواب للسنة."
    assert named(text, date(2021, 10, 11), "IQ") == set()


def test_the_father_of_the_emir_is_not_the_emir():
    assert named("حضر سمو الأمير الوالد الحفل.", date(2015, 5, 10), "QA") == set()


def test_the_deputy_of_a_governor_is_no_minister_of_the_state():
    text = "أشاد وزير المالية نائب والي كسلا الأستاذ عمر عثمان آدم بالمبادرة في السودان."
    assert named(text, date(2025, 11, 5), "SD") == set()


def test_who_vows_is_no_sultans_first_name():
    assert named("عاهد السلطان قابوس بن سعيد شعبه في عمان.", date(2010, 5, 5)) == {"qaboos-bin-said"}
