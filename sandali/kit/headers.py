"""Values that go into a mail or HTTP header: one line, no controls, nothing that a reader would decode (RELIABILITY D6)."""

import re

# Everything that any reader may take for a line end or the end of a string, and halves of surrogate pairs.
_BREAKING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
# "=?utf-8?q?a=0D=0ABcc:...?=" typed by a person would be decoded on the way; parted, it stays the text that it was.
_ENCODED_WORD = re.compile(r"=(?=\?[^?\s]*\?[a-zA-Z]\?)")
MAX_LENGTH = 900


class HeaderRefused(ValueError):
    """A value that must not be changed (an address, an id) holds what no header may hold."""


def header_value(text: str, *, max_length: int = MAX_LENGTH) -> str:
    """Text for people (subject, name, file name) as one clean line of at most `max_length` characters.

    Line ends and controls become one space; a literal encoded word (RFC 2047) is parted so that it is not decoded.
    """
    line = " ".join(_BREAKING.sub(" ", text).split(" ")).strip()
    return _ENCODED_WORD.sub("= ", line)[:max_length].rstrip()


def strict_header_value(value: str, *, max_length: int = MAX_LENGTH) -> str:
    """A value for machines (address, Message-ID, token, URL), unchanged; HeaderRefused when it could not stand in a header."""
    if not value or len(value) > max_length or _BREAKING.search(value) or value != value.strip():
        raise HeaderRefused("This value cannot stand in a header.")
    return value
