from scrapy.settings import Settings

from newscrawl import settings as project
from newscrawl.checking.trial import _steps_without_tags


def test_a_trial_takes_all_steps_but_those_of_tags():
    steps = _steps_without_tags(Settings({"ITEM_PIPELINES": project.ITEM_PIPELINES}))
    left_out = project.ITEM_PIPELINES.keys() - steps.keys()
    assert left_out == {"pipelines.steps.TagLeaders", "pipelines.steps.TagTopics"}
    assert steps.items() <= project.ITEM_PIPELINES.items()
