from pipelines.first_page import first_item
from pipelines.records import Article


def test_the_first_page_goes_through_all_steps():
    """Else workers would load for themselves what they should find loaded."""
    assert isinstance(first_item, Article)
    assert first_item.language == "ar"
    assert first_item.leaders is not None
    assert first_item.topics
    assert first_item.text_hash is not None
