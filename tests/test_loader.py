from pathlib import Path

import pytest
from scrapy import Request
from scrapy.settings import Settings
from scrapy.spiderloader import get_spider_loader

from newscrawl.sources import BrokenSource, source_ids
from newscrawl.spiders.loader import SourceSpiderLoader
from newscrawl.spiders.news import NewsSpider
from tests.test_command_line import SOURCE


@pytest.fixture
def loader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SourceSpiderLoader:
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / "anba_al_yawm.toml").write_text(SOURCE, "utf-8")
    (tmp_path / "xx" / "broken.toml").write_text("name =", "utf-8")
    monkeypatch.setenv("NEWSCRAWL_SOURCES", str(tmp_path))
    return SourceSpiderLoader.from_settings(Settings())


def test_every_file_is_listed_a_broken_one_too(loader: SourceSpiderLoader):
    assert loader.list() == source_ids()
    assert {"anba_al_yawm", "broken"} <= set(loader.list())


def test_a_source_becomes_a_spider_of_its_name(loader: SourceSpiderLoader):
    spider = loader.load("anba_al_yawm")
    assert issubclass(spider, NewsSpider)
    assert (spider.name, spider.__name__, spider.__doc__) == ("anba_al_yawm", "AnbaAlYawmSpider", "أنباء")
    assert spider.source.domains == ("anba.example",)


def test_only_the_file_that_is_asked_for_is_read(loader: SourceSpiderLoader):
    with pytest.raises(BrokenSource, match=r"broken\.toml"):
        loader.load("broken")
    with pytest.raises(KeyError, match="anba_al_yaum"):
        loader.load("anba_al_yaum")


def test_who_claims_a_request(loader: SourceSpiderLoader):
    assert loader.find_by_request(Request("https://m.anba.example/1")) == ["anba_al_yawm"]
    assert loader.find_by_request(Request("https://elsewhere.example/1")) == []


def test_scrapy_takes_it_for_its_loader():
    loader = get_spider_loader(Settings({"SPIDER_LOADER_CLASS": "newscrawl.spiders.loader.SourceSpiderLoader"}))
    assert isinstance(loader, SourceSpiderLoader)
