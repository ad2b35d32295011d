"""Our Markdown as Telegram's HTML, and where a long text is cut."""

import random
import re

import pytest

from sandali.channels.botapi.writing import cut_up, pieces_of, plain_pieces, units


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**bold** and *soft* and ~~gone~~", "<b>bold</b> and <i>soft</i> and <s>gone</s>"),
        ("a < b & `x<y`", "a &lt; b &amp; <code>x&lt;y</code>"),
        ("[page](https://example.com/?a=1&b=2)", '<a href="https://example.com/?a=1&amp;b=2">page</a>'),
        ("[write](mailto:info@example.com)", "write (info@example.com)"),
        ("# Title\n\ntext", "<b>Title</b>\n\ntext"),
        ("- one\n- two\n  - in\n\n3. three\n4. four", "• one\n• two\n  ◦ in\n\n3. three\n4. four"),
        ("> said\n> > deeper", "<blockquote>said\ndeeper</blockquote>"),
        ("```\nx = <1>\n```", "<pre>x = &lt;1&gt;</pre>"),
        ("one\ntwo", "one\ntwo"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a | b\n1 | 2"),
        ("---", "———"),
        ("<b>no</b>", "&lt;b&gt;no&lt;/b&gt;"),
    ],
)
def test_marks_become_tags_that_telegram_knows(written, shown):
    assert [piece.html for piece in pieces_of(written, 4096)] == [shown]


def test_the_plain_form_of_a_piece_has_no_tags_and_no_escapes():
    [piece] = pieces_of("**a** < [b](https://x.example)", 4096)
    assert piece.plain == "a < b"


def test_paragraphs_stay_whole_and_no_piece_is_too_long():
    paragraphs = [f"{number} " + "سلام " * 150 for number in range(20)]
    pieces = pieces_of("\n\n".join(paragraphs), 4096)
    assert "\n\n".join(piece.plain for piece in pieces) == "\n\n".join(one.strip() for one in paragraphs)
    assert max(units(piece.plain) for piece in pieces) <= 4096
    assert len(pieces) == 4


def test_a_paragraph_that_is_too_long_alone_is_cut_between_words_and_loses_none():
    text = " ".join(f"word{number}" for number in range(3000))
    pieces = pieces_of(text, 4096)
    assert " ".join(piece.plain for piece in pieces) == text
    assert max(units(piece.plain) for piece in pieces) <= 4000


def test_pictures_in_a_text_count_twice_as_the_provider_counts_them():
    pieces = plain_pieces("😀" * 5000, 4096)
    assert ("".join(pieces), max(units(piece) for piece in pieces)) == ("😀" * 5000, 4000)


def test_tags_are_closed_in_every_piece():
    random.seed(3)
    words = ["**bold**", "*soft*", "`code`", "[l](https://e.example)", "plain <x>", "~~s~~"]
    text = "\n\n".join(" ".join(random.choices(words, k=120)) for _number in range(40))
    for piece in pieces_of(text, 4096):
        tags = re.findall(r"<(/?)(\w+)", piece.html)
        for name in {name for _end, name in tags}:
            assert sum(1 for end, one in tags if one == name and not end) == sum(1 for end, one in tags if one == name and end)


def test_nothing_is_nothing():
    assert (pieces_of("", 4096), plain_pieces(" \n\n ", 4096), cut_up("", 5)) == ([], [], [])
