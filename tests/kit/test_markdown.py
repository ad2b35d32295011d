"""Markdown of our people: safe, directed, readable (RELIABILITY E; issue 2, "direction kept in the delivered mail")."""

import json
import re

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from sandali.kit import markdown
from sandali.kit.markdown import direction_of, mail_html_body, to_html, to_text
from tests.work import never_running_away

LETTER = """سلام خانم مینا،

بسته‌ی شما **فردا** می‌رسد.
پیگیری: https://post.test/a?b=1&c=2، ممنون

- یک
- two
  1. nested
  2. more
- [اینجا](https://x.test)

> نقل

| a | b |
|---|---|
| 1 | ۲ |

```
x < y
```"""


def test_each_block_finds_its_own_direction():
    assert (
        to_html("سلام\n\nhello **world**")
        == '<p dir="auto">سلام</p>\n<p dir="auto">hello <strong>world</strong></p>\n'
    )


def test_the_language_marks_the_whole():
    assert to_html("x", language='fa"><b>') == '<div lang="fa&quot;&gt;&lt;b&gt;"><p dir="auto">x</p>\n</div>'


def test_line_ends_tables_and_strikes_are_kept():
    assert to_html("a\nb") == '<p dir="auto">a<br>\nb</p>\n'
    assert "<s>x</s>" in to_html("~~x~~")
    assert "<td" in to_html(LETTER)


def test_code_reads_from_left_to_right():
    assert '<pre dir="ltr"><code>x &lt; y\n</code></pre>' in to_html(LETTER)


@pytest.mark.parametrize(
    "text, address, after",
    [("ببینید https://a.test/b؟", "https://a.test/b", "؟"), ("(https://a.test)", "https://a.test", ")")]
    + [("https://a.test/?b=1&c=2.", "https://a.test/?b=1&amp;c=2", ".")],
)
def test_a_bare_address_becomes_a_link_without_the_mark_after_it(text, address, after):
    assert f'<a href="{address}" rel="noopener noreferrer">{address}</a>{after}</p>' in to_html(text)


def test_an_address_in_code_or_in_a_link_is_left_alone():
    assert to_html("`https://a.test`").count("<a ") == 0
    assert to_html("[https://a.test](https://b.test)").count("<a ") == 1


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](data:text/html,x)",
    "[x](/logout/)",
    "![x](http://evil.test/p.png)",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n[x]",
    '[x](http://a.test "&quot; onclick=alert(1)")',
    '```"><script>alert(1)</script>\nx\n```',
    "<!-- --><style>*{}</style>",
    "&lt;script&gt;",
]
ALLOWED = re.compile(
    r"</?(?:p|br|strong|em|s|code|pre|a|ul|ol|li|blockquote|hr|h[1-6]|table|thead|tbody|tr|th|td|div|html|head|body|meta)\b"
    r'(?: (?:dir|lang|href|title|rel|style|start|charset|name|content)="[^"<>]*")*>|<!doctype html>'
)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("write", [to_html, lambda text: mail_html_body(text, language="fa", signature=text)])
def test_what_is_typed_never_becomes_a_tag_or_a_script(text, write):
    written = write(text)
    assert "<" not in ALLOWED.sub("", written)
    for address in re.findall(r'href="([^"]*)"', written):
        assert address.startswith(("http://", "https://"))
    assert " src=" not in ALLOWED.sub(lambda tag: tag[0], written).replace("&lt;img src=", "")


@pytest.mark.reliability("E9")
@pytest.mark.parametrize("text", ["{{7*7}}", "{% debug %}", "${7*7}", "#{7*7}"])
def test_template_marks_are_plain_text(text):
    assert to_html(text) == f'<p dir="auto">{text}</p>\n'
    assert text in mail_html_body(text, language="fa")


@pytest.mark.reliability("E3")
def test_naughty_strings_stay_text(shared_data):
    for text in json.loads((shared_data / "strings-and-html" / "blns.json").read_text("utf-8")):
        assert "<" not in ALLOWED.sub("", mail_html_body(text, language="en"))
        to_text(text)


def test_a_mail_states_the_direction_of_every_paragraph():
    mail = mail_html_body("سلام\n\nhello\n\nSandali را نصب کنید\n\n1404", language="fa")
    assert re.findall(r'<p dir="(\w+)"', mail) == ["rtl", "ltr", "rtl", "rtl"]
    assert mail.startswith('<!doctype html><html lang="fa" dir="rtl">')


