import json
import subprocess
import sys

from tests.test_command_line import ROOT, assert_one_line, newscrawl, said
from tests.test_knowledge_folders import FILES, TEXT, written

__all__ = ["said"]  # the fixture

SPEECH = "قالَ الرئيس عبد الفتّاح السيسي أمس في القاهرة إنّ الرئيس الأمريكي سيزور مصر."


def lines(*texts, **env):
    content = "".join(f"{text if isinstance(text, str) else json.dumps(text)}\n" for text in texts)
    return newscrawl("tag", "--jsonl", stdin=content.encode(), env=env)


def test_a_plain_text_gives_one_object_with_spans_over_the_text_as_given():
    done = newscrawl("tag", "--published", "2020-02-02", stdin=f"\ufeff{SPEECH}\r\n".encode())
    assert (done.returncode, done.stderr) == (0, "")
    tags = json.loads(done.stdout)
    assert list(tags) == ["leaders", "topics", "stories", "places"]
    spans = [(leader["id"], span) for leader in tags["leaders"] for span in leader["spans"]]
    assert [(leader, span["rule"]) for leader, span in spans] == [
        ("abdel-fattah-el-sisi", "full"), ("donald-trump", "role")
    ]  # fmt: skip
    assert all(SPEECH[span["start"] : span["end"]] == span["surface"] for _, span in spans)
    assert {place["country"] for place in tags["places"]} == {"EG", "US"}


def test_without_a_day_no_title_stands_for_its_holder(tmp_path):
    (tmp_path / "text.txt").write_text(SPEECH, "utf-8")
    tags = json.loads(newscrawl("tag", str(tmp_path / "text.txt")).stdout)
    assert [leader["id"] for leader in tags["leaders"]] == ["abdel-fattah-el-sisi"]


def test_json_lines_come_out_in_their_order_with_their_ids():
    done = lines(
        {"id": "a", "title": "عبد الفتاح السيسي يزور باريس", "text": "وصل أمس."},
        "",
        {"text": SPEECH, "published": "2020-02-02T10:00:00+02:00", "more": 1},
        {"id": 3, "text": SPEECH},
    )
    assert (done.returncode, done.stderr) == (0, "")
    first, second, third = map(json.loads, done.stdout.splitlines())
    assert [list(each) for each in (first, second)] == [["id", "leaders", "topics", "stories", "places"]] * 2
    assert [first["id"], second["id"], third["id"]] == ["a", None, 3]
    assert first["leaders"][0]["spans"][0]["field"] == "title"
    assert [leader["id"] for leader in second["leaders"]] == ["abdel-fattah-el-sisi", "donald-trump"]
    assert [leader["id"] for leader in third["leaders"]] == ["abdel-fattah-el-sisi"]


BAD = [
    ("{", "is no JSON"),
    ("[]", "is no JSON object"),
    ("{}", "has no text"),
    ({"text": 1}, "text is no string"),
    ({"text": "x", "title": []}, "title is no string"),
    ({"text": "x", "published": "yesterday"}, "published is no day"),
    ({"text": "x", "published": 5}, "published is no day"),
    ({"text": "x", "outlet_country": 5}, "outlet_country is no string"),
    ('{"text": "\\ud800"}', "text holds half a character"),
    ('{"id": "\\ud800", "text": "أمس"}', "id holds half a character"),
    ('{"id": NaN, "text": "أمس"}', "NaN is none of its values"),
    ('{"id": ' + "1" * 5000 + ', "text": "أمس"}', "is no JSON"),
    ("[" * 100_000, "is no JSON"),
]


def test_a_bad_line_is_named_with_its_number_and_the_others_go_on():
    good = [{"id": number, "text": SPEECH} for number in range(len(BAD) + 1)]
    between = [line for each, (bad, _) in zip(good, BAD, strict=False) for line in (each, bad)]
    done = lines(*between, good[-1])
    assert done.returncode == 2
    assert [json.loads(each)["id"] for each in done.stdout.splitlines()] == [each["id"] for each in good]
    *named, last = done.stderr.splitlines()
    for number, (line, (_, reason)) in enumerate(zip(named, BAD, strict=True), 1):
        assert line.startswith(f"newscrawl: standard input: line {2 * number}: ")
        assert reason in line
    assert last == f"newscrawl: standard input: {len(BAD)} of {2 * len(BAD) + 1} lines were not tagged"


