"""Stories: a story's own name, or theme and place together, and only inside its dates."""

# ruff: noqa: E501 (an invented article is easier to read in one line)

import re
from datetime import date

import pytest

from pipelines.knowledge.folders import OWN_FOLDER, KnowledgeFolder
from pipelines.knowledge.tables import KnowledgeError
from pipelines.records import Place, Topic
from pipelines.stories.knowledge import read_stories
from pipelines.stories.scoring import read_story_scoring
from pipelines.tagging.scanning import knowledge
from pipelines.tagging.tags import find_tags
from tests.tagged import find_places, find_stories, find_topics


def stories(published, title, text):
    day = date.fromisoformat(published) if published else None
    found = find_stories(find_topics(title, text), find_places(title, text), day, title, text)
    return {story["id"] for story in found}


FIGHT = "دارت اشتباكات عنيفة وغارات جوية وقصف مدفعي في {0}، وقالت مصادر إن معارك ضارية تدور قرب {0} وسقط قتلى."


@pytest.mark.parametrize(
    ("story", "published", "place"),
    [
        ("syria-war", "2013-08-01", "حلب"),
        ("yemen-war", "2016-03-01", "تعز"),
        ("sudan-war", "2024-02-01", "الخرطوم"),
        ("ukraine-war", "2022-03-05", "خاركيف"),
        ("libya-conflict", "2019-05-01", "بنغازي"),
        ("afghanistan-war", "2010-05-01", "قندهار"),
        ("nagorno-karabakh", "2020-10-02", "أذربيجان"),
    ],
)
def test_theme_and_place_inside_the_dates_make_the_story(story, published, place):
    assert story in stories(published, f"معارك عنيفة في {place}", FIGHT.format(place))


@pytest.mark.parametrize(
    ("story", "published", "place"),
    [
        ("syria-war", "2008-08-01", "حلب"),
        ("sudan-war", "2021-02-01", "الخرطوم"),
        ("yemen-war", "2012-03-01", "تعز"),
        ("afghanistan-war", "2023-05-01", "قندهار"),
    ],
)
def test_outside_its_dates_there_is_no_story(story, published, place):
    assert story not in stories(published, f"معارك عنيفة في {place}", FIGHT.format(place))


@pytest.mark.parametrize(
    ("story", "published", "title", "text"),
    [
        ("grand-renaissance-dam", "2021-07-06", "إثيوبيا تبدأ الملء الثاني", "قالت القاهرة إن ملء سد النهضة يهدد حصتها من مياه النيل."),
        ("iran-nuclear", "2015-07-15", "توقيع الاتفاق النووي", "رحبت عواصم بالاتفاق النووي مع إيران بعد مفاوضات طويلة."),
        ("north-korea-weapons", "2017-09-04", "كوريا الشمالية تجري تجربة نووية", "أعلنت بيونغ يانغ نجاح التجربة النووية السادسة، وأطلقت صاروخا باليستيا."),
        ("red-sea-attacks", "2024-01-13", "هجوم في البحر الأحمر", "أعلن الحوثيون استهداف سفن تجارية في البحر الأحمر وشنت مقاتلات أميركية غارات جوية على اليمن."),
        ("qatar-blockade", "2017-06-20", "الأزمة الخليجية", "قالت الدوحة إن حصار قطر مستمر وإن الأزمة الخليجية تحتاج إلى حوار."),
        ("arab-israeli-normalisation", "2020-09-16", "توقيع اتفاقات أبراهام", "وقعت الإمارات والبحرين مع إسرائيل اتفاق تطبيع العلاقات في واشنطن."),
        ("gaza-war", "2014-07-20", "العدوان على غزة", "قصف الاحتلال منازل في غزة وارتفع عدد الشهداء، وشنت طائرات غارات جوية على قطاع غزة."),
        ("covid", "2020-04-01", "جائحة كورونا", "سجلت البلاد إصابات جديدة بفيروس كورونا وفرضت الحجر الصحي."),
        ("western-sahara", "2020-11-14", "قضية الصحراء المغربية", "جددت جبهة البوليساريو رفضها وقال المغرب إن الحكم الذاتي هو الحل لنزاع الصحراء."),
        ("lebanon-crisis", "2022-11-10", "الشغور الرئاسي في لبنان", "فشل مجلس النواب اللبناني في انتخاب رئيس الجمهورية مع استمرار الشغور الرئاسي."),
        ("nagorno-karabakh", "2023-09-25", "", "وصل آلاف الأرمن من كاراباخ إلى أرمينيا بعد سيطرة أذربيجان على الإقليم."),
    ],
)  # fmt: skip
def test_a_story_is_known_by_its_own_name(story, published, title, text):
    assert story in stories(published, title, text)


