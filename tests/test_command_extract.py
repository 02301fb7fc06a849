import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.schema import ARTICLES
from tests.test_command_line import SOURCE, Said, assert_one_line, newscrawl, said

__all__ = ["said"]  # the fixture

TITLE = "البلدية تفتتح حديقة عامة جديدة وسط المدينة"
PARAGRAPHS = [
    "افتتحت البلدية صباح اليوم حديقة عامة جديدة وسط المدينة بحضور عدد كبير من الأهالي والمسؤولين المحليين.",
    "وقال رئيس البلدية إن الحديقة تضم ملاعب للأطفال ومسارات للمشي ومكتبة صغيرة مفتوحة للجميع طوال أيام الأسبوع.",
    "وأضاف أن العمل في المرحلة الثانية من المشروع سيبدأ مطلع الشهر المقبل ويستمر نحو عام كامل.",
    "وتشمل المرحلة الثانية زراعة ألفي شجرة وإنشاء نافورة في وسط الحديقة وموقف للسيارات قرب المدخل الرئيسي.",
]
HTML = f"""<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{TITLE}</title>
<meta property="og:title" content="{TITLE}">
<meta property="article:published_time" content="2026-03-13T18:30:00+02:00"></head>
<body><article><h1>{TITLE}</h1>{"".join(f"<p>{each}</p>" for each in PARAGRAPHS)}</article></body></html>"""
NOW = ("-s", "NOW=2026-03-14T09:00Z")


@pytest.fixture
def page(tmp_path: Path) -> str:
    path = tmp_path / "صفحة 1.html"
    path.write_text(HTML, "utf-8")
    return str(path)


def article(*words: str, stdin: bytes = b"", **env: str) -> dict[str, Any]:
    done = newscrawl("extract", *words, *NOW, stdin=stdin, env=env)
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_file_gives_all_columns_of_an_article(page: str):
    found = article(page)
    assert list(found) == ARTICLES.schema.names
    assert found["title"] == TITLE
    assert found["text"].split("\n\n") == PARAGRAPHS
    assert datetime.fromisoformat(found["published_at"]) == datetime.fromisoformat("2026-03-13T16:30:00Z")
    assert date.fromisoformat(found["published_day"]) == date(2026, 3, 13)
    assert found["language"] == "ar"
    assert found["cluster_id"] == found["article_id"]
    assert found["fetched_at"] == "2026-03-14T09:00:00+00:00"
    missing = [
        name for name in ARTICLES.schema.names if not ARTICLES.schema.field(name).nullable and found[name] is None
    ]
    assert missing == []


def test_standard_input_is_read_too():
    assert article("-", stdin=HTML.encode())["title"] == TITLE
    assert article("-", stdin=HTML.replace("utf-8", "windows-1256").encode("cp1256"))["title"] == TITLE


def test_the_source_that_claims_the_address_lends_its_name_and_zone(page: str, tmp_path: Path):
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / "anba.toml").write_text(SOURCE.replace("Africa/Cairo", "Asia/Tokyo"), "utf-8")
    found = article(page, "--url", "https://www.anba.example/news/1?utm_source=x", NEWSCRAWL_SOURCES=str(tmp_path))
    assert (found["source_id"], found["outlet"]) == ("anba", "أنباء")
    assert found["published_day"] == "2026-03-14"
    assert found["canonical_url"].endswith("anba.example/news/1")


def test_an_address_that_no_source_claims_gets_the_id_of_its_domain(page: str):
    assert article(page, "--url", "https://www.khabar.com.eg/1")["source_id"] == "khabar_com_eg"


@pytest.mark.parametrize(
    "url", ["news/1", "ftp://anba.example/1", "https://", "http://[", "javascript:alert(1)", "http://-.com/1", ""]
)
def test_an_address_that_is_none_is_2(page: str, url: str, said: Said):
    assert_one_line(said("extract", page, "--url", url), 2, "web address")


def test_a_file_that_is_not_there_is_2(tmp_path: Path, said: Said):
    assert_one_line(said("extract", "missing.html"), 2, "missing.html")
    assert_one_line(said("extract", str(tmp_path)), 2, "directory")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG\r\n\x1a\n" + bytes(500),
        b"just a line",
        b"<html><body><p>short</p></body></html>",
        f"<html lang=en><body><article><h1>News</h1>{'<p>A garden was opened today.</p>' * 9}".encode(),
    ],
)
def test_what_holds_no_article_is_10_and_says_why(tmp_path: Path, content: bytes, said: Said):
    path = tmp_path / "x.html"
    path.write_bytes(content)
    assert_one_line(said("extract", str(path)), 10, "no article: ")
