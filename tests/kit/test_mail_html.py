"""What mail HTML may keep, and what it never does (RELIABILITY E, 3.5). The browser has its word in tests/browser."""

import pytest

from sandali.kit.mail_html import FRAME_CSP, FRAME_HEADERS, SANITIZER_VERSION, clean_mail_html, wrap_document
from tests.work import never_running_away

LINK = ' target="_blank" rel="noopener noreferrer nofollow"'


def clean(source, **options):
    return clean_mail_html(source, **options).html


KEPT = {
    '<p dir="rtl" lang="fa">سلام</p>': '<p dir="rtl" lang="fa">سلام</p>',
    "<html dir=rtl><head><title>T</title></head><body><p>x": '<div dir="rtl"><div><p>x</p></div></div>',
    '<table width="600"><tr><td colspan=2 align="right" bgcolor="#eee">x': (
        '<table width="600"><tbody><tr><td colspan="2" align="right" style="background-color:#eee">x</td></tr></tbody></table>'
    ),
    '<font color="red" size="5" face="Tahoma">x</font>': '<font style="color:red;font-size:x-large;font-family:Tahoma">x</font>',
    "<del>a</del><section>b</section><o:p>c</o:p>": "<s>a</s><div>b</div>c",
    "a < b & c &nbsp; <3": "a &lt; b &amp; c &nbsp; &lt;3",
    "<ul><li>a<li>b</ul>c": "<ul><li>a</li><li>b</li></ul>c",
    "<p>a<p>b": "<p>a</p><p>b</p>",
    "<b><div>x</b>y</div>z": "<b><div>x</div></b><div>y</div>z",
    "<!--[if mso]><b>x</b><![endif]-->y<![if !mso]>z<![endif]>": "yz",
    "<script>alert(1)</script><style>p{}</style>x": "x",
    '<p style="background:url(http://e.test/x);color:red;position:fixed;margin:-9px">x</p>': '<p style="color:red">x</p>',
    "<details open><summary>a</summary>b</details>": "ab",
    "<p id=a class=b name=c onclick=d data-s-remote=e contenteditable>x</p>": "<p>x</p>",
}


@pytest.mark.parametrize("source", KEPT)
def test_the_form_of_a_mail_is_kept_and_the_rest_falls(source):
    assert clean(source) == KEPT[source]


@pytest.mark.reliability("E3")
def test_remote_pictures_are_held_back_and_counted():
    result = clean_mail_html(
        '<img src="http://t.test/a.gif?b=1&amp;c" alt="A" width=1><img src="//t.test/b"><img src="rel.png"><img>'
    )
    assert result.remote_count == 2
    assert result.html == (
        '<img alt="A" width="1" class="s-held" data-s-remote="http://t.test/a.gif?b=1&amp;c">'
        '<img class="s-held" data-s-remote="https://t.test/b"><img class="s-held"><img class="s-held">'
    )


@pytest.mark.reliability("E3")
def test_after_consent_pictures_come_through_our_proxy_only():
    result = clean_mail_html(
        '<img src="http://t.test/a"><img src="http://no.test/b">',
        show_remote=True,
        remote_url=lambda a: f"/p/{len(a)}" if "t.test/a" in a else None,
    )
    assert result.html == '<img src="/p/15"><img class="s-held" data-s-remote="http://no.test/b">'
    assert result.remote_count == 2


@pytest.mark.reliability("E3")
def test_without_a_proxy_consent_loads_nothing():
    assert " src=" not in clean('<img src="http://t.test/a">', show_remote=True)


def test_pictures_of_the_mail_itself_are_shown_from_our_address():
    parts = {"a@x": "/part/1"}
    assert (
        clean("<img src='CID:a@x'><img src='cid:unknown'>", cid_url=parts.get)
        == '<img src="/part/1"><img class="s-held">'
    )


@pytest.mark.reliability("E5")
@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        " java\tscript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "&#106;avascript:alert(1)",
        "vbscript:x",
        "data:text/html,x",
    ]
    + [
        "blob:https://x",
        "/logout/",
        "?x",
        "#x",
        "//e.test",
        "file:///etc/passwd",
        "about:blank",
        "\x01javascript:alert(1)",
        "intent://x",
    ],
)
def test_a_link_that_is_not_web_mail_or_phone_leads_nowhere(href):
    assert clean(f'<a href="{href}">x</a>') == f"<a{LINK}>x</a>"


