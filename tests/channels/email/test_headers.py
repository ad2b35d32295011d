"""Fields, encoded words, parameters."""

import pytest

from sandali.channels.email.headers import base64_bytes, decode_words, parameters


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("=?UTF-8?B?2LPZhNin2YU=?=", "سلام"),
        ("=?utf-8?q?a=5Fb_c?=", "a_b c"),
        ("=?UTF-8?B?2LPZ?= =?UTF-8?B?hNin2YU=?=", "سلام"),
        ("Re: =?windows-1256?B?08fHzw==?= x", "Re: سااد x"),
        ("=?utf-8?B?YQ==?= b =?utf-8?B?Yw==?=", "a b c"),
        ("=?utf-8?B?YQ==?= =?iso-8859-1?Q?=E9?=", "aé"),
        ("=?UTF-8*fa?B?2LPZhNin2YU=?=", "سلام"),
        ("=?no-such?Q?abc?=", "abc"),
        ("=?utf-8?Q?with spaces?=", "with spaces"),
        ("=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
        ("plain", "plain"),
    ],
)
def test_encoded_words_are_read(written, text):
    assert decode_words(written) == text


def test_parameters_are_read_in_every_shape():
    main, found = parameters('Text/Plain; charset="utf-8"; format = flowed; name="a\\"b;c"; x*=utf-8\'\'%D8%A7; y*0=1; y*1=2')
    assert main == "text/plain"
    assert found == {"charset": "utf-8", "format": "flowed", "name": 'a"b;c', "x": "ا", "y": "12"}


def test_a_forgotten_semicolon_is_forgiven():
    assert parameters('text/plain charset="iso-2022-jp"')[1] == {"charset": "iso-2022-jp"}


@pytest.mark.parametrize(
    ("written", "content"),
    [(b"YWJj", b"abc"), (b"YW\r\nJj", b"abc"), (b"YWI", b"ab"), (b"YQ==YmM=", b"abc"), (b"Y!W@Jj", b"abc"), (b"YWJjZ", b"abc"), (b"", b"")],
)
def test_broken_base64_is_read_as_far_as_it_goes(written, content):
    assert base64_bytes(written) == content


def test_a_lone_surrogate_in_an_encoded_word_raises_nothing():
    assert decode_words("=?utf-8?q?a\ud800b?=") == "a?b"
