"""Forms about customers and organisations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.customers.actions import NotAnAddress, named_organisation, normal_identity
from sandali.customers.fields.queries import values_of
from sandali.customers.fields.values import as_typed
from sandali.customers.models import Customer, IdentityKind, Stage, Subject
from sandali.desk.customers.own_fields import PREFIX, WithOwnFields

MOST_NOTE = 10_000


class CustomerForm(WithOwnFields):
    """What may be edited of a customer. Each field carries what stood there before, so that a lost race can be told apart."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=160, required=False)
    organisation = forms.CharField(
        label=gettext_lazy("Organisation"), max_length=160, required=False, widget=forms.TextInput(attrs={"list": "known-organisations"})
    )
    job_title = forms.CharField(label=gettext_lazy("Job title"), max_length=80, required=False)
    city = forms.CharField(label=gettext_lazy("City"), max_length=80, required=False)
    stage = forms.ChoiceField(label=gettext_lazy("Stage"), choices=Stage.choices, initial=Stage.CONTACT)

    def values(self) -> dict[str, Any]:
        """The cleaned fields as the room takes them: the organisation by its row, made when nobody has that name. The company's own
        fields are apart (`own_values`)."""
        return {
            **{name: self.cleaned_data[name] for name in CustomerForm.base_fields},
            "organisation": named_organisation(self.cleaned_data["organisation"]),
        }


class EditForm(CustomerForm):
    """Editing somebody who is known: the version that was read travels along."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    cause = forms.CharField(label=gettext_lazy("Why the stage changes"), max_length=300, required=False, widget=forms.TextInput(attrs={"dir": "auto"}))

    def __init__(self, *args: Any, customer: Customer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in CustomerForm.base_fields:
            self.fields[name].show_hidden_initial = True
        self.add_own(Subject.CUSTOMER, values_of(customer))

    def begin_at(self, name: str) -> None:
        """Open the form in one of its fields, for who comes to put that right."""
        if name in self.before_names():
            self.fields[name].widget.attrs["autofocus"] = True

    def before_names(self) -> list[str]:
        """The fields that people edit."""
        return [*CustomerForm.base_fields, *self.own_names()]

    def typed(self, name: str) -> str:
        """A cleaned field as the form takes it again."""
        value = self.cleaned_data[name]
        return as_typed(value) if name.startswith(PREFIX) else str(value)

    def before(self) -> SafeString:
        """Hidden fields with what stood there when the form was read."""
        return format_html_join("", "{}", ((self[name].as_hidden(only_initial=True),) for name in self.before_names()))

    def changes(self) -> dict[str, Any]:
        """Only what the person changed, as the room takes it."""
        values = self.values()
        return {name: values[name] for name in self.changed_data if name in values}


class NewCustomerForm(CustomerForm):
    """Somebody written down by hand: a name, or at least one address."""

    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=60, required=False, widget=forms.TextInput(attrs={"type": "tel", "dir": "ltr"}))
    email = forms.CharField(label=gettext_lazy("E-mail"), max_length=254, required=False, widget=forms.TextInput(attrs={"type": "email", "dir": "ltr"}))
    field_order = ("name", "phone", "email", "organisation", "job_title", "city", "stage")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_own(Subject.CUSTOMER)

    def clean_phone(self) -> str:
        """Say at once when it is no number."""
        return checked(IdentityKind.PHONE, self.cleaned_data["phone"])

    def clean_email(self) -> str:
        """Say at once when it is no address."""
        return checked(IdentityKind.EMAIL, self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        """Somebody without a name and without an address could never be found again."""
        values = super().clean() or {}
        if not self.errors and not any(values.get(name) for name in ("name", "phone", "email")):
            self.add_error("name", _("Write a name, a phone number or an e-mail address."))
        return values

    def identities(self) -> list[tuple[str, str]]:
        """(kind, as typed) of the addresses that were given."""
        typed = [(IdentityKind.PHONE, self.cleaned_data["phone"]), (IdentityKind.EMAIL, self.cleaned_data["email"])]
        return [(str(kind), value) for kind, value in typed if value]


class IdentityForm(forms.Form):
    """One more address; which kind it is shows by itself."""

    address = forms.CharField(label=gettext_lazy("Phone or e-mail"), max_length=254, widget=forms.TextInput(attrs={"dir": "ltr"}))

    def clean_address(self) -> str:
        """Say at once when it is neither."""
        return checked(kind_of(self.cleaned_data["address"]), self.cleaned_data["address"])


class TagForm(forms.Form):
    """A tag by its name."""

    name = forms.CharField(label=gettext_lazy("Tag"), max_length=40, widget=forms.TextInput(attrs={"list": "known-tags", "autocomplete": "off"}))


class NoteForm(forms.Form):
    """What our people should know."""

    text = forms.CharField(label=gettext_lazy("Note"), max_length=MOST_NOTE, widget=forms.Textarea(attrs={"rows": 3}))


def kind_of(address: str) -> str:
    """Which kind of address was typed."""
    return IdentityKind.EMAIL if "@" in address else IdentityKind.PHONE


def checked(kind: str, value: str) -> str:
    """The value when it is empty or an address of this kind, else a ValidationError with the reason."""
    if value:
        try:
            normal_identity(kind, value)
        except NotAnAddress as wrong:
            raise forms.ValidationError(str(wrong)) from wrong
    return value


def first_values(customer: Customer) -> dict[str, Any]:
    """A customer as the form's first values."""
    return {
        "name": customer.name, "organisation": str(customer.organisation or ""), "job_title": customer.job_title,
        "city": customer.city, "stage": customer.stage, "version": customer.version,
    }  # fmt: skip


def values_now(customer: Customer) -> dict[str, str]:
    """A customer as the form takes it again, the company's own fields too."""
    own = {f"{PREFIX}{number}": as_typed(value) for number, value in values_of(customer).items()}
    return {name: str(value) for name, value in first_values(customer).items()} | own


def belongs_to(sentence: str, name: str, url: str) -> SafeString:
    """An error with a link to whom the address (or the name) belongs; `sentence` has {name} where the link stands."""
    return format_html(sentence, name=format_html('<a class="link" href="{}"><bdi>{}</bdi></a>', url, name))