DECEPTIVE = [
    ("https://bank.test", "https://evil.test/x", "evil.test"),
    ("https://<b>bank</b>.test/login", "https://evil.test", "evil.test"),
    ("www.bank.test", "https://evil.test", "evil.test"),
    ("bank.test", "http://bank.test.evil.test/", "bank.test.evil.test"),
    ("ba\u200bnk.test", "http://evil.test", "evil.test"),
    ("bank。test", "http://evil.test", "evil.test"),
    ("&#98;ank.test", "http://evil.test", "evil.test"),
    ("click here", "https://bank.test@evil.test/", "evil.test"),
    ("https://bank.test", "https:\\\\evil.test\\@bank.test", "evil.test"),
    ("https://bank.test", "https://b\u0430nk.test", "xn--bnk-6cd.test"),
    ("sara@bank.test", "mailto:sara@evil.test", "evil.test"),
]


@pytest.mark.reliability("E5")
@pytest.mark.parametrize("text, href, host", DECEPTIVE)
def test_a_link_that_shows_another_host_says_where_it_goes(text, href, host):
    assert f'<span class="s-host" dir="ltr"> [{host}]</span></a>' in clean(f'<a href="{href}">{text}</a>')


@pytest.mark.parametrize(
    "text, href",
    [
        ("bank.test", "https://www.bank.test/a"),
        ("https://bank.test", "https://mail.bank.test"),
        ("click here", "https://x.test"),
    ]
    + [
        ("report.pdf", "https://files.test/1"),
        ("https://bücher.test", "https://xn--bcher-kva.test"),
        ("2.5 MB", "https://x.test"),
    ]
    + [("sara@bank.test", "mailto:sara@bank.test"), ("سایت ما", "https://x.test"), ("", "https://x.test")],
)
def test_an_honest_link_is_left_alone(text, href):
    assert "s-host" not in clean(f'<a href="{href}">{text}</a>')


def test_links_open_elsewhere_without_telling_where_from():
    assert clean('<a href="https://x.test/?a=1&lang=fa&copy=2" target=_top rel=opener>x</a>') == (
        f'<a href="https://x.test/?a=1&amp;lang=fa&amp;copy=2"{LINK}>x</a>'
    )


FOLD = '<details class="s-quote"><summary></summary>'
QUOTES = {
    '<p>hi</p><div class="gmail_quote">old</div><p>sig': f"<p>hi</p>{FOLD}<div>old</div></details><p>sig</p>",
    "hi<blockquote type=cite>old</blockquote>below": f"hi{FOLD}<blockquote>old</blockquote></details>below",
    "<div>hi<div id=divRplyFwdMsg>From</div>old</div>after": f"<div>hi{FOLD}<div>From</div>old</details></div>after",
    "<body>hi<div id=x_appendonsend></div><hr>old</body>": f"<div>hi{FOLD}<div></div><hr>old</details></div>",
    '<div>hi<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in">From</div>old</div>': (
        f'<div>hi{FOLD}<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in">From</div>old</details></div>'
    ),
    "hi<blockquote type=cite>a<blockquote type=cite>b": f"hi{FOLD}<blockquote>a<blockquote>b</blockquote></blockquote></details>",
    "&nbsp;<blockquote type=cite>all": '&nbsp;<details class="s-quote" open=""><summary></summary><blockquote>all</blockquote></details>',
}


@pytest.mark.reliability("B9")
@pytest.mark.parametrize("source", QUOTES)
def test_quoted_history_is_folded_and_stays_reachable(source):
    assert clean(source) == QUOTES[source]


def test_folding_can_be_left_out():
    assert clean("hi<blockquote type=cite>old", fold_quotes=False) == "hi<blockquote>old</blockquote>"


# Each is a quarter of the allowed 1 MB, and what makes a parser build far more than is written: before the rewriting, "fonts" gave 560 times its size.
BOMBS = {
    "fonts": "<p>" + "".join(f"<font color=#{number:03d}>" for number in range(100)) + "<p>x" * 60_000,
    "fonts in a table": "<table>"
    + "".join(f"<font color=#{number:03d}>" for number in range(100))
    + "<tr>x" * 48_000,
    "depth": "<div>" * 50_000,
    "lists": "<ul><li>" * 31_000,
    "bold paragraphs": "<b><p>" * 40_000,
    "reopened blocks": ("<b>" * 50 + f"<div title={'x' * 1500}>" * 3 + "</b>" * 50) * 500,
    "links": "<a href=http://a.test>x" * 11_000,
    "quoted lines": "<blockquote type=cite>" + "&gt; line<br>" * 100_000,
    "open quotes": '<a "' * 250_000,
    "comments": "<!--" * 250_000,
}


