import pytest

from newscrawl.saying import say


def test_results_on_standard_output_are_left_alone(capsys: pytest.CaptureFixture[str]):
    say("تم: there are more rows")
    assert capsys.readouterr() == ("", "newscrawl: تم: there are more rows\n")
