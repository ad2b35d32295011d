"""The fields in which any other provider is described: what is asked, how its answers are read, and what its hook tells."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sandali.channels.sms import filling
from sandali.kit.addresses import ConnectionProblem, clean_host, is_private_host

NUMBER_FORMS: Final = [("local", "09121234567"), ("digits", "989121234567"), ("e164", "+989121234567")]
LTR: Final = {"dir": "ltr", "spellcheck": "false", "autocomplete": "off"}
SENDING: Final = ("send_url", "send_method", "send_headers", "send_body", "number_form", "ok_path", "ok_value", "id_path")
TOLD: Final = ("in_id", "in_from", "in_text", "report_id", "report_status", "status_url", "status_path", "delivered_values", "failed_values")


def line(label: Any, help_text: Any = "", *, longest: int = 100) -> forms.CharField:
    """A short field for signs that are read from left to right."""
    return forms.CharField(label=label, help_text=help_text, max_length=longest, required=False, widget=forms.TextInput(attrs=LTR))


class HttpFields(forms.Form):
    """Asked for when the provider is another one."""

    send_url = line(_("Address for sending"), _("With places such as {to}, {text}, {from}, {id} (a number of ours), {key} and {username}."), longest=500)
    send_method = forms.ChoiceField(label=_("Method"), choices=[("POST", "POST"), ("GET", "GET")], required=False)
    send_headers = forms.CharField(
        label=_("Headers"), max_length=1000, required=False, widget=forms.Textarea(attrs={**LTR, "rows": 2}),
        help_text=_("One a line, such as Authorization: Bearer {key}. Write {key} and never the key itself."),
    )
    send_body = forms.CharField(
        label=_("Body"), max_length=2000, required=False, widget=forms.Textarea(attrs={**LTR, "rows": 3}),
        help_text=_("JSON, or the fields of a form as to={to}&text={text}. In JSON {from:number} becomes a number."),
    )
    number_form = forms.ChoiceField(label=_("How it takes numbers"), choices=NUMBER_FORMS, required=False)
    ok_path = line(_("Where its answer says that it went well"), _("A path such as data.0.status. Empty is the whole answer."))
    ok_value = line(_("And what stands there then"), _("Empty: any answer without an error of HTTP."))
    id_path = line(_("Where its answer has the message's id"), _("Without it no report can be matched."))
    in_id = line(_("Received: the field with the id"), _("Without an id nothing is received, as the same message is told several times."))
    in_from = line(_("Received: the field with the sender"))
    in_text = line(_("Received: the field with the text"))
    report_id = line(_("Report: the field with the message's id"))
    report_status = line(_("Report: the field with the state"))
    status_url = line(_("Address to ask for a report"), _("By GET, with {message} for the message's id; empty when there is none."), longest=500)
    status_path = line(_("Where its answer has the state"))
    delivered_values = line(_("States that mean delivered"), _("Divided by commas."))
    failed_values = line(_("States that mean not delivered"), _("Divided by commas."))

    def clean_send_url(self) -> str:
        """The address for sending."""
        return checked_address(self.cleaned_data["send_url"])

    def clean_status_url(self) -> str:
        """The address for reports."""
        return checked_address(self.cleaned_data["status_url"])

    def clean_send_headers(self) -> str:
        """Lines that are headers."""
        typed = str(self.cleaned_data["send_headers"]).strip()
        try:
            filling.headers(typed, {})
        except filling.CannotFill as problem:
            raise ValidationError(_("This is not a header: %(line)s") % {"line": str(problem)[:80]}) from problem
        return checked_places(typed)

    def clean_send_body(self) -> str:
        """JSON or a form."""
        typed = str(self.cleaned_data["send_body"]).strip()
        try:
            filling.body(typed, {})
        except filling.CannotFill as problem:
            raise ValidationError(_("This is neither JSON nor the fields of a form.")) from problem
        return checked_places(typed)


def checked_address(typed: str) -> str:
    """An https address whose server is not a place; plain http only on networks that the operator named. Raises ValidationError."""
    typed = typed.strip()
    if not typed:
        return ""
    try:
        parts = urlsplit(typed)
        host = clean_host(parts.hostname or "")
        _port = parts.port
    except (ConnectionProblem, ValueError) as problem:
        raise ValidationError(_("This is not a web address.")) from problem
    if parts.scheme not in ("https", "http") or "@" in parts.netloc or "{" in parts.netloc or parts.fragment:
        raise ValidationError(_("This is not a web address."))
    if parts.scheme == "http" and not is_private_host(host):
        raise ValidationError(_("The key would travel in the open. Please give an address that begins with https."))
    return checked_places(typed)


def checked_places(typed: str) -> str:
    """A text whose places are all known. Raises ValidationError."""
    unknown = sorted(filling.places_in(typed) - set(filling.PLACES))
    if unknown:
        raise ValidationError(_("Nothing is known to stand in the place {%(name)s}.") % {"name": unknown[0]})
    return typed
