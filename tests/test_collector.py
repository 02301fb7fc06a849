import gc

import pytest

from pipelines.collector import collector_off


def _fail() -> None:
    with collector_off():
        assert not gc.isenabled()
        raise KeyError


def test_the_collector_is_held_off_and_back_whatever_happens():
    assert gc.isenabled()
    with pytest.raises(KeyError):
        _fail()
    assert gc.isenabled()
