from pipelines.addresses.canonical import canonical_url
from pipelines.addresses.keys import canonical_or_raw
from tests.builders import outlet


def test_an_address_that_is_refused_is_its_own_key():
    assert canonical_or_raw("javascript:void(0)", outlet()) == "javascript:void(0)"
    assert canonical_or_raw("http://www.anba.example/a/", outlet()) == canonical_url(
        "https://anba.example/a", outlet()
    )
