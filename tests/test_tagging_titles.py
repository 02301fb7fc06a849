"""Titles as the tables hold them: what a reader of `pipelines/knowledge` expects to be found."""

from datetime import date

import pytest

from tests.tagged import named, surfaces


@pytest.mark.parametrize(
    ("text", "day", "leaders"),
    [
        ("قالت رئيسة وزراء الدانمارك إن بلادها مستعدة.", date(2024, 3, 10), {"mette-frederiksen"}),
        (
            "اتصل رئيس بوركينافاسو بنظيره الموريتاني.",
            date(2023, 11, 10),
            {"ibrahim-traore", "mohamed-ould-ghazouani"},
        ),
        ("بعث سمو الأمير برقية من الكويت.", date(2014, 3, 1), {"sabah-al-ahmad-al-sabah"}),
        ("وصل سمو الأمير علي بن الحسين إلى الكويت.", date(2014, 3, 1), set()),
        ("سقط شاه إيران ووصل الخميني.", date(2018, 3, 1), {"mohammad-reza-pahlavi", "ruhollah-khomeini"}),
        ("قال الأمين العام للجامعة أحمد أبو الغيط ذلك.", date(2020, 1, 19), {"ahmed-aboul-gheit"}),
        ("فوجئ الأمير مقرن بتعيينه وليا لولي العهد السعودي.", date(2014, 3, 28), set()),
    ],
)
def test_titles_and_countries_are_known_as_newspapers_of_all_regions_write_them(text, day, leaders):
    assert named(text, day) == leaders


@pytest.mark.parametrize(
    ("text", "leader"),
    [
        ("قالت رئيسة وزراء الدانمارك إن بلادها ستزيد الإنفاق.", "mette-frederiksen"),
        ("قال رئيس وزراء بنغلادش محمد يونس إن الانتخابات قريبة.", "muhammad-yunus"),
        ("أكد رئيس بوركينافاسو موقف بلاده.", "ibrahim-traore"),
        ("قال رئيس الاتحاد الروسي إن بلاده مستعدة.", "vladimir-putin"),
        ("قال رئيس الكونغو برازفيل إن بلاده ترفض.", "denis-sassou-nguesso"),
        ("قال رئيس جمهورية الكونغو الديمقراطية إن بلاده ترفض.", "felix-tshisekedi"),
    ],
)
def test_countries_are_known_in_titles_as_newspapers_of_all_regions_write_them(text, leader):
    assert named(text, date(2024, 10, 10)) == {leader}


@pytest.mark.parametrize(
    ("text", "day", "press", "leader"),
    [
        ("قال رئيس الحكومة الليبية إن الانتخابات قريبة.", date(2024, 3, 12), None, "abdulhamid-dbeibeh"),
        ("أعلن رئيس حكومة الوحدة الوطنية الحداد.", date(2023, 9, 12), "LY", "abdulhamid-dbeibeh"),
        ("قال رئيس حكومة الوحدة الوطنية إن تونس تتقدم.", date(2016, 9, 12), "TN", "youssef-chahed"),
        ("قال رئيس الحكومة المكلفة من مجلس النواب إن العمل مستمر.", date(2024, 3, 12), "LY", "osama-hammad"),
        ("قال رئيس المجلس الأعلى للدولة إن الحوار مستمر.", date(2024, 3, 12), None, "mohamed-takala"),
        ("قال رئيس المجلس الأعلى للدولة الليبي إن الحوار مستمر.", date(2020, 3, 12), None, "khalid-al-mishri"),
    ],
)  # fmt: skip
def test_each_of_libyas_governments_and_councils_has_its_own_head(text, day, press, leader):
    assert named(text, day, press) == {leader}


def test_who_is_made_deputy_of_the_crown_prince_is_not_the_crown_prince():
    assert named("تعيين الأمير مقرن بن عبدالعزيز ولياً لولي العهد في السعودية.", date(2014, 3, 28), "SA") == {
        "muqrin-bin-abdulaziz"
    }


def test_the_verb_of_presiding_is_no_prime_minister():
    text = "ترأس وزير الخارجية وفد الكويت في اجتماع مع بريطانيا."
    assert "liz-truss" not in named(text, date(2022, 1, 20), "KW")
    assert named("أعلنت رئيسة الوزراء البريطانية تراس خطتها.", date(2022, 10, 1)) == {"liz-truss"}


def test_kurdistan_is_known_in_its_own_spelling():
    text = "استقبل رئيس حكومة إقليم كوردستان الوفد، وهاتف رئيس إقليم كوردستان."
    assert named(text, date(2024, 1, 13)) == {"masrour-barzani", "nechirvan-barzani"}


@pytest.mark.parametrize(
    ("text", "day", "press", "leader"),
    [
        ("حضر اللقاء رئيس مجلس الأعيان.", date(2020, 2, 20), "JO", "faisal-al-fayez"),
        ("قال رئيس المجلس الوطني الفلسطيني إن القرار باطل.", date(2024, 2, 20), None, "rawhi-fattouh"),
        ("افتتح رئيس مجلس الشعب الجلسة.", date(2019, 2, 20), "SY", "hammouda-sabbagh"),
        ("استقبل رئيس مجلس المستشارين الوفد.", date(2023, 2, 20), "MA", "enaam-mayara"),
        ("زار رئيس مجلس الأمة الجزائري المعرض.", date(2023, 2, 20), None, "salah-goudjil"),
        ("حضر رئيس مجلس الشورى العماني الحفل.", date(2015, 7, 31), None, "khalid-al-mawali"),
        ("أعلن وزير الآثار كشفا أثريا.", date(2018, 12, 6), "EG", "khaled-el-enany"),
        ("وافق مجلس النواب برئاسة الدكتور علي عبد العال على القانون.", date(2018, 3, 1), "EG", "ali-abdel-aal"),
        ("عقد المجلس جلسة برئاسة بري.", date(2018, 3, 1), "LB", "nabih-berri"),
        ("وصل شارماركي رئيس وزراء الصومال إلى المطار.", date(2015, 3, 1), None, "omar-abdirashid-ali-sharmarke"),
    ],
)
def test_chambers_and_ministries_have_their_heads(text, day, press, leader):
    assert named(text, day, press) == {leader}


