"""Who came to lead only later is nobody yet where another office stands beside the name."""

from datetime import date

import pytest

from tests.tagged import named


@pytest.mark.parametrize(
    ("text", "day", "leaders"),
    [
        ("قال محافظ حضرموت اللواء فرج سالمين البحسني ذلك في اليمن.", date(2018, 4, 5), set()),
        ("قال محافظ حضرموت السابق فرج سالمين البحسني ذلك في اليمن.", date(2023, 4, 5), {"faraj-al-bahsani"}),
        ("قال فرج سالمين البحسني ذلك في اليمن.", date(2021, 12, 5), {"faraj-al-bahsani"}),
        ("قال النائب مصطفى العماوي ذلك في الأردن.", date(2020, 6, 1), set()),
        ("قال علاء الدين نقد، المتحدث باسم تحالف تأسيس، ذلك في السودان.", date(2025, 8, 15), set()),
    ],
)
def test_a_governor_is_not_yet_the_leader_that_he_became(text, day, leaders):
    assert named(text, day) == leaders