def test_without_a_date_only_named_stories_count():
    assert "syria-war" in stories(None, "الحرب في سوريا", "تدخل الأزمة السورية عامها الثامن.")
    assert "yemen-war" not in stories(None, "معارك في تعز", FIGHT.format("تعز"))


def test_a_country_named_in_passing_makes_no_story():
    topics = [Topic(code="medtop:20000056", name_ar="", name_en="", score=0.9, evidence=[])]
    places = [Place(country="IQ", mentions=10), Place(country="SY", mentions=1)]
    assert "syria-war" not in {story["id"] for story in find_stories(topics, places, date(2015, 1, 1))}


def test_scores_are_shares_and_sorted():
    text = FIGHT.format("حلب")
    found = find_stories(find_topics(None, text), find_places(None, text), date(2013, 8, 1), "الحرب في سوريا", text)
    scores = [story["score"] for story in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


STORY = 'id = "war"\nname_ar = "حرب"\nname_en = "war"\ndefinition = "A war."\n'
PERIOD = 'periods = [["2020-01-01", ""]]\n'


def load(tmp_path, body):
    (tmp_path / "stories").mkdir()
    (tmp_path / "stories" / "stories.toml").write_text(f"[[story]]\n{body}", "utf-8")
    return read_stories([KnowledgeFolder(tmp_path, "mine:")], {"medtop:20000056"}, {"SY"})


def test_a_users_story_bears_the_name_of_its_folder(tmp_path):
    (story,) = load(tmp_path, f'{STORY}{PERIOD}topics = ["20000056"]\nplaces = ["SY"]\n')
    assert story.id == "mine:war"
    assert story.topics == {"medtop:20000056"}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (STORY + 'named = ["حرب"]\n', "periods is missing"),
        (STORY + 'periods = [["2020-13-01", ""]]\nnamed = ["حرب"]\n', "is no two days"),
        (STORY + 'periods = [["2020-02-01", "2020-01-01"]]\nnamed = ["حرب"]\n', "ends before it begins"),
        (STORY + "periods = [2020]\n", "is no pair"),
        (STORY + PERIOD + 'topics = ["20000099"]\nplaces = ["SY"]\n', "is no topic"),
        (STORY + PERIOD + 'topics = ["20000056"]\nplaces = ["XX"]\n', "is no country"),
        (STORY + PERIOD + 'topics = ["20000056"]\nplaces = ["SY"]\nnot_with = ["other"]\n', "which is no story"),
        (STORY + PERIOD, "needs a name of its own"),
        (STORY + PERIOD + 'named = ["[حرب"]\n', "is not closed"),
        (STORY + PERIOD + 'named = ["حرب … سلام"]\n', "has no gap"),
        (STORY + PERIOD + 'place = ["SY"]\n', "unknown key 'place'"),
        (STORY.replace('"war"', '"War 1"', 1) + PERIOD, "an id is"),
    ],
)
def test_a_broken_story_is_refused_with_its_reason(tmp_path, body, reason):
    with pytest.raises(KnowledgeError, match=reason):
        load(tmp_path, body)


def test_of_several_countries_named_once_none_is_what_the_article_is_about():
    theme = [Topic(code="medtop:20000103", name_ar="", name_en="", score=0.9, evidence=[])]
    once = [Place(country=code, mentions=1) for code in ("AF", "LB", "PK", "YE")]
    assert find_stories(theme, once, date(2015, 7, 23)) == []
    assert find_stories(theme, once[:1], date(2015, 7, 23)) != []


TERROR = "قالت الشرطة إن انتحاريا فجر نفسه في {0} وأسفر الهجوم الإرهابي عن قتلى، وتبنى تنظيم متطرف الهجوم الإرهابي في {0}."