def test_what_is_not_utf_8_is_2(tmp_path, said):
    (tmp_path / "text.txt").write_bytes(SPEECH.encode("cp1256", "ignore"))
    assert_one_line(said("tag", str(tmp_path / "text.txt")), 2, "not UTF-8")
    done = newscrawl("tag", "--jsonl", str(tmp_path / "text.txt"))
    assert (done.returncode, done.stdout) == (2, "")


def test_wrong_words_and_files_are_2(tmp_path, said):
    (tmp_path / "empty.txt").write_text("\n")
    assert_one_line(said("tag", str(tmp_path / "empty.txt")), 2, "has no text")
    assert_one_line(said("tag", str(tmp_path / "missing.txt")), 2, "missing.txt")
    assert_one_line(said("tag", str(tmp_path)), 2, "directory")
    assert_one_line(said("tag", "a", "b"), 2, "one file")
    assert_one_line(said("tag", "--published", "today"), 2, "YYYY-MM-DD")
    assert_one_line(said("tag", "--published", "20260101"), 2, "YYYY-MM-DD")
    assert_one_line(said("tag", "--lines"), 2, "--lines")


def test_a_line_is_answered_before_the_last_has_come(tmp_path):
    """A pipe of any length goes through: nothing waits for its end."""
    with subprocess.Popen(
        [sys.executable, "-m", "newscrawl", "tag", "--jsonl"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as tagging:  # fmt: skip
        assert tagging.stdin is not None
        assert tagging.stdout is not None
        tagging.stdin.write(b'{"id": 1, "text": "x"}\n')
        tagging.stdin.flush()
        assert json.loads(tagging.stdout.readline())["id"] == 1
        tagging.stdin.close()
        assert tagging.wait(timeout=240) == 0


def test_a_reader_who_leaves_is_3():
    line = json.dumps({"text": SPEECH}) + "\n"
    with subprocess.Popen(
        [sys.executable, "-m", "newscrawl", "tag", "--jsonl"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as tagging:  # fmt: skip
        assert tagging.stdout is not None
        tagging.stdout.close()
        tagging.stdout = None
        _, err = tagging.communicate(line.encode() * 50, timeout=240)
    assert (tagging.returncode, err) == (3, b"newscrawl: nobody reads the output any more\n")


def test_the_users_knowledge_is_used_and_a_broken_one_is_4(tmp_path):
    folder = written(tmp_path / "mine", FILES)
    done = lines(
        {"title": "مباراة القرن في الشطرنج", "text": TEXT, "published": "2024-05-01"},
        NEWSCRAWL_KNOWLEDGE=str(folder),
    )
    tags = json.loads(done.stdout)
    assert [leader["id"] for leader in tags["leaders"]] == ["mine:ali-example"]
    assert "mine:chess" in [topic["code"] for topic in tags["topics"]]
    assert [story["id"] for story in tags["stories"]] == ["mine:match"]
    (folder / "stories" / "stories.toml").write_text("[[story]]\nid = 1\n", "utf-8")
    refused = lines({"text": TEXT}, NEWSCRAWL_KNOWLEDGE=str(folder))
    assert_one_line(refused, 4, "stories.toml", "id must be str")
    (tmp_path / "page.html").write_text(f"<article><p>{TEXT}</p></article>", "utf-8")
    extracted = newscrawl("extract", str(tmp_path / "page.html"), env={"NEWSCRAWL_KNOWLEDGE": str(folder)})
    assert_one_line(extracted, 4, "stories.toml", "id must be str")


def test_the_newspapers_country_says_whose_prime_minister_is_meant():
    text = "قال رئيس الوزراء إن الأسعار استقرت."
    done = lines(
        {"text": text, "published": "2022-11-14", "outlet_country": "IQ"}, {"text": text, "published": "2022-11-14"}
    )
    told, untold = (json.loads(line)["leaders"] for line in done.stdout.splitlines())
    assert ([leader["id"] for leader in told], untold) == (["mohammed-shia-al-sudani"], [])
    done = newscrawl("tag", "--published", "2022-11-14", "--outlet-country", "eg", stdin=text.encode())
    assert [leader["id"] for leader in json.loads(done.stdout)["leaders"]] == ["moustafa-madbouly"]


def test_a_country_that_is_no_code_is_2(said):
    assert_one_line(said("tag", "--outlet-country", "مصر"), 2, "ISO code")
