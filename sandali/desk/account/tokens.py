"""The link by which a forgotten password is set anew: 256 bits, one hour, one use, and a newer one ends the older (RELIABILITY I3).

Nothing of the link is stored: its code is an HMAC over the person's password hash and a nonce that lies beside the
limits for an hour. A lost nonce ends the link; it never revives one."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.cache import cache
from django.utils.crypto import salted_hmac
from django.utils.http import int_to_base36

HOLDS = timedelta(hours=1)


def nonce_key(person: AbstractBaseUser) -> str:
    """Where the nonce of a person's newest link lies."""
    return f"password-link:{person.pk}"


class PasswordLink(PasswordResetTokenGenerator):
    """Django's generator with the whole digest and a nonce. `settings.PASSWORD_RESET_TIMEOUT` is the hour."""

    key_salt = "sandali.desk.account.tokens.PasswordLink"

    def make_token(self, user: AbstractBaseUser | None) -> str:
        """A new token; every older one of this person stops working."""
        cache.set(nonce_key(user), secrets.token_urlsafe(32), HOLDS.total_seconds())
        return super().make_token(user)

    def check_token(self, user: AbstractBaseUser | None, token: str | None) -> bool:
        """Whether the token is the newest of this person, not older than an hour, and not used."""
        return user is not None and cache.get(nonce_key(user)) is not None and super().check_token(user, token)

    def _make_token_with_timestamp(self, user: AbstractBaseUser, timestamp: int, secret: str) -> str:
        # Django keeps every second character of the digest; 256 bits are asked for here.
        code = salted_hmac(self.key_salt, self._make_hash_value(user, timestamp), secret=secret, algorithm="sha256").hexdigest()
        return f"{int_to_base36(timestamp)}-{code}"

    def _make_hash_value(self, user: AbstractBaseUser, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{cache.get(nonce_key(user))}{settings.PUBLIC_URL}"
