"""The spellings in which the press of all regions writes one name."""

from datetime import date

import pytest

from tests.tagged import named


@pytest.mark.parametrize(
    ("text", "leader"),
    [
        ("قال دونالد ترمب", "donald-trump"),
        ("قال بنيامين نتانياهو", "benjamin-netanyahu"),
        ("قال رجب طيب إردوغان", "recep-tayyip-erdogan"),
        ("قال أنطونيو جوتيريش", "antonio-guterres"),
        ("قال سيرجي لافروف", "sergey-lavrov"),
        ("قال عبدالفتاح السيسى", "abdel-fattah-el-sisi"),
        ("قال عبدالملك بدرالدين الحوثي", "abdul-malik-al-houthi"),
        ("قالت حكومة نيتانياهو", "benjamin-netanyahu"),
    ],
)
def test_spellings_of_every_region(text, leader):
    assert named(text, date(2018, 1, 1)) == {leader}


@pytest.mark.parametrize(
    ("text", "leaders"),
    [
        ("قالت جورجيا ملوني إن الحكومة ستصمد.", {"giorgia-meloni"}),
        ("كان شاه إيران حليفا لأمريكا.", {"mohammad-reza-pahlavi"}),
        ("هرب الشاه من إيران وهبط الخميني.", {"mohammad-reza-pahlavi", "ruhollah-khomeini"}),
        ("استقبل السلطان هيثم الوفد.", {"haitham-bin-tariq"}),
        ("وعاد خوان كارلوس بعد لقاء الملك خوان كارلوس.", {"juan-carlos-i"}),
        ("قال رئيس الوزراء المصري الراحل ممدوح سالم ذلك.", {"mamdouh-salem"}),
        ("تظاهر أنصار «أبو علاء» دعما لحسني مبارك في القاهرة.", {"hosni-mubarak"}),
    ],
)
def test_names_count_in_the_spellings_of_the_press_and_only_as_surely_as_they_are_his(text, leaders):
    assert named(text, date(2023, 8, 2)) == leaders
