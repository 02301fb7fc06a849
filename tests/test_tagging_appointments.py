"""Who is appointed is named with his fathers and the office behind: «محمد محمود العسعس وزيرا للمالية»."""

from datetime import date

import pytest

from pipelines.leaders import find_leaders


def named(text: str, day: date, press: str | None = None, title: str | None = None) -> dict[str, list[str]]:
    found = find_leaders(title, text, day, press)
    return {one["id"]: [span["surface"] for span in one["spans"]] for one in found}


@pytest.mark.parametrize(
    ("text", "leader", "surface"),
    [
        ("في الأردن عُين الدكتور محمد محمود العسعس وزيرا للمالية.", "mohamad-al-ississ", "محمد محمود العسعس"),
        ("وتعيين الدكتور وسام عدنان الربضي وزيراً للتخطيط في الأردن.", "wissam-rabadi", "وسام عدنان الربضي"),
        ("قال محمد محمود العسعس وزير المالية الأردني ذلك.", "mohamad-al-ississ", "محمد محمود العسعس"),
    ],
)
def test_the_office_behind_the_name_tells_whom_it_means(text, leader, surface):
    assert named(text, date(2019, 11, 7)) == {leader: [surface]}


def test_names_in_a_list_of_new_ministers_are_joined_by_and():
    text = "في الجزائر عين كمال ميهوبي وزيرا للري، وطارق بلعريبي، وزيرا للإسكان، ومحمد بوغازي، وزيرا للسياحة."
    found = named(text, date(2021, 2, 22))
    assert found["mohamed-tarek-belaribi"] == ["طارق بلعريبي"]
    assert found["mohamed-ali-boughazi"] == ["محمد بوغازي"]


@pytest.mark.parametrize(
    ("text", "day", "leader"),
    [
        ("استقبل الرئيس الصومالي حسن الشيخ محمد الوفد.", date(2014, 1, 10), "hassan-sheikh-mohamud"),
        ("قال وزير الشباب والرياضة البروفيسور أحمد آدم محمد في السودان.", date(2025, 8, 9), "ahmed-adam-sport"),
    ],
)
def test_a_name_that_begins_like_the_holders_is_his(text, day, leader):
    assert set(named(text, day)) == {leader}


def test_the_new_head_of_government_is_meant_by_his_title_in_the_headline():
    text = "يصل رئيس الوزراء الليبي الجديد عبد الحميد الدبيبة إلى طبرق."
    found = named(text, date(2021, 2, 19), title="رئيس الوزراء الليبي يتوجه إلى طبرق")
    assert set(found) == {"abdulhamid-dbeibeh"}


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
    assert set(named(text, day, press)) == {leader}


@pytest.mark.parametrize("ambassador", ["السفير البريطاني", "سفير فرنسا"])
def test_who_receives_an_ambassador_is_not_of_his_country(ambassador):
    assert named(f"استقبل رئيس الوزراء {ambassador} وبحثا التعاون.", date(2025, 12, 16)) == {}


def test_counterparts_may_be_several():
    text = "بحث وزير الخارجية المصري سامح شكري مع نظيريه السعودي والأردني ذلك."
    assert set(named(text, date(2021, 3, 25))) == {"sameh-shoukry", "faisal-bin-farhan", "ayman-safadi"}


def test_such_a_title_may_stand_twice():
    title = "رئيس المجلس الرئاسي يستقبل وزير الخارجية المصري"
    text = "التقى رئيس المجلس الرئاسي، اليوم، وزير خارجية جمهورية مصر العربية، وتناول الاجتماع الشأن الليبي."
    found = named(text, date(2021, 10, 21), "LY", title)
    assert found["mohamed-al-menfi"] == ["رئيس المجلس الرئاسي", "رئيس المجلس الرئاسي"]


def test_a_chamber_is_the_second_one_only_where_there_is_another():
    text = "التقى الملك حمد بن عيسى آل خليفة رئيس مجلس النواب ورئيس مجلس الشورى."
    assert {"ahmed-al-mulla", "ali-al-saleh-bh"} <= set(named(text, date(2018, 4, 16), "BH"))


@pytest.mark.parametrize(
    "text",
    [
        "وبموجب المادة (54) من الدستور يدعو رئيس الجمهورية مجلس النواب للانعقاد.",
        "ينص الدستور على أن يعين رئيس الجمهورية رئيس الحكومة.",
        "وبانتخاب رئيس الجمهورية قبل انقضاء الولاية.",
    ],
)
def test_what_a_law_says_of_an_office_is_nobodys(text):
    assert named(text, date(2023, 12, 14), "TN") == {}


def test_what_an_officer_does_by_law_is_his():
    assert set(named("واستنادا إلى المادة 80 قرر رئيس الجمهورية ذلك.", date(2023, 12, 14), "TN")) == {"kais-saied"}


def test_a_newspaper_tells_of_the_one_country_that_it_names_again_and_again():
    text = "قال الوزير إن الحكومة اللبنانية وافقت. والجيش اللبناني مستعد، ولبنان ملتزم، رغم ضغوط إسرائيل. "
    assert set(named(f"{text}ونقل عن رئيس الحكومة قوله ذلك.", date(2025, 9, 6), "JO")) == {"nawaf-salam"}


@pytest.mark.parametrize("place", ["قطر", "الكويت"])
def test_a_princes_style_is_no_emirs_title(place):
    found = named(f"اجتمع سمو الأمير فيصل بن فرحان مع الوفد في {place}.", date(2024, 10, 1), "SA")
    assert set(found) == {"faisal-bin-farhan"}


@pytest.mark.parametrize(
    "text",
    [
        "وصل الملك سلمان بن عبدالعزيز آل سعود، ملك المملكة العربية السعودية، إلى الرياض.",
        "نوه الأمير متعب بن عبدالله بن عبدالعزيز وزير الحرس الوطني بالرجال في السعودية.",
        "وصل الملك حمد بن عيسى آل خليفة ملك مملكة البحرين إلى الرياض.",
    ],
)
def test_a_name_with_fathers_and_house_and_its_title_are_one_mention(text):
    ((surface,),) = named(text, date(2015, 7, 24), "SA").values()
    assert " بن " in surface
