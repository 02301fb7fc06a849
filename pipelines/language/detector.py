"""langdetect, made to give one text one answer: a seed and an order of languages of its own."""

from functools import cache
from pathlib import Path

from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

# More characters change no verdict.
SAMPLE_CHARACTERS = 600


def likely_languages(text: str, profiles: DetectorFactory) -> dict[str, float]:
    """The languages that a text may be in, each with its probability; none where it knows no letter."""
    detector = profiles.create()
    detector.append(text[:SAMPLE_CHARACTERS])
    try:
        return {found.lang: found.prob for found in detector.get_probabilities()}
    except LangDetectException:  # no letter that it knows: Georgian, digits only
        return {}


@cache
def arabic_script_profiles() -> DetectorFactory:
    # With all 55 languages, Arabic has been taken for Swedish; of Arabic script it knows these three.
    return _load_profiles(["ar", "fa", "ur"])


@cache
def all_profiles() -> DetectorFactory:
    return _load_profiles(sorted(p.name for p in Path(PROFILES_DIRECTORY).iterdir() if "_" not in p.name))


def _load_profiles(codes: list[str]) -> DetectorFactory:
    """A detector with a seed of its own: langdetect's is global, and its order of languages is the disk's."""
    profiles = DetectorFactory()
    profiles.load_json_profile([(Path(PROFILES_DIRECTORY) / code).read_text("utf-8") for code in codes])
    profiles.set_seed(0)
    return profiles
