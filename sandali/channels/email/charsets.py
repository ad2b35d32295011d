"""Bytes to text whatever the sender declared: never an exception, never a codec that is not for text."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

# Names that mail programs write for something else than the codec of that name (or that Python does not know).
ALIASES = {
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "iso8859-1": "cp1252", "iso_8859-1": "cp1252",
    "us-ascii": "ascii", "ansi_x3.4-1968": "ascii", "ansi": "cp1252",
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "ks_c_5601-1987": "cp949", "euc-kr": "cp949",
    "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "sjis": "cp932",
    "iso-2022-jp": "iso2022_jp_ext", "iso-2022-jp-ms": "iso2022_jp_ext", "cp50220": "iso2022_jp_ext",
    "iso-8859-8-i": "iso8859_8", "iso-8859-6-i": "iso8859_6", "x-mac-farsi": "mac_farsi", "x-mac-arabic": "mac_arabic",
    "utf8mb4": "utf-8", "unicode-1-1-utf-8": "utf-8", "unicode-1-1-utf-7": "utf-7", "x-windows-1256": "cp1256",
    "iso-8859-16-1": "iso8859_16", "windows1256": "cp1256", "windows-874": "cp874", "x-euc-jp": "euc_jp",
}
# Text codecs in Python's sense that decode something else than a charset; idna is quadratic (CVE-2022-45061).
NOT_CHARSETS = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
# Written by programs that did not know: the same as no declaration.
UNDECLARED = {"", "unknown", "x-unknown", "unknown-8bit", "x-user-defined", "default", "default_charset", "none", "_autodetect_all", "binary"}
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:+-]{0,39}")
HIGH_RUN = re.compile(rb"[\x80-\xff]+")
JAPANESE_ESCAPE = re.compile(rb"\x1b\$[@B(]")
HIGH_BYTES = bytes(range(0x80, 0x100))
# Letters of Arabic script in windows-1256 (Persian pe, che, zhe, gaf, kaf included) and its zero-width non-joiner.
ARABIC_1256 = bytes(
    byte for byte in range(0x80, 0x100) if "\u0600" <= bytes([byte]).decode("cp1256") <= "\u06ff" or byte == 0x9D
)
SAMPLE = 20_000  # bytes looked at when guessing


@lru_cache(maxsize=500)
def codec_named(charset: str) -> str | None:
    """Python's name of the text codec for a declared charset, None when there is none that may be used."""
    name = charset.strip().strip("\"'").lower()
    if not NAME.fullmatch(name):
        return None
    try:
        found = codecs.lookup(ALIASES.get(name, name))
    except (LookupError, ValueError):
        return None
    # rot13, zlib, base64 and the like are codecs too; Python marks charsets only with this attribute.
    if not found._is_text_encoding or found.name.replace("-", "_") in NOT_CHARSETS:
        return None
    return found.name


def decode(content: bytes, charset: str = "") -> tuple[str, bool]:
    """Text of `content`, and False when the declared charset does not exist or is not one for text.

    A missing or wrong declaration is guessed: byte-order mark, UTF-8, ISO-2022-JP, windows-1256, windows-1252."""
    declared = charset.strip().lower() not in UNDECLARED
    codec = codec_named(charset) if declared else None
    known = codec is not None or not declared
    if codec is None or codec == "ascii":
        return (content.decode("ascii"), known) if content.isascii() and b"\x1b$" not in content else (guess(content), known)
    if not content.isascii() and single_byte(codec) and looks_otherwise(content, codec):
        return guess(content), known
    try:
        return content.decode(codec), known
    except (UnicodeError, ValueError):
        return repair(content, codec), known


def repair(content: bytes, codec: str) -> str:
    """Text of bytes that the declared codec refuses: the codec with replacement marks unless another fits clearly."""
    if is_utf8(content):
        return content.decode("utf-8", errors="replace")
    if codec == "utf-8" and mostly_persian(content):
        return content.decode("cp1256")
    try:
        return content.decode(codec, errors="replace")
    except (UnicodeError, ValueError):
        return guess(content)


def guess(content: bytes) -> str:
    """Text of bytes without a usable declaration."""
    if content.startswith(codecs.BOM_UTF8):
        return content.decode("utf-8-sig", errors="replace")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    if content.isascii():
        if JAPANESE_ESCAPE.search(content):
            return content.decode("iso2022_jp_ext", errors="replace")
        return content.decode("ascii")
    if is_utf8(content):
        return content.decode("utf-8", errors="replace")
    if mostly_persian(content):
        return content.decode("cp1256")
    if mostly_utf8(content):
        return content.decode("utf-8", errors="replace")
    return content.decode("cp1252", errors="replace")


@lru_cache(maxsize=200)
def single_byte(codec: str) -> bool:
    """True for the 8-bit families, where any bytes decode to something and so a wrong declaration goes unnoticed."""
    return codec.startswith(("cp125", "iso8859", "koi8", "mac_", "cp874", "cp437", "cp85", "cp86"))


def looks_otherwise(content: bytes, codec: str) -> bool:
    """True when the bytes contradict a declared 8-bit charset: they are clean UTF-8, or Persian called Latin."""
    high = len(content) - len(content[:SAMPLE].translate(None, HIGH_BYTES)) if len(content) <= SAMPLE else SAMPLE
    if high >= 4 and is_utf8(content):
        return True
    return codec == "cp1252" and high >= 12 and mostly_persian(content)


def is_utf8(content: bytes) -> bool:
    """True when every byte sequence is right UTF-8 (a character cut at the very end is forgiven)."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(content)
    except UnicodeDecodeError:
        return False
    return True


def mostly_utf8(content: bytes) -> bool:
    """True when at least nine of ten high bytes belong to right UTF-8 sequences."""
    sample = content[:SAMPLE]
    high = len(sample) - len(sample.translate(None, HIGH_BYTES))
    wrong = sample.decode("utf-8", errors="replace").count("\ufffd")
    return high > 0 and wrong * 10 <= high


def mostly_persian(content: bytes) -> bool:
    """True when the high bytes read as Arabic script in windows-1256: letters standing in runs, as words do."""
    sample = content[:SAMPLE]
    runs = HIGH_RUN.findall(sample)
    high = sum(map(len, runs))
    if not high:
        return False
    letters = len(sample) - len(sample.translate(None, ARABIC_1256))
    return letters >= 0.85 * high and high >= 2 * len(runs)