@pytest.mark.parametrize(
    ("text", "leader"),
    [
        ("أدان تصريحات رئيس وزراء حكومة الاحتلال الإسرائيلي.", "benjamin-netanyahu"),
        ("قال رئيس حكومة الاحتلال إن الحرب مستمرة.", "benjamin-netanyahu"),
        ("هدد وزير حرب الكيان الصهيوني لبنان.", "yoav-gallant"),
    ],
)
def test_titles_of_the_occupation_are_israels(text, leader):
    assert named(text, date(2024, 2, 2), "YE") == {leader}


@pytest.mark.parametrize(
    ("text", "day", "press", "leader"),
    [
        ("تظاهر أنصار الرئيس المعزول في القاهرة.", date(2013, 11, 10), "EG", "mohamed-morsi"),
        ("بدأت محاكمة الرئيس المخلوع.", date(2012, 1, 10), "EG", "hosni-mubarak"),
        ("قصف التحالف قوات الحوثي والمخلوع في اليمن.", date(2015, 7, 10), "SA", "ali-abdullah-saleh"),
        ("انسحبت قوات الرئيس المخلوع، علي عبد الله صالح، من عدن.", date(2015, 7, 10), "SA", "ali-abdullah-saleh"),
        ("نال الوزير ثقة سيد البلاد.", date(2021, 4, 20), "JO", "abdullah-ii-of-jordan"),
        ("شكر المجتمعون توجيهات الملك.", date(2021, 4, 20), "JO", "abdullah-ii-of-jordan"),
        ("دعا رئيس المجلس النيابي إلى جلسة.", date(2021, 4, 20), "LB", "nabih-berri"),
        ("قال رئيس وزراء الجمهورية ذلك.", date(2024, 7, 10), "SO", "hamza-abdi-barre"),
    ],
)
def test_titles_of_those_who_fell_and_of_single_states_mean_one_person(text, day, press, leader):
    found = surfaces(text, day, press)
    assert set(found) == {leader}
    assert [len(words) for words in found.values()] == [1]


def test_who_fell_is_no_holder_of_the_day():
    assert named("قال المتهم مرسي ع. إن الحافلة في مصر.", date(2016, 3, 9)) == set()


def test_an_heir_of_one_emirate_is_not_that_of_all():
    text = "افتتح سلطان بن محمد بن سلطان القاسمي، ولي العهد نائب حاكم الشارقة، الدورة."
    assert named(text, date(2015, 4, 20), "AE") == {"sultan-bin-mohammed-bin-sultan-al-qasimi"}


@pytest.mark.parametrize(
    ("text", "press", "leaders"),
    [
        ("أكد القائد العام للقوات المسلحة أن الأمن مستتب.", "IQ", {"mohammed-shia-al-sudani"}),
        ("وصل الفريق محمد أحمد زكي القائد العام للقوات المسلحة وزير الدفاع إلى مصر.", "EG", {"mohamed-ahmed-zaki"}),
        ("بعث سمو نائب الأمير برقية.", "QA", {"abdullah-bin-hamad-bin-khalifa-al-thani"}),
        ("استقبل سمو نائب الأمير وولي العهد الوفد.", "KW", {"mishal-al-ahmad-al-sabah"}),
        ("بعث حضرة صاحب الجلالة الملك المعظم برقية.", "BH", {"hamad-bin-isa-al-khalifa"}),
        ("قال رئيس حكومة تصريف الأعمال ذلك.", "LB", {"najib-mikati"}),
        ("قال رئيس المجلس السياسي الأعلى ذلك.", "YE", {"mahdi-al-mashat"}),
        ("قال رئيس الجمعية الوطنية لحقوق الإنسان ذلك.", "SA", set()),
    ],
)
def test_titles_that_one_or_two_states_have_mean_their_holders(text, press, leaders):
    assert named(text, date(2023, 5, 10), press) == leaders


@pytest.mark.parametrize(
    ("text", "day", "press", "leaders"),
    [
        ("قالت وزيرة الصحة إن اللقاح متاح.", date(2020, 1, 5), "EG", {"hala-zayed"}),
        ("قال وزير الصحة إن اللقاح متاح.", date(2020, 1, 5), "EG", {"hala-zayed"}),
        ("قالت وزيرة الصحة إن اللقاح متاح.", date(2016, 1, 5), "EG", set()),
        ("قالت المستشارة الألمانية ذلك.", date(2018, 1, 5), None, {"angela-merkel"}),
        ("قالت المستشارة الألمانية ذلك.", date(2023, 1, 5), None, set()),
    ],
)
def test_a_womans_title_is_no_mans(text, day, press, leaders):
    assert named(text, day, press) == leaders
