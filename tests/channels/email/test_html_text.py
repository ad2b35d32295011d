"""HTML mail as plain text."""

import pytest

from sandali.channels.email.html_text import nests_too_deep, to_text
from tests.work import never_running_away


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>یک</p><p>دو</p>", "یک\n\nدو"),
        ("یک<br>دو<br/><br/>سه", "یک\nدو\n\nسه"),
        ("<div>یک</div><div>دو</div>", "یک\nدو"),
        ("<ul><li>صندلی</li><li>میز</li></ul>", "- صندلی\n- میز"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("a  \n b&nbsp;&amp;&nbsp;c", "a b & c"),
        ("<pre>a  b\n c</pre>", "a  b\n c"),
        ("<blockquote>old<br>older</blockquote>new", "> old\n> older\nnew"),
        ("<style>p{}</style><script>alert(1)</script><!-- c -->only this<template>no</template>", "only this"),
        ("<img src=x alt='نقشه'> here", "نقشه here"),
        ("<b>bold</b>er", "bolder"),
        ("no tags < at all", "no tags < at all"),
        ("", ""),
    ],
)
def test_text_reads_as_a_browser_shows_it(html, text):
    assert to_text(html) == (text, "")


@pytest.mark.parametrize(
    "html",
    [
        "<div>new</div><div class='gmail_quote'>old</div>",
        "<div>new</div><blockquote type='cite'>old</blockquote>",
        "<div>new</div><hr><div id='divRplyFwdMsg'>old</div>",
        "<div>new</div><div id='appendonsend'></div><div>old</div>",
        "<div>new</div><div class='yahoo_quoted'>old</div>",
        "<div class=WordSection1><p>new</p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p>old</p></div></div></div>",
        "<div>new</div><div class='moz-cite-prefix'>old</div>",
    ],
)
def test_markup_tells_what_is_earlier_mail(html):
    kept, quoted = to_text(html)
    assert (kept, quoted.removeprefix("> ")) == ("new", "old")


def test_what_follows_the_outlook_mark_is_earlier_mail_too():
    assert to_text("<p>new</p><div id='divRplyFwdMsg'>From: x</div><p>old</p><p>older</p>")[0] == "new"


def test_when_all_is_quote_nothing_is_cut():
    assert to_text("<div class='gmail_quote'>only this</div>") == ("only this", "")


@pytest.mark.reliability("B4")
@pytest.mark.parametrize("tag", ["<div>", "<a><b>", "<table><td>", "<font>", "<div><i></div></b>", "<DIV x='>'>"])
def test_what_would_keep_the_parser_busy_is_not_parsed(tag):
    html = f"words{tag * (900_000 // len(tag))}"
    with never_running_away():
        assert to_text(html)[0].startswith("words")
    assert nests_too_deep(html)


def test_an_ordinary_newsletter_is_parsed():
    assert not nests_too_deep("<table><tr><td>" * 60 + "</td></tr></table>" * 60 + "<p>a<br><img>" * 5_000)