@pytest.mark.reliability("B9")
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_stays_small_and_does_not_run_away(name):
    with never_running_away():
        result = clean_mail_html(BOMBS[name])
        assert len(result.html) < 3_100_000


def test_only_the_first_megabyte_is_read():
    assert clean_mail_html("س" * 600_000).cut is True
    assert len(clean_mail_html("س" * 600_000).html) == 500_000
    assert clean_mail_html("x" * 1_000_000).cut is False


@pytest.mark.parametrize(
    "source",
    ["", "\0", "\ud800", "<", "</", "<!", "<a", "<a href='", "&", "&#xD800;", "</p></div></table>", "\ufeff"],
)
def test_scraps_never_raise(source):
    assert "<" not in clean(source).replace("&lt;", "")


def test_the_result_says_by_which_cleaner():
    assert clean_mail_html("x").version == SANITIZER_VERSION


@pytest.mark.reliability("E3")
def test_the_frame_allows_nothing_but_looks():
    assert FRAME_CSP == (
        "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src 'self' data:; "
        "style-src 'unsafe-inline'; frame-ancestors 'self'"
    )
    assert (FRAME_HEADERS["Content-Security-Policy"], FRAME_HEADERS["Referrer-Policy"]) == (
        FRAME_CSP,
        "no-referrer",
    )


def test_the_document_has_language_direction_and_label():
    document = wrap_document(
        clean_mail_html("<p>x</p>"), dark=False, language='fa"><script>', direction="rtl"
    )
    assert document.startswith('<!doctype html><html lang="fa&quot;&gt;&lt;script&gt;" dir="rtl">')
    assert document.endswith('<body dir="rtl"><p>x</p></body></html>')


@pytest.mark.parametrize(
    "source, dark, scheme",
    [
        ("<p>x", True, "dark"),
        ("<p>x", False, "light"),
        ('<p style="color:#000">x', True, "light"),
        ("<td bgcolor=white>", True, "dark"),
    ]
    + [("<table><tr><td bgcolor=white>x", True, "light")],
)
def test_a_mail_with_its_own_colours_keeps_light_paper(source, dark, scheme):
    assert f"color-scheme:{scheme}" in wrap_document(
        clean_mail_html(source), dark=dark, language="en", direction="ltr"
    )


def test_the_style_of_the_document_is_complete():
    style = (
        wrap_document(clean_mail_html("x"), dark=False, language="en", direction="ltr")
        .partition("<style>")[2]
        .partition("</style>")[0]
    )
    assert "a{color:#0b57a4}" in style
    assert [letter for letter in style if letter in "$@<"] == []


@pytest.mark.reliability("E3")
def test_an_invisible_picture_is_counted_and_stays_out_even_with_consent():
    source = '<img src="http://t.test/open?id=7" width=1 height=1 alt=""><img src="http://t.test/a"><img src="http://t.test/b" style="display:none">'
    result = clean_mail_html(source, show_remote=True, remote_url=lambda address: f"/p/{len(address)}")
    assert result.html == '<img width="1" height="1" alt="" class="s-held s-pixel"><img src="/p/15"><img style="display:none" class="s-held s-pixel">'
    assert (result.remote_count, result.pixel_count, result.remote) == (3, 2, ("http://t.test/a",))


@pytest.mark.reliability("E3")
def test_pictures_that_may_be_asked_for_are_named_once_in_their_order_and_at_most_a_hundred():
    source = "".join(f'<img src="http://t.test/{number}"><img src="http://t.test/0">' for number in range(150))
    asked = []
    result = clean_mail_html(source, show_remote=True, remote_url=lambda address: asked.append(address) or "/p/")
    assert result.remote == tuple(f"http://t.test/{number}" for number in range(100))
    assert (tuple(dict.fromkeys(asked)), result.remote_count) == (result.remote, 300)


@pytest.mark.reliability("E3")
@pytest.mark.parametrize("attribute", ['srcset="http://t.test/a 2x"', 'lowsrc="http://t.test/a"', 'style="background:url(http://t.test/a)"', 'background="http://t.test/a"'])
def test_only_the_source_of_a_picture_is_ever_asked_for(attribute):
    for tag in ("img", "table", "div"):
        result = clean_mail_html(f"<{tag} {attribute}>", show_remote=True, remote_url=lambda address: "/p/")
        assert (result.remote_count, "t.test" in result.html, "/p/" in result.html) == (0, False, False)
