"""Form pieces for a person's name, telephone and password, shared by the set-up, by settings and by invitations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sandali.channels.telephone.numbers import extension_of
from sandali.company.models import Person
from sandali.kit.text import clean, isolate

LEAST = _("At least 12 characters. A short sentence only you would say works well.")


class NameField(forms.CharField):
    """One line for a name: control and direction characters that could fool a reader are taken out."""

    def to_python(self, value: Any) -> str:
        return isolate(clean(super().to_python(value))).strip()


class ExtensionField(forms.CharField):
    """The extension of somebody's telephone, in any digits: calls to it ring on their screen too."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric", "autocomplete": "off"})
        said = _("When it rings, your screen shows who calls.")
        super().__init__(label=_("Extension"), help_text=said, max_length=20, required=False, widget=widget, **options)

    def clean(self, value: Any) -> str:
        """As telephone systems write it."""
        typed = str(super().clean(value))
        if typed and not extension_of(typed):
            raise ValidationError(_("An extension is a short number, such as 204."))
        return extension_of(typed)


class PasswordMixin(forms.Form):
    """A new password, judged by the rules of the settings against the person's own name and address."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=LEAST,
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
