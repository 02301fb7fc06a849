"""Office holders beside their titles, by names that no table holds in that form."""

from datetime import date

import pytest

from pipelines.leaders.finding import find_leaders
from tests.tagged import named, rules, surfaces


def test_a_holder_s_middle_names_need_stand_in_no_table():
    day = date(2026, 3, 5)
    long = "قام وزير الزراعة الدكتور صائب عبد الحليم الخريسات بزيارة إلى محافظات الأردن."
    assert rules(long, day) == [("صائب عبد الحليم الخريسات", "title")]
    assert rules(long, date(2016, 3, 5)) == []
    assert rules("قال المزارع صائب عبد الحليم الخريسات في الأردن.", day) == []
    assert rules("قال وزير الزراعة صائب عبد الحليم أمس في الأردن إن الخريسات", day) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("زار وزير الخارجية البلجيكي السابق ديدييه رينديرز العاصمة.", set()),
        ("زار وزير الخارجية البلجيكي جورج رينولدز العاصمة.", set()),
        ("قال صلاح هلال، وزير الزراعة المصري، خالد عبد الحميد حنفي مسؤول.", {"salah-helal"}),
        ("قال نائب وزير الخارجية البلجيكي ديدييه رينديرز أمس.", set()),
        ("قال مستشار وزير المالية الأردني العسعس أمس.", set()),
    ],
)
def test_a_name_behind_a_title_that_is_another_s_is_nobody_s(text, expected):
    assert named(text, date(2015, 7, 22)) == expected


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("وصل رئيس الحكومة الإسبانية مارينو راخوي أمس.", date(2015, 7, 22), ["مارينو راخوي"]),
        ("قال وزير الدفاع المصري عبد الفتاح سعيد السيسي أمس.", date(2013, 7, 22), ["عبد الفتاح سعيد السيسي"]),
        ("قال عثمان أبو بكر دبي، وزير الإعلام الصومالي، أمس.", date(2020, 10, 29), ["عثمان أبو بكر دبي"]),
        ("قال ديدييه رينديرز وزير خارجية بلجيكا أمس.", date(2015, 7, 22), ["ديدييه رينديرز"]),
        ("قال عبد المطلب علي حناوي، وزير الشباب اللبناني، أمس.", date(2015, 7, 22), ["عبد المطلب علي حناوي"]),
        ("قال وزير الشباب اللبناني عبدالمطلب علي حناوي أمس.", date(2015, 7, 22), ["عبدالمطلب علي حناوي"]),
        ("قال الرئيس الأوكراني بيوتر بوروشينكو أمس.", date(2015, 7, 22), ["بيوتر بوروشينكو"]),
    ],
)
def test_a_holder_s_name_is_one_mention_whatever_name_lies_inside_it(text, day, expected):
    assert [surface for surface, _ in rules(text, day)] == expected


def test_a_holder_whose_first_name_is_another_s_family_name_is_known_beside_his_title():
    text = "فاز الائتلاف بقيادة رئيس الوزراء هايلي مريم ديسيلين بمقاعد البرلمان في إثيوبيا."
    assert rules(text, date(2015, 7, 20)) == [("هايلي مريم ديسيلين", "title")]


@pytest.mark.parametrize(
    ("text", "day", "press", "leader"),
    [
        ("قال وزير التعليم العالي أيمن عاشور حسن إن الجامعات جاهزة.", date(2023, 12, 1), "EG", "ayman-ashour"),
        ("قال علي أيمن عاشور وزير التعليم العالي إن الجامعات جاهزة.", date(2023, 12, 1), "EG", "ayman-ashour"),
    ],
)
def test_who_holds_the_office_beside_the_name_may_have_more_names(text, day, press, leader):
    found = surfaces(text, day, press)
    assert found.keys() == {leader}
    assert any(surface.endswith("عاشور") for surface in found[leader])


def test_more_names_beside_another_office_are_somebody_elses():
    assert named("قال أيمن عاشور حسن مدير المدرسة إن الطلاب حضروا.", date(2023, 12, 1), "EG") == set()
    assert named("قال علي أيمن عاشور وزير التعليم العالي.", date(2016, 12, 1), "EG") <= {"ashraf-el-shihy"}


@pytest.mark.parametrize(
    ("text", "leader", "surface"),
    [
        ("في الأردن عُين الدكتور محمد محمود العسعس وزيرا للمالية.", "mohamad-al-ississ", "محمد محمود العسعس"),
        ("وتعيين الدكتور وسام عدنان الربضي وزيراً للتخطيط في الأردن.", "wissam-rabadi", "وسام عدنان الربضي"),
        ("قال محمد محمود العسعس وزير المالية الأردني ذلك.", "mohamad-al-ississ", "محمد محمود العسعس"),
    ],
)
def test_the_office_behind_the_name_tells_whom_it_means(text, leader, surface):
    assert surfaces(text, date(2019, 11, 7)) == {leader: [surface]}


def test_names_in_a_list_of_new_ministers_are_joined_by_and():
    text = "في الجزائر عين كمال ميهوبي وزيرا للري، وطارق بلعريبي، وزيرا للإسكان، ومحمد بوغازي، وزيرا للسياحة."
    found = surfaces(text, date(2021, 2, 22))
    assert found["mohamed-tarek-belaribi"] == ["طارق بلعريبي"]
    assert found["mohamed-ali-boughazi"] == ["محمد بوغازي"]


def test_a_title_that_opens_a_field_looks_for_no_name_at_its_end():
    found = find_leaders(None, "وزير الخارجية المصري يستقبل وفدا برئاسة سامح حسن شكري.", date(2018, 5, 1))
    spans = [span for leader in found for span in leader["spans"]]
    assert spans
    assert all(0 <= span["start"] < span["end"] for span in spans)


def test_who_holds_two_offices_that_a_title_means_is_one():
    """He was finance minister and deputy prime minister: counted twice, he was no single holder."""
    assert named("قال وزير المالية المصري حازم عبد العزيز الببلاوي أمس.", date(2011, 9, 1)) == {"hazem-al-beblawi"}
