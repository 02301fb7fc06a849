"""Places: countries by name, adjective, capital and city; never a word that only looks like one."""

import shutil
from datetime import date

import pytest

from pipelines.knowledge.folders import OWN_FOLDER
from pipelines.knowledge.tables import KnowledgeError
from pipelines.places.finding import places_in
from pipelines.places.knowledge import load_places
from pipelines.tagging.scanning import knowledge, scan
from pipelines.tagging.tags import find_tags
from tests.tagged import find_places

ARAB_LEAGUE = (
    "AE", "BH", "DJ", "DZ", "EG", "IQ", "JO", "KM", "KW", "LB", "LY", "MA", "MR", "OM", "PS", "QA", "SA", "SD",
    "SO", "SY", "TN", "YE",
)  # fmt: skip


def countries(text, title=None):
    return {place["country"]: place["mentions"] for place in find_places(title, text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("زار الرئيس التونسي الجزائر", {"TN", "DZ"}),
        ("السعوديون واليمنيات والأتراك", {"SA", "YE", "TR"}),
        ("وصل الوفد لمصر ثم للسعودية وبالإمارات", {"EG", "SA", "AE"}),
        ("اشتباكات في بنغازي وحلب وعدن", {"LY", "SY", "YE"}),
        ("بيونغ يانغ تطلق صاروخا", {"KP"}),
        ("الولايات المتحدة الأميركية وأمريكا", {"US"}),
        ("جنوب السودان ينفصل", {"SS"}),
        ("غينيا بيساو وغينيا الاستوائية", {"GW", "GQ"}),
        ("بابوا غينيا الجديدة", {"PG"}),
        ("نيجيريا والنيجر وتشاد", {"NG", "NE", "TD"}),
        ("فاز على مضيفه المنتخب السنغالي", {"SN"}),
        ("قطاع غزة والضفة الغربية", {"PS"}),
        ("كُوريا الجَنُوبيّة", {"KR"}),
        ("إيران", {"IR"}),
        ("ايران", {"IR"}),
    ],
)
def test_countries_are_found_in_all_forms(text, expected):
    assert set(countries(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "كتب الإصلاح المالي الجديد والقطاع المالي",
        "أصيب في اليد اليمنى وقدمه اليمنى",
        "صلى المغرب والعشاء ثم عاد",
        "عبر نهر الأردن سباحة",
        "لديه ثلاثة بنين وبنتان",
        "قال محمد المصري إن أحمد التونسي سافر",
        "سافر الأمير تركي بن عبدالله",
        "غرقت السفينة في المحيط الهندي",
        "يقول إن المرسي في تزايد",
        "ولد في مسقط رأسه",
        "بلغ سعره مئة دولار أميركي",
        "نقلت صحيفة القدس العربي عنه",
        "أرجأ جده الخبر عن العقبة",
    ],
)
def test_what_only_looks_like_a_country_is_none(text):
    assert countries(text) == {}


def test_a_guarded_city_counts_beside_its_country_or_after_a_word_for_place():
    assert set(countries("أمطار على محافظة عسير ومدينة جدة")) == {"SA"}
    assert countries("السعودية: حريق في جدة")["SA"] == 2
    assert countries("قوات عراقية تدخل الرمادي")["IQ"] == 2
    assert countries("لون رداءه الرمادي") == {}


def test_an_ambiguous_name_follows_the_country_that_is_named():
    assert set(countries("قال الملك الأردني في عمان")) == {"JO"}
    assert set(countries("سلطنة عمان: اجتماع في مسقط وعمان")) == {"OM"}
    assert set(countries("لبنان: حريق في طرابلس")) == {"LB"}
    assert set(countries("معارك جنوب طرابلس")) == {"LY"}
    assert set(countries("الزعيم الكوري في بيونغ يانغ")) == {"KP"}


def test_mentions_are_counted_over_title_and_text_and_sorted():
    places = find_places("قطر وتركيا", "قال وزير الخارجية القطري إن قطر تدعم تركيا والصومال")
    assert [(place["country"], place["mentions"]) for place in places] == [("QA", 3), ("TR", 2), ("SO", 1)]


