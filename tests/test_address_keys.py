from pipelines.addresses.canonical import canonical_url
from pipelines.addresses.keys import all_keys, canonical_or_raw, rules_of_keys
from tests.builders import outlet


def test_an_address_that_is_refused_is_its_own_key():
    assert canonical_or_raw("javascript:void(0)", outlet()) == "javascript:void(0)"
    assert canonical_or_raw("http://www.anba.example/a/", outlet()) == canonical_url(
        "https://anba.example/a", outlet()
    )


MOVED = ("new.example", "old.example", "arabic.older.example")


def test_after_a_move_a_page_has_the_keys_of_its_former_domains_too():
    before = ["https://old.example/a?b=1", "https://arabic.older.example/a?b=1"]
    assert all_keys("http://www.old.example/a?b=1", outlet(domains=MOVED)) == ["https://new.example/a?b=1", *before]
    assert all_keys("http://new.example:81/a", outlet(domains=MOVED))[1] == "https://old.example:81/a"
    assert all_keys("https://sport.new.example/a", outlet(domains=MOVED))[1] == "https://sport.old.example/a"
    assert all_keys("https://elsewhere.example/a", outlet(domains=MOVED)) == ["https://elsewhere.example/a"]


def test_two_hosts_of_one_site_are_no_move():
    domains = ("gate.anba.com.eg", "shabab.anba.com.eg")
    assert all_keys("https://gate.anba.com.eg/a", outlet(domains=domains)) == ["https://gate.anba.com.eg/a"]


def test_the_rules_of_keys_are_told_apart():
    rules = {
        rules_of_keys(outlet(**changes))
        for changes in ({}, {"domains": MOVED}, {"domains": MOVED[::-1]}, {"keep_params": ("id",)})
    }
    assert len(rules) == 4
    assert rules_of_keys(outlet(name="اسم")) in rules