def test_a_mail_is_dressed_inline_and_loads_nothing():
    mail = mail_html_body(LETTER, language="fa", signature="سارا\n[سایت](https://s.test)")
    assert [
        tag
        for tag in re.findall(r"<(?:p|ul|ol|td|th|table|blockquote|pre)\b[^>]*>", mail)
        if "style=" not in tag
    ] == []
    assert re.findall(r"(?:src|url\(|<link|<style|class=)", mail) == []
    assert mail.index("نقل") < mail.index("سارا")


def test_without_a_signature_there_is_no_room_for_one():
    assert mail_html_body("x", language="en", signature=" \n").count("<div") == 0


@pytest.mark.parametrize(
    "text, direction",
    [
        ("سلام", "rtl"),
        ("hello", "ltr"),
        ("Sandali را نصب کنید", "rtl"),
        ("the word صندلی means chair", "ltr"),
        ("12", "ltr"),
        ("", "ltr"),
    ],
)
def test_direction_goes_by_the_letters(text, direction):
    assert direction_of(text) == direction


def test_the_plain_text_reads_like_a_letter():
    assert to_text(LETTER) == (
        "سلام خانم مینا،\n\nبسته‌ی شما فردا می‌رسد.\nپیگیری: https://post.test/a?b=1&c=2، ممنون\n\n"
        "- یک\n- two\n  1. nested\n  2. more\n- اینجا (https://x.test)\n\n> نقل\n\na | b\n1 | ۲\n\nx < y"
    )


def test_markers_of_paragraphs_in_lists_and_quotes_stay_in_line():
    assert to_text("1. a\n\n   b\n2. c\n\n> x\n>\n> - y") == "1. a\n\n  b\n2. c\n\n> x\n\n> - y"


@pytest.mark.parametrize(
    "text",
    [
        "> " * 5000 + "x",
        "[" * 10_000,
        "*a " * 10_000,
        "**_" * 7_000,
        "`" * 20_000 + "a``" * 5000,
        "- " * 9000,
    ],
)
def test_absurd_texts_are_written_in_bounded_time(text):
    with never_running_away():
        mail_html_body(text, language="fa")
        to_text(text)


def test_an_endless_text_and_halves_of_characters_do_not_raise():
    assert len(to_text("a" * 300_000)) == 200_000
    assert to_html("\ud800\0") != ""


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet="ab جس ۱2 \n\n  .,;:!?،؛؟«»()\"'…%/\u200c-گ_*1>#=+", max_size=24))
def test_what_has_no_marks_is_the_same_by_the_short_way(text):
    event("short" if not markdown._MARKED.search(text) else "long")
    assert markdown.to_html(text) == markdown._marked_html(text, "")


def test_what_holds_blocks_has_the_direction_of_its_words_and_not_the_one_a_browser_would_guess():
    assert to_html("1. بشویید\n\n2. بشمارید") == (
        '<ol dir="rtl">\n<li dir="rtl">\n<p dir="auto">بشویید</p>\n</li>\n<li dir="rtl">\n<p dir="auto">بشمارید</p>\n</li>\n</ol>\n'
    )
    assert to_html("> نقل") == '<blockquote dir="rtl">\n<p dir="auto">نقل</p>\n</blockquote>\n'
    assert to_html("- x\n- یک") == '<ul dir="ltr">\n<li dir="ltr">x</li>\n<li dir="rtl">یک</li>\n</ul>\n'
    assert to_html("- 1") == '<ul dir="auto">\n<li dir="auto">1</li>\n</ul>\n'


@pytest.mark.parametrize(("text", "shown"), [("3. بشویید\n4. بشمارید", "۳. بشویید\n۴. بشمارید"), ("9. wash\n10. count", "9. wash\n10. count")])
def test_a_numbered_list_has_the_digits_of_its_words(text, shown):
    assert to_text(text) == shown


def test_a_numbered_list_in_a_mail_asks_for_persian_digits_where_its_words_are_persian():
    styles = [re.findall(r'<ol[^>]* style="([^"]*)"', mail_html_body(text, language="fa"))[0] for text in ("1. بشویید", "1. wash")]
    assert styles == ["margin:0 0 12px;list-style-type:persian", "margin:0 0 12px"]
