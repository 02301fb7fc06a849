"""Columns name rulers of all times by their family names alone; who else is named says whom they mean."""

from datetime import date

from pipelines.leaders import find_leaders

MANY = "صافح أنور السادات مناحم بيغن، وجلس ريتشارد نيكسون مع غولدا مائير، وكتب هنري كيسنجر مذكراته. "


def named(text: str, day: date) -> set[str]:
    return {one["id"] for one in find_leaders(None, text, day)}


def test_a_ruler_of_old_needs_only_that_many_are_named():
    assert "john-f-kennedy" in named(f"{MANY}في أزمة الصواريخ كان كينيدي يعرف ما يريد.", date(2022, 3, 9))
    assert "john-f-kennedy" not in named("قال هنري كيسنجر إن كينيدي يعرف ما يريد.", date(2022, 3, 9))


def test_of_two_of_one_name_the_one_of_their_time_is_meant():
    of_the_war = "جلس أدولف هتلر مع بينيتو موسوليني، وكتب جوزيف ستالين إلى ونستون تشرشل، وسكت شارل ديغول. "
    assert "franklin-d-roosevelt" in named(f"{of_the_war}أما روزفلت فكان مريضا.", date(2025, 5, 14))


def test_nobody_is_meant_where_both_had_as_many_beside_them():
    both = "قال معمر القذافي وياسر عرفات وحسني مبارك وعلي عبدالله صالح وزين العابدين بن علي إن بوش أخطأ."
    assert not {"george-w-bush", "george-h-w-bush"} & named(both, date(2010, 8, 2))


def test_a_word_of_every_day_needs_men_of_the_rulers_country_too():
    egypt = "قرأ عمر سليمان البيان، ووقف محمد حسين طنطاوي خلفه، وسافر أحمد أبو الغيط. "
    egypt += "تابع باراك أوباما ومعمر القذافي. "
    assert "hosni-mubarak" in named(f"{egypt}لم يقل مبارك شيئا.", date(2011, 2, 13))
    assert "hosni-mubarak" not in named(f"{MANY}عيدكم مبارك وكل عام وأنتم بخير.", date(2011, 2, 13))


def test_a_first_name_is_no_ruler_in_a_column():
    assert "mohamed-naguib" not in named(f"{MANY}وكتب صديقي نجيب عن ذلك كله.", date(2016, 2, 19))


def test_a_name_behind_a_word_that_nobody_knows_is_somebody_elses():
    news = "قال جورج بوش وكوفي عنان وجاك شيراك وتوني بلير وحسني مبارك إن الحوار مستمر. "
    assert "charles-taylor" not in named(
        f"{news}ورفضت القاضية ديغزان تايلور الطلب، وقالت تايلور ذلك.", date(2006, 8, 18)
    )


def test_who_rules_only_later_is_no_ruler_yet():
    news = "قال فلاديمير بوتين وباراك أوباما وديفيد كاميرون وأنغيلا ميركل وبان كي مون إن الحوار مستمر. "
    assert "francois-hollande" not in named(f"{news}ويرى هولاند غير ذلك.", date(2010, 8, 18))
    assert "francois-hollande" in named(f"{news}ويرى هولاند غير ذلك.", date(2014, 8, 18))


def test_what_is_nearly_a_foreign_rulers_name_is_none():
    news = "قال فلاديمير بوتين وباراك أوباما وديفيد كاميرون وأنغيلا ميركل وبان كي مون إن فرنسا ترسل قوات. "
    assert "alpha-conde" not in named(f"{news}ولا تكفي خمسة آلاف جندي.", date(2014, 8, 18))


def test_a_bare_name_is_understood_by_those_that_come_behind_it():
    text = "وعرفه القذافي حين سأل عن ذلك. وكتب ياسر عرفات رسالته."
    assert named(text, date(2017, 6, 7)) >= {"muammar-gaddafi", "yasser-arafat"}
    text = "سمع الناس تسجيلات القذافي. وقرأ أردوغان البيان في أنقرة، وقال أردوغان إنه يعرف."
    assert "muammar-gaddafi" in named(text, date(2017, 6, 7))
