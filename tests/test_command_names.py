import pytest
from scrapy.cmdline import _get_commands_dict
from scrapy.settings import Settings

from newscrawl.command_names import Commands, greeting, listed, why_not


@pytest.fixture
def commands() -> Commands:
    return _get_commands_dict(Settings({"COMMANDS_MODULE": "newscrawl.commands"}), inproject=True)


def test_ours_are_listed_and_list_which_is_scrapys(commands: Commands):
    assert {"crawl", "list", "tag"} <= set(listed(commands))
    assert not {"bench", "check", "fetch", "shell", "startproject", "version"} & set(listed(commands))


def test_the_greeting_has_a_line_for_each(commands: Commands):
    lines = greeting(commands).splitlines()
    assert [line.split()[0] for line in lines if line.startswith("  ")] == list(listed(commands))


def test_what_means_nothing_here_says_what_does(commands: Commands):
    refused = {name: line for name in commands if (line := why_not(name)) is not None}
    assert set(refused) == {"check", "edit", "genspider"}
    assert all("`newscrawl sources" in line for line in refused.values())
