"""How django-allauth meets our people: nobody signs up by themselves, words and mails are ours, secrets are encrypted at rest."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from sandali.company.actions import end_api_tokens
from sandali.company.queries import current_company
from sandali.desk.account.mails import CHANGES, send_change
from sandali.desk.entering import stays_here
from sandali.kit.secrets import decrypt, encrypt, token_hash

KNOWN_DEVICE, KNOWN_FOR = "device", 180 * 24 * 3600
PLACE = "second-factor"  # what the secrets of second factors are bound to; allauth does not say whose they are


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in of our people."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "account_inactive": gettext_lazy("This account is closed. Please ask your administrator."),
        "email_password_mismatch": gettext_lazy("The e-mail and password do not match. Please check both."),
        "enter_current_password": gettext_lazy("This is not your present password."),
        "incorrect_code": gettext_lazy("This code is not right, or was used already. Wait for the next one and try again."),
        "incorrect_password": gettext_lazy("This is not your password."),
        "invalid_password_reset": gettext_lazy("This link does not work any more."),
        "too_many_login_attempts": gettext_lazy("There were too many attempts. Please wait five minutes and try again."),
        "rate_limited": gettext_lazy("There were too many attempts. Please wait five minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed: people join by an invitation link, the first account by the set-up."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Paths only."""
        return stays_here(url)

    def set_password(self, user: Any, password: str) -> None:
        """A new password, changed or by the link of a mail. What the old one opened is shut: sessions, by Django, and API tokens (RELIABILITY I3)."""
        super().set_password(user, password)
        end_api_tokens(user, by=user)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell somebody by mail that their account was changed. A kind of change without a sentence is an error."""
        if template_prefix not in CHANGES:
            raise LookupError(f"no sentence for {template_prefix}")
        send_change.enqueue(user.pk, template_prefix, timezone.now().isoformat(), self.get_client_ip(self.request))

    def post_login(self, request: HttpRequest, user: Any, **options: Any) -> HttpResponse:
        """Mark the device as known to this account, so that others' wrong guesses do not lock its owner out of it."""
        answer = super().post_login(request, user, **options)
        device = signing.dumps([token_hash(user.email.lower())], salt=KNOWN_DEVICE)
        answer.set_cookie(
            KNOWN_DEVICE, device, max_age=KNOWN_FOR, path="/account/", httponly=True, samesite="Lax", secure=settings.SECURE
        )
        return answer

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # Attempts on an account are counted apart for a device that signed in to it before.
        email = str(credentials.get("email", "")).lower()
        try:
            known = signing.loads(request.COOKIES.get(KNOWN_DEVICE, ""), salt=KNOWN_DEVICE, max_age=KNOWN_FOR)
        except signing.BadSignature:
            known = []
        return f"{email}:{token_hash(request.COOKIES[KNOWN_DEVICE])}" if known == [token_hash(email)] else email


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors of our people."""

    error_messages: ClassVar[dict[str, Any]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_generate_recovery_codes": gettext_lazy("Add an authenticator app or a passkey first."),
    }

    def encrypt(self, text: str) -> str:
        """The app's key and the seed of the recovery codes, as they are stored."""
        return encrypt(text, bound_to=PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        """Raises SecretUnreadable."""
        return decrypt(encrypted_text, bound_to=PLACE)

    def get_totp_issuer(self) -> str:
        """What the authenticator app shows above the code."""
        return self._get_site_name()

    def _get_site_name(self) -> str:
        company = getattr(context.request, "company", None) or current_company()
        return str(company.name if company else "Sandali")

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """A name to begin with."""
        return gettext("My key")
