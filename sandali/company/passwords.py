"""Django's password rules with sentences of ours: its Persian catalogue lacks them."""

from typing import Any

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sandali.kit.dates import current_display
from sandali.kit.digits import localize_digits


class MinimumLength(password_validation.MinimumLengthValidator):
    """At least so many characters."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        if len(password) < self.min_length:
            words = _("This password is too short. It must have at least %(count)s characters.")
            count = localize_digits(str(self.min_length), current_display().language)
            raise ValidationError(words, code="password_too_short", params={"count": count})


class NotCommon(password_validation.CommonPasswordValidator):
    """Not one of the passwords that everybody tries first."""

    def get_error_message(self) -> str:
        """The sentence."""
        return _("This password is too common.")


class NotSimilar(password_validation.UserAttributeSimilarityValidator):
    """Not the person's own name or address."""

    def __init__(self) -> None:
        super().__init__(user_attributes=("name", "email"))

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        try:
            super().validate(password, user)
        except ValidationError as similar:
            words = _("This password is too much like your name or your e-mail.")
            raise ValidationError(words, code="password_too_similar") from similar