def test_every_iso_country_of_the_arab_world_has_name_adjective_and_city():
    names = load_places(OWN_FOLDER / "places").names
    for code in ARAB_LEAGUE:
        kinds = {name.kind for name in names if name.countries == (code,)}
        assert "clear" in kinds, code
    assert len({code for name in names for code in name.countries}) >= 245


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(OWN_FOLDER / "places", tmp_path / "places")
    return tmp_path / "places"


@pytest.mark.parametrize(
    ("file", "line", "reason"),
    [
        ("countries.tsv", "Q1\tقطر\tقطري\t\t\t", "no country code"),
        ("countries.tsv", "SA\tالسعودية\tسعودي\t\t\t", "stands twice"),
        ("countries.tsv", "QQ\tقطر\tقطر\t\t\t", "does not end in ya"),
        ("countries.tsv", "QQ\tقطر\t\t\t\t\t\t", "8 cells"),
        ("ambiguous.tsv", "الدولة\tQQ\t-\t", "unknown country"),
        ("ambiguous.tsv", "الدولة\tSA EG\tIQ\t", "the default"),
        ("ambiguous.tsv", "الدولة\tSA EG\tSA LB=IQ\t", "the default"),
        ("ambiguous.tsv", "الدولة\tSA EG\tSA LB\t", "the default"),
        ("ambiguous.tsv", "الدولة\tSA EG\tSA\tالدّولة=IQ", "none of 'SA EG'"),
        ("masks.txt", "(نهر", "is not closed"),
    ],
)
def test_a_broken_file_is_refused_with_its_reason(folder, file, line, reason):
    with (folder / file).open("a", encoding="utf-8") as opened:
        opened.write(f"{line}\n")
    with pytest.raises(KnowledgeError, match=reason) as refusal:
        load_places(folder)
    assert refusal.value.file.name == file


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("أعلنت المستشارة الألمانية موقفها.", {"DE"}),
        ("فاز أحمد جمال والسورية فرح بالجائزة.", {"SY"}),
        ("تحدثت بالإنجليزية واشترت الفول السوداني وأغلقت بابها.", set()),
        ("زار وفد من مدينة البندقية المعرض، وحمل الصياد البندقية.", {"IT"}),
        ("تأجل الدوام في عجلون وجرش بسبب الثلوج.", {"JO"}),
        ("لعبت دورا مهما في دعم كل ما هو حديث وسلمي.", set()),
        ("وصلت جورجيا ميلوني بعد رافاييل كوريا.", set()),
        ("أطلقت القنابل المسيلة للدموع، ثم الغاز المسيل للدموع.", set()),
        ("تحدث فيليب ملك بلجيكا.", {"BE"}),
        ("وصل الوفد إلى عمّان.", {"JO"}),
        ("وصل الوفد إلى عمّان ثم غادر عمان.", {"JO"}),
        ("وصل الوفد إلى عمان.", {"OM"}),
        ("قصف في المنطقة الشرقية من سوريا.", {"SY"}),
        ("افتتح الأمير مدرسة في المنطقة الشرقية.", {"SA"}),
        ("شارك لفيف من المثقفين، وقصفت مدينة لفيف.", {"UA"}),
    ],
)
def test_cities_and_adjectives_but_no_languages_and_everyday_words(text, countries):
    assert {place["country"] for place in find_places(None, text)} == countries


def test_a_short_name_that_begins_with_l_bears_no_second_one():
    assert countries("استكملوا المتطلبات للحج لعام 1444 وللحج بعده") == {}
    assert countries("معارك في لحج وبلحج، ودعم للبنان") == {"YE": 2, "LB": 1}


