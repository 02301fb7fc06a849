"""Of two names joined by «and», the one says whom the other means."""

from tests.tagged import named


def test_two_names_joined_by_and_that_fit_one_country_only_are_its_leaders():
    assert named("قصف التحالف مواقع ميليشيات الحوثي وصالح في اليمن.") == {"ali-abdullah-saleh"}
    assert named("وصل فهد وصالح إلى اليمن.") == set()
