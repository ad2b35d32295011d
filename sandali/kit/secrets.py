"""Keys per purpose, message authentication codes, encrypted channel secrets, and one-time tokens (RELIABILITY 3.3, 3.9, J)."""

import base64
import hashlib
import hmac
import os
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from sandali.kit.key_files import write_once

KEY_BYTES = 32
MIN_CHARS = 20  # of base32: 100 bits
MAX_CHARS = 51
_VERSION = "s1"
_KEY_ID_BYTES = 6
_NONCE_BYTES = 12


class SecretUnreadable(Exception):
    """A stored secret cannot be read: its key is missing, it belongs to another place, or it was changed."""


@lru_cache(maxsize=256)
def _derive(master: str, purpose: str) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"sandali:{purpose}".encode()).derive(master.encode())


def purpose_key(purpose: str) -> bytes:
    """32 bytes for one purpose, from SECRET_KEY by HKDF-SHA256 (RFC 5869)."""
    return _derive(settings.SECRET_KEY, purpose)


def _code(key: bytes, parts: tuple[object, ...], chars: int) -> str:
    if not MIN_CHARS <= chars <= MAX_CHARS:
        raise ValueError(f"A code has {MIN_CHARS} to {MAX_CHARS} characters.")
    digest = hmac.new(key, digestmod=hashlib.sha256)
    for part in parts:
        # Length first: ("ab", "c") and ("a", "bc") must not share a code.
        data = part if isinstance(part, bytes) else str(part).encode()
        digest.update(len(data).to_bytes(8, "big") + data)
    return base64.b32encode(digest.digest()).decode().lower()[:chars]


def mac(purpose: str, *parts: object, chars: int = 26) -> str:
    """HMAC-SHA256 over `parts` as `chars` lower-case base32 characters (5 bits each), fit for addresses and links."""
    return _code(purpose_key(purpose), parts, chars)


def mac_ok(given: str, purpose: str, *parts: object, chars: int = 26) -> bool:
    """Whether `given` is the code of `parts` by the present key or a fallback. Case does not matter: mail changes it."""
    masters = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    expected = [_code(_derive(master, purpose), parts, chars) for master in masters]
    shown = given.lower().encode("utf-8", "replace")
    return any(
        [hmac.compare_digest(shown, code.encode()) for code in expected]
    )  # a list: every key costs the same time


def _key_file() -> Path:
    return Path(settings.DATA) / "secrets.key"


def _new_key() -> str:
    return secrets.token_urlsafe(48)


def _masters(*, make: bool) -> list[str]:
    """The keys for channel secrets, the one to write with first: SANDALI_SECRETS_KEY, else the lines of DATA/secrets.key."""
    chosen = [key.strip() for key in os.environ.get("SANDALI_SECRETS_KEY", "").split(",") if key.strip()]
    if chosen:
        if any(len(key) < 32 for key in chosen):
            raise SecretUnreadable("SANDALI_SECRETS_KEY must have keys of at least 32 characters.")
        return chosen
    path = _key_file()
    if make:
        write_once(path, _new_key)
    try:
        keys = path.read_text(encoding="ascii").split()
    except FileNotFoundError:
        keys = []
    if not keys:
        raise SecretUnreadable(
            "The key for stored secrets is missing: restore secrets.key or set SANDALI_SECRETS_KEY."
        )
    return keys


def _key_id(master: str) -> bytes:
    return _derive(master, "secret-id")[:_KEY_ID_BYTES]


def encrypt(value: str, *, bound_to: str) -> str:
    """Encrypt a channel secret (AES-256-GCM). `bound_to` names its place, as in "channel:5:imap_password": the token
    can be read for that place only, so that it cannot be moved to another row."""
    if not bound_to:
        raise ValueError("bound_to must name the place of the secret.")
    master = _masters(make=True)[0]
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = AESGCM(_derive(master, "secret-data")).encrypt(nonce, value.encode(), bound_to.encode())
    return f"{_VERSION}.{base64.urlsafe_b64encode(_key_id(master) + nonce + sealed).decode()}"


def _unpack(token: str) -> tuple[bytes, bytes, bytes]:
    version, _, body = token.partition(".")
    try:
        data = base64.b64decode(body.encode("ascii"), altchars=b"-_", validate=True)
    except ValueError as problem:
        raise SecretUnreadable("The stored secret is damaged.") from problem
    if version != _VERSION or len(data) < _KEY_ID_BYTES + _NONCE_BYTES + 16:
        raise SecretUnreadable("The stored secret is damaged.")
    return (
        data[:_KEY_ID_BYTES],
        data[_KEY_ID_BYTES : _KEY_ID_BYTES + _NONCE_BYTES],
        data[_KEY_ID_BYTES + _NONCE_BYTES :],
    )


def decrypt(token: str, *, bound_to: str) -> str:
    """The secret in `token`. SecretUnreadable with a wrong key, in another place, or when changed; never an empty value."""
    key_id, nonce, sealed = _unpack(token)
    master = next((key for key in _masters(make=False) if hmac.compare_digest(_key_id(key), key_id)), None)
    if master is None:
        raise SecretUnreadable("The stored secret was written with a key that is not here.")
    try:
        return AESGCM(_derive(master, "secret-data")).decrypt(nonce, sealed, bound_to.encode()).decode()
    except InvalidTag as problem:
        raise SecretUnreadable("The stored secret belongs to another place, or was changed.") from problem


def rotate(token: str, *, bound_to: str) -> str:
    """The same secret written with the first key; the same token when it is so already. Raises as `decrypt` does."""
    value = decrypt(token, bound_to=bound_to)
    return (
        token if _unpack(token)[0] == _key_id(_masters(make=False)[0]) else encrypt(value, bound_to=bound_to)
    )


def token_hash(token: str) -> str:
    """What is stored of a one-time token: its SHA-256 in hex."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def new_token() -> tuple[str, str]:
    """A one-time token of 256 random bits, URL-safe, and its `token_hash`."""
    token = secrets.token_urlsafe(32)
    return token, token_hash(token)