def test_georgia_is_a_state_where_the_article_names_the_united_states():
    assert countries("تقدم بايدن في جورجيا وبنسلفانيا في الولايات المتحدة.") == {"US": 3}
    assert countries("وصل وفد من جورجيا أمس.") == {"GE": 1}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قال اللواء منصور التركي إن الأمن مستتب، وقال خليل المصري إنه راض.", set()),
        ("أكد محمد شياع السوداني موقفه، وأضاف السوداني في العراق أن ائتلاف السوداني باق.", {"IQ"}),
        ("قال رئيس الوزراء إن الجيش السوداني تقدم، ورد الجيش التركي عليه.", {"SD", "TR"}),
        ("أجرى محمد شياع السوداني اتصالا بقائد الجيش السوداني.", {"SD"}),
        ("ارتفع سعر صرف الدولار الأمريكي، وقال البنك المركزي الأمريكي إنه مستقر.", {"US"}),
        ("منعت السفن من الملاحة في البحرين العربي والأحمر قبالة اليمن.", {"YE"}),
        ("زار وفد جمهورية كوريا الديمقراطية الشعبية روسيا.", {"KP", "RU"}),
        ("أعلنت الشركة القوة القاهرة في الحقول.", set()),
    ],
)
def test_family_names_and_other_senses_of_a_word_are_no_country(text, expected):
    assert set(countries(text)) == expected


def test_the_kingdom_is_the_newspapers_where_the_article_names_none():
    known = knowledge()
    fields = scan("", known), scan("أمطار في أنحاء المملكة اليوم.", known)
    assert [one["country"] for one in places_in(*fields, known)] == ["SA"]
    assert [one["country"] for one in places_in(*fields, known, "JO")] == ["JO"]
    assert [one["country"] for one in places_in(*fields, known, "EG")] == ["SA"]


def test_the_sultanate_is_oman_and_sur_a_town_there_behind_its_rank():
    assert set(countries("حظرت السلطنة صيد الكنعد.")) == {"OM"}
    assert set(countries("طالب صيادون في ولايتي صور ومصيرة بتعويضات.")) == {"OM"}
    assert set(countries("سقطت السلطنة العثمانية.")) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وصل الرئيس الفلسطيني إلى عمان والتقى الملك عبدالله الثاني.", {"PS", "JO"}),
        ("وصل الرئيس الفلسطيني إلى عمان والتقى السلطان هيثم بن طارق والملك عبدالله الثاني.", {"PS", "OM"}),
        ("وصل الرئيس الفلسطيني إلى عمان أمس.", {"PS", "OM"}),
        ("التقى سعد الحريري وفدا من طرابلس.", {"LB"}),
        ("وصل المبعوث الأممي غسان سلامة إلى طرابلس.", {"LY"}),
        ("أعلن رئيس الوزراء العراقي محمد شياع السوداني الخطة، وسلم للسوداني رسالة.", {"IQ"}),
        ("أكد رئيس الوزراء العراقي السوداني أن محمد شياع السوداني باق.", {"IQ"}),
    ],
)
def test_leaders_tell_which_country_a_name_is_and_where_it_is_a_mans(text, expected):
    assert {one["country"] for one in find_tags(None, text, date(2023, 5, 3)).places} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("اتهمت منظمة الجيش المالي بقتل الرعاة.", {"ML"}),
        ("قال الرئيس المالي إبراهيم بوبكر كيتا إنه يستقيل.", {"ML"}),
        ("قال الرئيس المالي للشركة إن القوائم المالية جاهزة، وإن المحللين الماليين راضون.", set()),
        ("فاز باتريس تالون في بنين.", {"BJ"}),
        ("رزق بثلاثة أبناء من بنين وبنات.", set()),
        ("أصيب في أذنه اليمنى وفي رئته اليمنى.", set()),
        ("ازدحمت شوارع عمان صباحا.", {"JO"}),
        ("تابع محافظ الغربية وأبناء الصعيد العمل في معبد الأقصر.", {"EG"}),
        ("الطريق الأقصر إلى الحل على الصعيد السياسي.", set()),
        ("حجز القنب الهندي في سباق فروسية بحضور الأمين القطري المساعد.", set()),
        ("قبض على ثلاثة بحرينيي الجنسية.", {"BH"}),
        ("كما عين عيسى المزروعي مديرا.", set()),
        ("يقع مخيم النازحين في محلية دار السلام قرب الفاشر.", {"SD"}),
    ],
)
def test_doubtful_names_count_where_the_words_beside_them_tell(text, expected):
    assert set(countries(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("تضم المجموعة بوركينا فاسو ومالي والنيجر.", {"BF", "ML", "NE"}),
        ("وقعت مالي والنيجر وبوركينا فاسو الاتفاق.", {"BF", "ML", "NE"}),
        ("تعاون بين نيجيريا وبنين.", {"NG", "BJ"}),
        ("استقبل رئيس الوزراء المجري الوفد.", {"HU"}),
        ("وصل الوفد إلى جدة، وعقد الاجتماع بجدة.", {"SA"}),
        ("قالت جدة الطفل إن وضعه المالي جيد.", set()),
        ("حضر محمد الكويتي وسعد العراقي، ثم الوفد والجيش السوداني.", {"SD"}),
        ("استقبل الشيخ جراح جابر الأحمد الصباح الوفد.", set()),
        ("اعتمدوا الاتفاق كآلية للتسوية، والوزير مصر على موقفه.", set()),
        ("وصل المهاجرون إلى كاليه، وفازت مصر على منافسها.", {"FR", "EG"}),
    ],
)
def test_doubtful_names_are_clear_in_a_list_and_behind_the_words_of_states(text, expected):
    assert {one["country"] for one in find_tags(None, text, date(2018, 5, 3)).places} == expected


