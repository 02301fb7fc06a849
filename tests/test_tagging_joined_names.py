"""Of two names joined by «and», the one says whom the other means."""

from datetime import date

from tests.tagged import named, surfaces


def test_two_names_joined_by_and_that_fit_one_country_only_are_its_leaders():
    assert named("قصف التحالف مواقع ميليشيات الحوثي وصالح في اليمن.") == {"ali-abdullah-saleh"}
    assert named("وصل فهد وصالح إلى اليمن.") == set()


def test_each_of_several_presidents_is_named_once():
    found = surfaces("اجتمع الرؤساء عون وبري وميقاتي في بعبدا.", date(2022, 8, 20), "LB")
    assert found == {"michel-aoun": ["عون"], "nabih-berri": ["بري"], "najib-mikati": ["ميقاتي"]}
    assert named("بحث الرئيسان عون وسلام الملف.", date(2025, 8, 20), "LB") == {"joseph-aoun", "nawaf-salam"}
