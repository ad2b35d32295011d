"""Web Push: a message encrypted for one browser (RFC 8291), and the word of who sends it (RFC 8292, VAPID).

Pure: nothing here goes over the network. Why not a library is told in docs/decisions/0013-web-push.md."""

from __future__ import annotations

import json
import os
import secrets
import time
from base64 import b64decode, urlsafe_b64encode
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from sandali.kit.key_files import write_once

MOST_BYTES = 3993  # of a message: push services take 4096 bytes, of which 103 are head, delimiter and tag (RFC 8291, 4)
RECORD_SIZE = 4096
WORD_HOLDS = 12 * 3600  # seconds; a push service refuses more than 24 hours (RFC 8292, 2)
CURVE = ec.SECP256R1()


class BadKey(ValueError):
    """A browser's key or a key of ours is not one; the text says which."""


def encode(data: bytes) -> str:
    """Base64url without padding, as both RFCs write bytes."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """The bytes of base64url, with or without padding. Raises BadKey."""
    try:
        return b64decode((text + "=" * (-len(text) % 4)).encode("ascii"), altchars=b"-_", validate=True)
    except ValueError as problem:
        raise BadKey("not base64url") from problem


def browser_key(text: str) -> ec.EllipticCurvePublicKey:
    """The public key of a browser, from base64url (65 bytes, a point of P-256). Raises BadKey."""
    data = decode(text)
    try:
        if len(data) != 65:
            raise ValueError("compressed, or no point at all")
        return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, data)
    except ValueError as problem:
        raise BadKey("the browser's key is not a point of P-256") from problem


def browser_secret(text: str) -> bytes:
    """The authentication secret of a browser: 16 bytes as base64url. Raises BadKey."""
    secret = decode(text)
    if len(secret) != 16:
        raise BadKey("the browser's secret is not 16 bytes long")
    return secret


def point(key: ec.EllipticCurvePublicKey) -> bytes:
    """A public key as 65 bytes, uncompressed."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def derive(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    """HKDF-SHA-256."""
    return HKDF(SHA256(), length, salt=salt, info=info).derive(secret)


def encrypt(
    message: bytes, *, key: str, secret: str, own: ec.EllipticCurvePrivateKey | None = None, salt: bytes | None = None
) -> bytes:
    """`message` as the body of a push, in the coding aes128gcm (RFC 8188) with the keys of RFC 8291, section 3.4.

    `key` and `secret` are the subscription's p256dh and auth. `own` and `salt` are for the RFC's example; else they are new each
    time. Raises ValueError over MOST_BYTES, BadKey."""
    if len(message) > MOST_BYTES:
        raise ValueError(f"a push holds at most {MOST_BYTES} bytes")
    theirs, own, salt = browser_key(key), own or ec.generate_private_key(CURVE), salt or secrets.token_bytes(16)
    our_point = point(own.public_key())
    shared = derive(browser_secret(secret), own.exchange(ec.ECDH(), theirs), b"WebPush: info\0" + point(theirs) + our_point, 32)
    content_key = derive(salt, shared, b"Content-Encoding: aes128gcm\0", 16)
    nonce = derive(salt, shared, b"Content-Encoding: nonce\0", 12)
    # One record only, which is the last: its delimiter is 2, and its nonce is that of number 0.
    sealed = AESGCM(content_key).encrypt(nonce, message + b"\2", None)
    return salt + RECORD_SIZE.to_bytes(4, "big") + bytes([len(our_point)]) + our_point + sealed


# --- Who sends it ----------------------------------------------------------------------------------------------------
def _new_key() -> str:
    number = ec.generate_private_key(CURVE).private_numbers().private_value
    return encode(number.to_bytes(32, "big"))


@lru_cache(maxsize=4)
def _read_key(text: str) -> ec.EllipticCurvePrivateKey:
    data = decode(text)
    try:
        if len(data) != 32:
            raise ValueError("not 32 bytes long")
        return ec.derive_private_key(int.from_bytes(data, "big"), CURVE)
    except ValueError as problem:
        raise BadKey("the key for web push is not a key of P-256") from problem


def own_key() -> ec.EllipticCurvePrivateKey:
    """Our key: SANDALI_PUSH_KEY (32 bytes as base64url), else DATA/push.key, which is made on first use.

    Browsers subscribe to this key alone, so a new one ends all subscriptions. Raises BadKey."""
    given = os.environ.get("SANDALI_PUSH_KEY", "").strip()
    if not given:
        path = Path(settings.DATA) / "push.key"
        write_once(path, _new_key)
        given = path.read_text(encoding="ascii").strip()
    return _read_key(given)


def own_public_key() -> str:
    """What a browser subscribes with (`applicationServerKey`), as base64url."""
    return encode(point(own_key().public_key()))


def sender() -> str:
    """Where a push service can reach who runs this: the public address, else the address that system mail comes from."""
    return settings.PUBLIC_URL if settings.SECURE else f"mailto:{settings.DEFAULT_FROM_EMAIL}"


def authorization(endpoint: str, *, now: float | None = None) -> str:
    """The Authorization header of a push to `endpoint`: a JWT signed with ES256 for its origin, and our public key."""
    parts, key = urlsplit(endpoint), own_key()
    expires = int(time.time() if now is None else now) + WORD_HOLDS
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": expires, "sub": sender()}
    signed = ".".join(encode(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims))
    r, s = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(SHA256())))
    token = f"{signed}.{encode(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"
    return f"vapid t={token}, k={encode(point(key.public_key()))}"