def test_amman_is_a_city_among_cities_and_to_its_neighbours():
    assert set(countries("اجتمعت وفود في القاهرة وعمان وبيروت")) == {"EG", "JO", "LB"}
    assert set(countries("اتفقت السعودية وعمان والكويت")) == {"SA", "OM", "KW"}
    text = "وصل الوزير إلى عمان قادما من بغداد"
    assert {one["country"] for one in find_tags(None, text, None, "IQ").places} == {"IQ", "JO"}
    assert {one["country"] for one in find_tags(None, text, None).places} == {"IQ", "OM"}
    assert {one["country"] for one in find_tags(None, "استقبلت مسقط وفد عمان", None, "IQ").places} == {"OM"}


@pytest.mark.parametrize(
    "text",
    [
        "يكتب باللغتين العربية والفرنسية",
        "مباحث اللغة العربية والإنجليزية",
        "المصدر: لبنان 24",
        "ذكرت هيئة الإذاعة البريطانية ذلك، وفق «الصحافة الفرنسية»",
        "اجتماع وكلاء الإمارات بحضور عبدالله السويد",
        "نقلا عن فلسطين أون لاين",
    ],
)
def test_languages_and_names_of_outlets_are_no_countries(text):
    assert countries(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "أغلق المتظاهرون شارع الرباط أمس.",
        "وصل الوفد إلى مطار نواكشوط الدولي أم التونسي.",
        "أعلن بنك القاهرة عمان أرباحه.",
        "كلف الفول السوداني التاجر غاليا.",
    ],
)
def test_streets_banks_and_beans_bear_names_of_countries(text):
    assert not {"MA", "TN", "EG", "OM", "SD"} & {place["country"] for place in find_places(None, text)}


@pytest.mark.parametrize(
    "text", ["جدة - محمد العتيبي: افتتح المعرض.", "الخبر – واس: افتتح المعرض.", "جدة (واس) افتتح المعرض."]
)
def test_a_name_that_means_something_else_is_a_place_as_a_dateline(text):
    assert find_places(None, text) == [{"country": "SA", "mentions": 1}]
    assert find_places(None, f"قالت {text}") == []


def test_a_name_of_two_countries_is_that_which_the_article_or_the_newspaper_says():
    known = knowledge()

    def countries(text, press=None):
        found = places_in(scan("", known), scan(text, known), known, press)
        return {one["country"] for one in found}

    assert countries("هطلت الأمطار على الباحة والجوف.", "SA") == {"SA"}
    assert countries("وصلت المقاومة في اليمن إلى الجوف.", "SA") == {"YE"}
    assert countries("قتل ثلاثة في العامرية غربي بغداد.") == {"IQ"}
