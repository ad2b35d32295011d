"""Web push: the example of RFC 8291, what a browser would read, and the signed word of RFC 8292."""

import json
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from sandali.kit import web_push
from sandali.kit.web_push import (
    MOST_BYTES,
    BadKey,
    authorization,
    browser_key,
    browser_secret,
    decode,
    encode,
    encrypt,
    own_key,
    own_public_key,
)
from tests.browser_push import Browser

# RFC 8291, section 5 and appendix A.
PLAIN = b"When I grow up, I want to be a watermelon"
KEY = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
SECRET = "BTBZMqHH6r4Tts7J_aSIgg"
SENDER, SALT = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw", "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95b"
    "Qpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


@pytest.fixture
def keys(tmp_path, settings, monkeypatch):
    """A data folder without a key."""
    monkeypatch.delenv("SANDALI_PUSH_KEY", raising=False)
    settings.DATA = tmp_path
    return tmp_path


def test_the_example_of_the_rfc_comes_out_byte_for_byte():
    own = ec.derive_private_key(int.from_bytes(decode(SENDER), "big"), ec.SECP256R1())
    assert encode(encrypt(PLAIN, key=KEY, secret=SECRET, own=own, salt=decode(SALT))) == BODY


@pytest.mark.parametrize("message", [b"", "پیام تازه".encode(), b"x" * MOST_BYTES])
def test_a_browser_reads_what_was_sent_and_the_service_takes_its_size(message):
    browser = Browser()
    body = encrypt(message, key=browser.key, secret=browser.secret)
    assert (browser.read(body), len(body)) == (message, 103 + len(message))


def test_the_same_message_never_looks_the_same():
    browser = Browser()
    first, second = (encrypt(b"x", key=browser.key, secret=browser.secret) for _ in range(2))
    assert first[:16] != second[:16] and first[21:86] != second[21:86]


def test_another_browser_reads_nothing():
    body = encrypt(b"x", key=Browser().key, secret=Browser().secret)
    with pytest.raises(Exception) as problem:
        Browser().read(body)
    assert type(problem.value).__name__ == "InvalidTag"


def test_a_message_over_the_size_is_refused():
    with pytest.raises(ValueError):
        encrypt(b"x" * (MOST_BYTES + 1), key=KEY, secret=SECRET)


@pytest.mark.parametrize("key", ["", "x", "!!!", encode(b"\4" + b"\1" * 64), encode(b"\2" * 33)])
def test_what_is_no_point_of_the_curve_is_no_key(key):
    with pytest.raises(BadKey):
        browser_key(key)


@pytest.mark.parametrize("secret", ["", encode(b"x" * 15), encode(b"x" * 17), "é"])
def test_a_secret_has_sixteen_bytes(secret):
    with pytest.raises(BadKey):
        browser_secret(secret)


@pytest.mark.reliability("J5")
def test_our_key_is_made_once_readable_by_us_alone_and_never_in_the_database(keys):
    first = own_public_key()
    web_push._read_key.cache_clear()
    path = keys / "push.key"
    assert own_public_key() == first
    assert (stat.S_IMODE(path.stat().st_mode), [one.name for one in keys.iterdir()]) == (0o600, ["push.key"])


def test_a_key_from_the_environment_is_taken_and_no_file_made(keys, monkeypatch):
    monkeypatch.setenv("SANDALI_PUSH_KEY", SENDER)
    assert own_public_key() == "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"
    assert list(Path(keys).iterdir()) == []


@pytest.mark.parametrize("wrong", ["AA", encode(b"\xff" * 32), "not a key!"])
def test_a_wrong_key_is_refused_in_words(keys, monkeypatch, wrong):
    monkeypatch.setenv("SANDALI_PUSH_KEY", wrong)
    with pytest.raises(BadKey):
        own_key()


def test_the_word_to_a_push_service_is_signed_by_our_key_for_its_origin_and_half_a_day(keys, settings):
    settings.PUBLIC_URL, settings.SECURE = "https://desk.example", True
    said = authorization("https://push.example:8443/a/b?c", now=1000)
    token, key = said.removeprefix("vapid t=").split(", k=")
    head, claims, signature = token.split(".")
    assert [json.loads(decode(part)) for part in (head, claims)] == [
        {"typ": "JWT", "alg": "ES256"}, {"aud": "https://push.example:8443", "exp": 1000 + 12 * 3600, "sub": "https://desk.example"},
    ]  # fmt: skip
    raw = decode(signature)
    plain = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    browser_key(key).verify(plain, f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))
    assert (key, len(raw)) == (own_public_key(), 64)


def test_without_https_a_push_service_finds_our_mail_address(keys, settings):
    settings.SECURE, settings.DEFAULT_FROM_EMAIL = False, "desk@example.ir"
    claims = authorization("https://push.example/x").split(".")[1]
    assert json.loads(decode(claims))["sub"] == "mailto:desk@example.ir"