def test_terror_belongs_to_the_country_that_is_named_most():
    text = f"{TERROR.format('تونس')} وقالت تونس إن المنفذ عاد من سوريا، وأضافت السلطات في تونس أنه أقام في سوريا."
    assert "syria-war" not in stories("2015-07-25", "هجوم إرهابي في تونس", text)
    assert "syria-war" in stories("2015-07-25", "هجوم إرهابي في سوريا", TERROR.format("سوريا"))


def test_a_story_in_an_article_about_other_countries_is_an_example():
    about = "بحث الرئيس الأميركي في كينيا التجارة، وزار كينيا ثم إثيوبيا. وتستضيف كينيا قمة، وقالت كينيا إن كينيا ترحب به."
    example = f"{about} كما تطرق إلى الحرب في أوكرانيا."
    assert "ukraine-war" not in stories("2023-07-25", "زيارة إلى كينيا", example)
    assert "ukraine-war" in stories(
        "2023-07-25", "الحرب في أوكرانيا", f"{about} والحرب في أوكرانيا مستمرة في أوكرانيا."
    )


def test_what_happens_in_a_war_of_gaza_is_that_war():
    text = (
        "ارتفع عدد الشهداء في قطاع غزة بعد قصف الاحتلال الإسرائيلي، وتعثرت مفاوضات التهدئة ووقف إطلاق النار في غزة."
    )
    assert stories("2024-05-01", "قصف على غزة", text) == {"gaza-war"}
    assert "israel-palestine" in stories(
        "2024-05-01", "القضية الفلسطينية", f"{text} وأكد دعم حل الدولتين والقضية الفلسطينية."
    )


@pytest.mark.parametrize(
    ("story", "published", "text", "belongs"),
    [
        ("us-presidential-election", "2023-11-19", "فاز ميلي بالانتخابات الرئاسية في الأرجنتين، وهنأه الرئيس الأميركي السابق دونالد ترامب.", False),
        ("us-presidential-election", "2024-10-19", "يواصل المرشح الجمهوري دونالد ترامب حملته للانتخابات الرئاسية في الولايات المتحدة.", True),
        ("nagorno-karabakh", "2025-10-13", "حضر رئيس وزراء أرمينيا القمة ودعا إلى وقف إطلاق النار في غزة.", False),
        ("nagorno-karabakh", "2023-10-13", "اتفقت أرمينيا وأذربيجان على وقف إطلاق النار بعد اشتباكات على الحدود.", True),
        ("south-sudan", "2019-10-11", "قال أبيي أحمد إن اتفاق السلام مع إريتريا سيصمد.", False),
        ("south-sudan", "2011-05-24", "دخلت القوات منطقة أبيي بعد اشتباكات، وقال السودان إن القوات ستبقى في أبيي.", True),
        ("sudan-war", "2024-05-13", "قال قائد الجيش إن تمرد المليشيا سينتهي والعودة إلى الخرطوم قريبة.", True),
        ("israel-palestine", "2018-05-13", "أكد الملك أن الوصاية الهاشمية على المقدسات ثابتة.", True),
        ("lebanon-crisis", "2024-05-13", "تواصل الحوار لإنجاز استحقاق الرئاسة في لبنان.", True),
        ("arab-israeli-normalisation", "2020-09-15", "توقع اليوم معاهدة السلام بين الإمارات وإسرائيل في واشنطن.", True),
        ("boko-haram", "2025-05-28", "هاجم مقاتلون قاعدة قرب مايدوغوري عاصمة ولاية بورنو في نيجيريا.", True),
        ("saudi-iran", "2016-09-20", "أبدت السعودية وإيران مرونة قبل اجتماع أوبك لتجميد إنتاج النفط.", False),
        ("saudi-iran", "2023-04-06", "التقى وزيرا خارجية السعودية وإيران لاستئناف العلاقات الدبلوماسية.", True),
        ("iran-israel-war", "2025-06-13", "إسرائيل تضرب إيران، واستهدفت المقاتلات الإسرائيلية منشأة نطنز.", True),
    ],
)  # fmt: skip
def test_a_story_that_is_only_touched_is_not_given(story, published, text, belongs):
    assert (story in stories(published, None, text)) == belongs


