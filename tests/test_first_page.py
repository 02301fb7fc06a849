import subprocess
import sys

from pipelines.first_page import first_item
from pipelines.records import Article
from tests.test_command_line import ROOT


def test_the_first_page_goes_through_the_steps_before_the_tags():
    """Else workers would load for themselves what they should find loaded."""
    assert isinstance(first_item, Article)
    assert first_item.language == "ar"
    assert first_item.text_hash is not None


def test_it_loads_no_knowledge():
    code = "import pipelines.first_page, sys; print('pipelines.tagging.scanning' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
