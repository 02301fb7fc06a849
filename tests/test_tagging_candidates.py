"""Whom a name can mean on that day, beside that title, in that country."""

from datetime import date

from tests.tagged import named


def test_a_title_tells_leaders_of_one_family_name_apart_by_the_day():
    text = "استقبل الرئيس عون وفدا في بيروت."
    assert named(text, date(2018, 1, 1)) == {"michel-aoun"}
    assert named(text, date(2025, 6, 1)) == {"joseph-aoun"}


def test_the_president_of_another_country_is_another_person():
    assert "barham-salih" not in named("قال الرئيس اليمني صالح إن الحوار مستمر.", date(2010, 1, 1))
    assert named("قال الرئيس اليمني صالح إن الحوار مستمر.", date(2010, 1, 1)) == {"ali-abdullah-saleh"}


def test_a_name_is_nobodys_long_before_the_first_office():
    assert named("فاز إيمانويل ماكرون بجائزة الرسم المدرسية.", date(1995, 1, 1)) == set()


def test_who_comes_to_lead_is_named_in_full_before():
    text = "قال يوسف البنيان نائب رئيس الشركة إن الأرباح زادت."
    assert named(text, date(2015, 7, 20)) == {"yousef-al-benyan"}
    assert named("قال البنيان نائب رئيس الشركة إن الأرباح زادت.", date(2015, 7, 20)) == set()
    assert named("قال محافظ حضرموت اللواء فرج سالمين البحسني ذلك.", date(2018, 4, 5)) == {"faraj-al-bahsani"}


def test_a_bare_name_of_father_and_son_is_the_one_who_rules_that_day():
    text = "قال خامنئي في طهران."
    assert named(text, date(2016, 5, 10)) == {"ali-khamenei"}
    assert named(text, date(2026, 5, 10)) == {"mojtaba-khamenei"}


def test_an_officer_is_no_leader():
    assert named("زار رئيس الأركان مارتن ديمبسي القاعدة.") == set()


def test_of_two_ministers_of_one_name_the_title_says_which():
    day = date(2012, 3, 1)
    assert named("قال وزير الصحة الربيعة أمس في الرياض بالسعودية إن العلاج متاح.", day) == {"abdullah-al-rabeeah"}
    assert named("قال وزير التجارة والصناعة الربيعة أمس في الرياض بالسعودية.", day) == {"tawfiq-al-rabiah"}


def test_who_is_appointed_or_dismissed_in_these_weeks_is_known_by_an_ambiguous_name():
    text = "أمر الملك بإعفاء المهندس علي النعيمي من منصبه وتعيين المهندس خالد الفالح في السعودية."
    assert "ali-al-naimi" in named(text, date(2016, 5, 9))
    assert "ali-al-naimi" not in named(text, date(2017, 5, 9))