@pytest.mark.parametrize(
    ("story", "published", "country", "text", "belongs"),
    [
        ("morocco-earthquake", "2023-09-12", "MA", "ارتفعت حصيلة ضحايا الزلزال إلى 2901 قتيلا وفق وزارة الداخلية.", True),
        ("morocco-earthquake", "2023-09-12", "EG", "ارتفعت حصيلة ضحايا الزلزال إلى 2901 قتيلا وفق وزارة الداخلية.", False),
        ("morocco-earthquake", "2023-09-12", "MA", "ارتفعت حصيلة ضحايا الزلزال في اليابان، وقالت اليابان إنها تبحث عن ناجين.", False),
        ("algeria-hirak", "2019-05-03", "DZ", "خرج المتظاهرون في مظاهرات حاشدة للجمعة العاشرة مطالبين برحيل الحكومة.", True),
        ("algeria-hirak", "2019-05-03", "DZ", "خرج المتظاهرون في مظاهرات حاشدة في باريس مطالبين برحيل الحكومة.", False),
    ],
)  # fmt: skip
def test_a_newspaper_need_not_name_its_own_country(story, published, country, text, belongs):
    found = find_tags(None, text, date.fromisoformat(published), country).stories
    assert (story in {one["id"] for one in found}) == belongs


def test_a_pandemic_touched_once_is_not_what_an_article_is_about():
    day = date(2020, 10, 17)
    touched = (
        "حقق حزب العمال فوزا كاسحا في الانتخابات التشريعية بعد نجاحه في احتواء فيروس كورونا. وأظهر فرز الأصوات أن الحزب نال"
        " أغلبية المقاعد في البرلمان، وأقر زعيم المعارضة بالهزيمة، وشكرت رئيسة الوزراء الناخبين على نسبة المشاركة."
    )
    told = "سجلت وزارة الصحة إصابات جديدة بفيروس كورونا. وقالت إن كورونا ينتشر."
    assert "covid" not in {story["id"] for story in find_tags(None, touched, day).stories}
    assert "covid" in {story["id"] for story in find_tags(None, told, day).stories}


def test_an_ambassador_of_north_korea_brings_no_weapons():
    text = "تسلم الرئيس الموريتاني أوراق اعتماد سفير كوريا الديمقراطية وسفير فرنسا."
    assert find_tags(None, text, date(2017, 10, 10)).stories == []
    text = "أطلقت كوريا الشمالية صاروخا باليستيا، وفرض مجلس الأمن عقوبات جديدة على بيونغ يانغ."
    assert {story["id"] for story in find_tags(None, text, date(2017, 10, 10)).stories} == {"north-korea-weapons"}


@pytest.mark.parametrize(
    ("text", "day", "story"),
    [
        (
            "ساعات ويعرف رئيس أمريكا الجديد بين هيلاري كلينتون وترامب.",
            date(2016, 11, 9),
            "us-presidential-election",
        ),
        ("نزوح الروهنجيا إلى بنغلادش.", date(2018, 11, 9), "rohingya"),
        ("أصدرت المحكمة مذكرات توقيف بحق نتنياهو وغالانت.", date(2024, 11, 22), "gaza-war"),
        ("قالت حركة العدل والمساواة إن الحركات الدارفورية مستعدة.", date(2010, 6, 21), "darfur"),
    ],
)
def test_stories_are_named_in_more_than_one_way(text, day, story):
    assert story in {one["id"] for one in find_tags(None, text, day).stories}


def test_an_election_due_elsewhere_is_no_crisis_in_lebanon():
    stories = find_tags(None, "الاستحقاق الرئاسي في الولايات المتحدة قريب.", date(2018, 11, 9)).stories
    assert "lebanon-crisis" not in {one["id"] for one in stories}


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("many_names = 5", "", "many_names: missing"),
        ("many_names = 5", 'many_names = "five"', "many_names: must be a number above 0"),
        ("many_names = 5", "many_names = 5\nluck = 7", "luck: unknown"),
        ('"20000053"]', '"20000000"]', "of_terror: 'medtop:20000000' is no topic"),
        ("of_terror = [", "terror = [", "of_terror: must be a list of topics"),
    ],
)
def test_a_broken_number_of_the_scoring_is_refused_with_its_reason(tmp_path, old, new, reason):
    written = (OWN_FOLDER / "stories" / "scoring.toml").read_text("utf-8")
    assert old in written
    (tmp_path / "scoring.toml").write_text(written.replace(old, new), "utf-8")
    with pytest.raises(KnowledgeError, match=re.escape(reason)):
        read_story_scoring(tmp_path / "scoring.toml", knowledge().topics.entries.keys())
