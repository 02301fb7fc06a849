import json

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.reading import read
from pipelines.reading.app_state import body_in_state
from pipelines.reading.tree import parse
from tests.builders import page

PARAGRAPHS = (
    "افتتحت بلدية المرسى صباح اليوم حديقة جديدة على شاطئ المدينة بعد عامين من العمل المتواصل.",
    "وقال رئيس البلدية إن الحديقة ستظل مفتوحة طوال اليوم، وإن الدخول إليها سيكون مجانيا لجميع الزوار.",
    "وتضم الحديقة ثلاثة ملاعب ومكتبة صغيرة، إلى جانب ممشى يمتد ستمئة متر بين أشجار النخيل التي زرعها المتطوعون.",
)
TITLE = "حديقة جديدة على شاطئ المرسى"


def shell(script: str) -> bytes:
    head = f'<meta charset="utf-8"><title>{TITLE}</title><meta property="og:type" content="article">'
    return f'<html><head>{head}</head><body><div id="root"></div>{script}</body></html>'.encode()


def next_data(props: object) -> bytes:
    return shell(f'<script id="__NEXT_DATA__" type="application/json">{json.dumps({"props": props})}</script>')


def test_a_next_shell_whose_state_holds_the_text_as_markup_is_read():
    markup = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    article = read(page(body=next_data({"article": {"title": TITLE, "content": markup}, "latest": []})))
    assert article.text.split("\n\n") == list(PARAGRAPHS)
    assert {"field": "text", "from": "app_state"} in (article.field_sources or [])
    assert article.title == TITLE


def test_blocks_assigned_to_the_window_are_read_with_their_subheadings():
    blocks = [{"type": "headline", "model": {"text": TITLE}}]
    blocks += [{"type": "text", "model": {"blocks": [{"type": "paragraph", "model": {"text": PARAGRAPHS[0]}}]}}]
    blocks += [{"type": "subheadline", "model": {"blocks": [{"type": "text", "model": {"text": "دخول مجاني"}}]}}]
    blocks += [{"type": "image", "model": {"blocks": [{"type": "caption", "model": {"text": "صورة"}}]}}]
    blocks += [
        {"type": "text", "model": {"blocks": [{"type": "paragraph", "model": {"text": p}}]}} for p in PARAGRAPHS[1:]
    ]
    state = json.dumps({"pageData": {"content": {"model": {"blocks": blocks}}}}, ensure_ascii=False)
    article = read(page(body=shell(f"<script>window.SITE_DATA={state};run()</script>")))
    assert article.text.split("\n\n") == [PARAGRAPHS[0], "دخول مجاني", *PARAGRAPHS[1:]]
    assert article.headings == [1]


def test_a_state_with_teasers_only_is_none():
    teasers = [{"title": "خبر", "text": "سطر قصير"} for _ in range(30)]
    assert body_in_state(parse(next_data({"latest": [{"content": teasers[:2]}]}).decode())) is None


def test_markup_that_holds_the_text_is_believed_before_the_state():
    html = "<article><h1>عنوان</h1>" + "".join(f"<p>{p}</p>" for p in PARAGRAPHS) + "</article>"
    state = json.dumps({"content": " ".join(reversed(PARAGRAPHS)) * 3})
    body = shell(f'{html}<script type="application/json">{state}</script>')
    assert read(page(body=body)).text.split("\n\n") == list(PARAGRAPHS)


@settings(deadline=None, max_examples=60)
@given(st.recursive(st.none() | st.text() | st.integers(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)))
def test_any_state_is_read_without_fault(state):
    tree = parse(next_data(state).decode("utf-8", "replace"))
    found = body_in_state(tree) if tree is not None else None
    assert found is None or all(paragraph == " ".join(paragraph.split()) != "" for paragraph in found.paragraphs)
