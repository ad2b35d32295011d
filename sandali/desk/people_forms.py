"""Form pieces for a person's name and password, shared by the set-up and by invitations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sandali.company.models import Person
from sandali.kit.text import clean, isolate


class NameField(forms.CharField):
    """One line for a name: control and direction characters that could fool a reader are taken out."""

    def to_python(self, value: Any) -> str:
        return isolate(clean(super().to_python(value))).strip()


class PasswordMixin(forms.Form):
    """A new password, judged by the rules of the settings against the person's own name and address."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least twelve characters, and not an easy one. A short sentence is a good password."),
    )

    def __init__(self, *args: Any, person_so_far: Callable[[dict[str, Any]], Person], **kwargs: Any) -> None:
        """`person_so_far` makes of the values typed the person whom the password must not resemble."""
        super().__init__(*args, **kwargs)
        self.person_so_far = person_so_far

    def clean(self) -> dict[str, Any]:
        """Checks the password last, when the name and the address are known."""
        values = super().clean() or self.cleaned_data
        password = values.get("password")
        if password:
            try:
                validate_password(password, self.person_so_far(values))
            except ValidationError as weak:
                self.add_error("password", weak)
        return values
