from newscrawl.judging.listing_facts import is_unchanged


def test_a_listing_or_an_index_of_its_sitemaps_says_that_nothing_is_new():
    assert is_unchanged({"status": 304})
    assert is_unchanged({"status": 200, "skipped": {"child_unchanged": 2}})
    assert not is_unchanged({"status": 200, "skipped": {"child_not_new": 2}})
    assert not is_unchanged({"status": None})
