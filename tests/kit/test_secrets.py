"""Keys, codes, channel secrets and tokens (RELIABILITY 3.3, J5, J7)."""

import base64
import stat
from pathlib import Path

import pytest

from sandali.kit import secrets
from sandali.kit.secrets import SecretUnreadable

PLACE = "channel:5:imap_password"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path, monkeypatch):
    settings.DATA = tmp_path
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "k" * 40, []
    monkeypatch.delenv("SANDALI_SECRETS_KEY", raising=False)


def test_each_purpose_has_its_own_key():
    assert len({secrets.purpose_key(purpose) for purpose in ("thread", "loop", "unsubscribe", "")}) == 4
    assert len(secrets.purpose_key("thread")) == 32


def test_the_key_follows_rfc_5869(settings):
    """Worked out by hand with HMAC: extract with a zero salt, expand once."""
    import hashlib
    import hmac

    extracted = hmac.digest(b"\0" * 32, settings.SECRET_KEY.encode(), hashlib.sha256)
    assert secrets.purpose_key("thread") == hmac.digest(extracted, b"sandali:thread\x01", hashlib.sha256)


@pytest.mark.reliability("C1")
def test_a_code_has_130_bits_and_fits_into_an_address():
    code = secrets.mac("thread", "c7", "mina@example.test")
    assert (len(code), code, set(code) <= set("abcdefghijklmnopqrstuvwxyz234567")) == (26, code.lower(), True)
    assert secrets.mac_ok(code.upper(), "thread", "c7", "mina@example.test")


@pytest.mark.parametrize(
    "purpose, parts",
    [
        ("loop", ("ab", "c")),
        ("thread", ("a", "bc")),
        ("thread", ("abc",)),
        ("thread", ("ab", "c", "")),
        ("thread", ("ab", "d")),
    ],
)
def test_a_code_is_good_for_its_own_purpose_and_parts_only(purpose, parts):
    code = secrets.mac("thread", "ab", "c")
    assert secrets.mac_ok(code, "thread", "ab", "c") is True
    assert secrets.mac_ok(code, purpose, *parts) is False


@pytest.mark.parametrize("given", ["", "a", "é" * 26, "\ud800", "a" * 26])
def test_any_other_text_is_no_code(given):
    assert secrets.mac_ok(given, "thread", "ab", "c") is False


def test_codes_shorter_than_100_bits_are_not_made():
    with pytest.raises(ValueError):
        secrets.mac("thread", "x", chars=19)


@pytest.mark.reliability("J7")
def test_codes_survive_a_change_of_the_secret_key_while_the_old_one_is_a_fallback(settings):
    code = secrets.mac("thread", 7)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 40, ["k" * 40]
    assert secrets.mac_ok(code, "thread", 7) is True
    assert secrets.mac("thread", 7) != code
    settings.SECRET_KEY_FALLBACKS = []
    assert secrets.mac_ok(code, "thread", 7) is False


@pytest.mark.parametrize("value", ["hunter2", "", "رمز عبور", "x" * 10_000])
def test_a_secret_comes_back_as_it_was(value):
    token = secrets.encrypt(value, bound_to=PLACE)
    assert value == "" or value not in token
    assert secrets.decrypt(token, bound_to=PLACE) == value


def test_the_same_secret_never_looks_the_same():
    assert secrets.encrypt("x", bound_to=PLACE) != secrets.encrypt("x", bound_to=PLACE)


@pytest.mark.reliability("J5")
def test_the_key_is_in_its_own_file_for_its_owner_only(settings, tmp_path):
    secrets.encrypt("x", bound_to=PLACE)
    path = Path(settings.DATA) / "secrets.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["secrets.key"]


@pytest.mark.reliability("J7")
def test_a_token_moved_to_another_row_cannot_be_read():
    with pytest.raises(SecretUnreadable):
        secrets.decrypt(secrets.encrypt("x", bound_to=PLACE), bound_to="channel:6:imap_password")


@pytest.mark.reliability("J7")
def test_another_or_a_missing_key_is_refused_and_none_is_made(settings, tmp_path):
    token = secrets.encrypt("x", bound_to=PLACE)
    key = tmp_path / "secrets.key"
    key.unlink()
    with pytest.raises(SecretUnreadable):
        secrets.decrypt(token, bound_to=PLACE)
    assert not key.exists()
    key.write_text("another-key-of-at-least-32-characters\n")
    with pytest.raises(SecretUnreadable):
        secrets.decrypt(token, bound_to=PLACE)


@pytest.mark.reliability("J7")
def test_every_changed_byte_is_noticed():
    token = secrets.encrypt("secret", bound_to=PLACE)
    version, body = token.split(".")
    data = base64.urlsafe_b64decode(body)
    for position in range(len(data)):
        changed = data[:position] + bytes([data[position] ^ 1]) + data[position + 1 :]
        with pytest.raises(SecretUnreadable):
            secrets.decrypt(f"{version}.{base64.urlsafe_b64encode(changed).decode()}", bound_to=PLACE)


@pytest.mark.parametrize("token", ["", "plain password", "s1.", "s1.AAAA", "s2." + "A" * 80, "s1.*!", "s1.é"])
def test_what_is_no_token_is_refused_never_taken_as_plain_text(token):
    secrets.encrypt("x", bound_to=PLACE)
    with pytest.raises(SecretUnreadable):
        secrets.decrypt(token, bound_to=PLACE)


@pytest.mark.reliability("J7")
def test_rotation_reads_the_old_key_and_writes_the_new(monkeypatch):
    old, new = "o" * 32, "n" * 32
    monkeypatch.setenv("SANDALI_SECRETS_KEY", old)
    token = secrets.encrypt("x", bound_to=PLACE)
    monkeypatch.setenv("SANDALI_SECRETS_KEY", f"{new},{old}")
    rotated = secrets.rotate(token, bound_to=PLACE)
    assert secrets.rotate(rotated, bound_to=PLACE) == rotated
    monkeypatch.setenv("SANDALI_SECRETS_KEY", new)
    assert secrets.decrypt(rotated, bound_to=PLACE) == "x"
    with pytest.raises(SecretUnreadable):
        secrets.decrypt(token, bound_to=PLACE)


def test_a_short_key_in_the_environment_is_refused(monkeypatch):
    monkeypatch.setenv("SANDALI_SECRETS_KEY", "short")
    with pytest.raises(SecretUnreadable):
        secrets.encrypt("x", bound_to=PLACE)


def test_a_secret_must_be_bound_to_a_place():
    with pytest.raises(ValueError):
        secrets.encrypt("x", bound_to="")


@pytest.mark.reliability("I3")
def test_a_token_has_256_bits_and_only_its_hash_is_for_keeping():
    token, stored = secrets.new_token()
    assert len(base64.urlsafe_b64decode(token + "=")) == 32
    assert (stored, len(stored), token in stored) == (secrets.token_hash(token), 64, False)
