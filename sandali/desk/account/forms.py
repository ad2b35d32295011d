"""allauth's forms with our words: one field for a new password (it can be shown), and codes in any digits."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sandali.desk.account.mails import send_password_link
from sandali.desk.people_forms import LEAST
from sandali.kit.digits import to_ascii


def worded(form: forms.BaseForm, **labels: Any) -> None:
    """Name the fields in our words; their placeholders and allauth's own help go."""
    for name, label in labels.items():
        field = form.fields[name]
        field.label, field.help_text = label, ""
        field.widget.attrs.pop("placeholder", None)


class CodeField(forms.CharField):
    """A code, typed with Persian, Arabic or ASCII digits."""

    def __init__(self, **options: Any) -> None:
        attrs = {"autocomplete": "one-time-code", "dir": "ltr", "autofocus": True}
        super().__init__(widget=forms.TextInput(attrs=attrs), max_length=40, **options)

    def to_python(self, value: Any) -> str:
        """The code in ASCII digits."""
        return to_ascii(super().to_python(value))


class SignInForm(account.LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        worded(self, login=_("E-mail"), password=_("Password"), remember=_("Stay signed in on this device"))
        self.fields["login"].widget.attrs |= {"dir": "ltr", "autocomplete": "username webauthn", "autofocus": True}
        self.fields["password"].widget.attrs["dir"] = "ltr"


class ForgottenPasswordForm(account.ResetPasswordForm):
    """Ask for the link. The answer is the same whether the address is known."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        worded(self, email=_("E-mail"))
        self.fields["email"].widget.attrs |= {"dir": "ltr", "autofocus": True}

    # allauth's forms are called by this name; nothing of ours is written here.
    def save(self, request: HttpRequest, **options: Any) -> str:
        """Queue the mail; a request that waits already is not repeated."""
        for person in self.users:
            send_password_link.enqueue(person.pk, unique_key=f"password-link:{person.pk}")
        return self.cleaned_data["email"]


class NewPasswordForm(account.ResetPasswordKeyForm):
    """The page behind the link."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["password2"]
        worded(self, password1=_("New password"))
        self.fields["password1"].help_text = LEAST
        self.fields["password1"].widget.attrs["dir"] = "ltr"


class ChangePasswordForm(account.ChangePasswordForm):
    """The old one and the new one."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["password2"]
        worded(self, oldpassword=_("Your present password"), password1=_("New password"))
        self.fields["password1"].help_text = LEAST
        for name in ("oldpassword", "password1"):
            self.fields[name].widget.attrs["dir"] = "ltr"


class ConfirmPasswordForm(account.ReauthenticateForm):
    """Once more, before something that matters."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        worded(self, password=_("Password"))
        self.fields["password"].widget.attrs |= {"dir": "ltr", "autofocus": True}


class CodeForm(mfa.AuthenticateForm):
    """The second factor when signing in: of the app, or a recovery code."""

    code = CodeField(label=_("Code"), help_text=_("Six digits from your authenticator app, or one of your recovery codes."))


class ConfirmCodeForm(mfa.ReauthenticateForm):
    """The second factor before something that matters."""

    code = CodeField(label=_("Code"), help_text=_("Six digits from your authenticator app, or one of your recovery codes."))


class ActivateAppForm(totp.ActivateTOTPForm):
    """The first code of a new authenticator app."""

    code = CodeField(label=_("The code that the app shows"))


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    """A name for the key, and whether it signs in without a password."""

    name = forms.CharField(label=_("A name for it"), max_length=80, required=False, widget=forms.TextInput(attrs={"dir": "auto"}))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        worded(self, passwordless=_("Sign in with it alone, without the password"))
        self.fields["passwordless"].help_text = _("The device will then ask for a fingerprint, a face or its own code.")
        self.fields["passwordless"].initial = True


class RenamePasskeyForm(webauthn.EditWebAuthnForm):
    """Another name for a key."""

    name = forms.CharField(label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"dir": "auto"}))
