import json

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.accounts import Accounts, Fate

FATES: tuple[Fate, ...] = ("stored", "revised", "unchanged", "gone", "rejected")


def _with(*wanted: str) -> Accounts:
    accounts = Accounts(seen=len(wanted))
    accounts.wanted = {address: set() for address in wanted}
    return accounts


def test_new_accounts_close():
    accounts = Accounts()
    assert accounts.closes()
    assert accounts.pending == 0


def test_what_is_wanted_is_pending_until_it_meets_its_fate():
    accounts = _with("a", "b")
    assert accounts.pending == 2
    assert accounts.closes()
    accounts.settle("a", "stored")
    assert (accounts.pending, accounts.fates["stored"]) == (1, 1)
    assert accounts.closes()


def test_nothing_is_counted_twice():
    accounts = _with("a")
    accounts.settle("a", "rejected", "no_text")
    accounts.settle("a", "stored")
    accounts.settle("a", "rejected", "no_text")
    assert dict(accounts.fates) == {"rejected": 1}
    assert dict(accounts.reasons) == {"no_text": 1}
    assert accounts.closes()


def test_what_nobody_asked_for_is_not_counted():
    accounts = _with("a")
    accounts.settle("b", "stored")
    assert accounts.fates.total() == 0
    assert accounts.closes()


def test_an_address_that_is_lost_is_noticed():
    accounts = _with("a", "b")
    del accounts.wanted["a"]
    assert not accounts.closes()
    accounts.known = 1
    assert accounts.closes()


def test_what_is_due_for_another_look_is_part_of_the_sum():
    accounts = _with("a")
    accounts.due = 1
    assert not accounts.closes()
    accounts.wanted["b"] = set()
    assert accounts.closes()


def test_reasons_belong_to_rejections_alone():
    accounts = _with("a", "b")
    accounts.settle("a", "stored", None)
    accounts.settle("b", "rejected", "mojibake")
    assert dict(accounts.reasons) == {"mojibake": 1}


def test_the_line_has_every_count_and_sorted_reasons():
    accounts = _with("a", "b", "c")
    accounts.known, accounts.seen = 4, 7
    accounts.settle("a", "rejected", "timeout")
    accounts.settle("b", "rejected", "no_text")
    line = accounts.as_dict()
    assert line == {
        "seen": 7,
        "due": 0,
        "known": 4,
        "stored": 0,
        "revised": 0,
        "unchanged": 0,
        "gone": 0,
        "rejected": 2,
        "pending": 1,
        "looks_dropped": 0,
        "tombstones": 0,
        "failed_again": {},
        "reasons": {"no_text": 1, "timeout": 1},
    }
    assert json.loads(json.dumps(line)) == line
    assert list(line["reasons"]) == ["no_text", "timeout"]  # type: ignore[call-overload]


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(FATES)), max_size=30))
@settings(deadline=None, max_examples=50)
def test_they_close_whatever_happens_in_whatever_order(events):
    accounts = _with(*map(str, range(7)))
    for number, fate in events:
        accounts.settle(str(number), fate)
        assert accounts.closes()
    assert accounts.fates.total() == len({number for number, _ in events if number < 7})
