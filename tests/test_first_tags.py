import subprocess
import sys

from pipelines.first_tags import first_tags
from tests.test_command_line import ROOT


def test_the_first_text_has_tags_of_all_kinds_but_stories():
    """Else workers would load for themselves what they should find loaded."""
    assert first_tags.leaders
    assert first_tags.topics
    assert first_tags.places


def test_it_loads_no_reader():
    code = "import pipelines.first_tags, sys; print({'lxml', 'trafilatura'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
