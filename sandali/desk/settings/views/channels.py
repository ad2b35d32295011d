"""Channels: how each is doing, adding one, trying its connection, pausing it, closing it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.forms import Form, PasswordInput
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.channels.access import access_channel
from sandali.channels.email.providers import guess_servers
from sandali.channels.email.servers import secrets_of
from sandali.channels.email.testing import Step
from sandali.channels.hooks import address_of_records, address_to_give, hook_url
from sandali.channels.installing import page_url, script_url
from sandali.channels.kinds import CONNECTED_KINDS, HANDSHAKE_KINDS, MAIL_KINDS, adapter_of
from sandali.channels.models import Channel
from sandali.channels.setup import AddressTaken, archive_channel, change_channel, reopen_channel
from sandali.company.queries import open_departments
from sandali.desk.entering import staff
from sandali.desk.settings.forms.channels import AddressForm, form_of_kind, settings_form
from sandali.desk.settings.saving import SAVED, save, settings_page
from sandali.desk.settings.views.channel_rows import channel_row, kinds_to_connect
from sandali.kit.htmx import asked_by_htmx, cleaned, done
from sandali.kit.secrets import SecretUnreadable


@staff("manage_channels")
def channels(request: HttpRequest) -> HttpResponse:
    """Every channel with its health; closed ones last."""
    rows = [channel_row(channel) for channel in Channel.objects.select_related("department").order_by("pk")]
    shown, closed = [row for row in rows if not row.is_closed], [row for row in rows if row.is_closed]
    return settings_page(request, "channels.html", {"rows": shown, "closed": closed})


@staff("manage_channels")
def kinds(request: HttpRequest) -> HttpResponse:
    """Which kinds of channel can be connected."""
    return settings_page(request, "channel_kinds.html", {"kinds": kinds_to_connect()})


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of trying a connection: its steps, or why it was not tried."""

    steps: list[tuple[Step, str]]
    refused: str = ""

    @property
    def works(self) -> bool:
        """Whether every step went well."""
        return bool(self.steps) and all(step.ok for step, _side in self.steps)


def trial_of(form: Form, channel: Channel | None) -> Trial:
    """Try what the form says, with the stored passwords where none was typed. Takes up to two minutes with dead servers."""
    if not form.is_valid():
        return Trial([], _("Please look over what is marked first."))
    try:
        stored = secrets_of(channel) if channel is not None else {}
    except SecretUnreadable as problem:
        return Trial([], str(problem))
    steps = form.trial(stored)
    if not steps:
        return Trial([], _("There is no server to try yet."))
    sides = {"imap": _("Receiving"), "smtp": _("Sending"), **getattr(form, "sides", {})}
    return Trial([(step, str(sides.get(step.name) or sides.get(step.name.partition("-")[0], ""))) for step in steps])


def channel_page(request: HttpRequest, form: Form, channel: Channel | None, **more: Any) -> HttpResponse:
    """The form of a channel, new or standing."""
    status = more.pop("status", None)
    if "guessed" in more or request.method == "POST":
        keep_passwords(form)
    context = {
        "form": form,
        "channel": channel,
        "row": channel_row(channel) if channel is not None else None,
        "connected": channel is None or channel.kind in CONNECTED_KINDS,
        "words": field_words(),
        "hook_address": hook_address(channel),
        "records_address": records_address(channel),
        "signs": channel is not None and adapter_of(channel).can.calls,
        "takes_tokens": channel is not None and adapter_of(channel).can.tokens,
        **handshake_words(channel),
        **install_of(channel),
        "our_origin": settings.PUBLIC_URL,
        **form_urls(request, channel),
        "title": str(form_label(form)),
        **more,
    }
    context["parts"] = groups_of(form)
    # The part that htmx swaps is the test's outcome, which stands in a file of its own.
    template = "channel_trial.html" if asked_by_htmx(request) else "channel.html"
    answer = settings_page(request, template, context, status=status, part="connection-test")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def hook_address(channel: Channel | None) -> str:
    """What has to be put in at the provider by hand, for who looks after channels; "" for most."""
    if channel is None or channel.archived_at is not None or not adapter_of(channel).can.hook_by_hand:
        return ""
    try:
        return address_to_give(channel)
    except SecretUnreadable:
        return ""  # the page says so where it tells how the channel is doing


def records_address(channel: Channel | None) -> str:
    """Where a telephone system's records of calls are brought; "" for who is not listened to."""
    if channel is None or channel.archived_at is not None or channel.settings.get("receive") not in adapter_of(channel).can.records:
        return ""
    try:
        return address_of_records(channel)
    except SecretUnreadable:
        return ""  # as above


def install_of(channel: Channel | None) -> dict[str, str]:
    """What a channel that stands on websites is put there by."""
    script = script_url(channel) if channel is not None else ""
    if channel is None or not script:
        return {}
    embeds = adapter_of(channel).can.embeds
    return {"script": script, "page_url": page_url(channel), "install": f"desk/settings/{embeds}_install.html"}


def handshake_words(channel: Channel | None) -> dict[str, str]:
    """The address and the word that a provider asks back with, for who puts them in there by hand; {} for most."""
    if channel is None or channel.archived_at is not None or channel.kind not in HANDSHAKE_KINDS:
        return {}
    try:
        return {"callback_address": hook_url(channel), "callback_word": secrets_of(channel).get("hook_secret", "")}
    except SecretUnreadable:
        return {}


def field_words() -> dict[str, str]:
    """Short labels: the card around the fields says whether they receive or send."""
    return {
        "host": _("Server"),
        "port": _("Port"),
        "security": _("Encryption"),
        "username": _("User name"),
        "password": _("Password"),
    }


def keep_passwords(form: Form) -> None:
    """Passwords typed a moment ago go back into the form of whoever typed them: nothing typed is lost."""
    for field in form.fields.values():
        if isinstance(field.widget, PasswordInput):
            field.widget.render_value = True


def form_urls(request: HttpRequest, channel: Channel | None) -> dict[str, str]:
    """Where the form is sent to, to be kept and to be tried."""
    if channel is not None:
        return {"save_url": reverse("settings_channel", args=[channel.pk]), "test_url": reverse("settings_channel_test", args=[channel.pk])}
    kind = f"?kind={asked_kind(request)}" if request.GET.get("kind") else ""
    return {"save_url": reverse("settings_channel_new") + kind, "test_url": reverse("settings_channel_new_test") + kind}


def form_label(form: Form) -> Any:
    """What connecting this kind is called; "" where a page says it itself."""
    name = getattr(form, "kind_name", None) or getattr(form, "label", "")
    return _("Connect a channel: %(kind)s") % {"kind": name} if name else ""


def groups_of(form: Form) -> list[dict[str, Any]]:
    """The cards of a form that says its own: title, fields. What only some providers ask for is marked with them, and shown with one."""
    only_for = getattr(form, "only_for", {})
    made = []
    for title, names in getattr(form, "groups", []):
        marks = [" ".join(("for-provider", *(f"for-{one}" for one in only_for[name]))) if name in only_for else "" for name in names]
        fields = [{"it": form[name], "only": mark} for name, mark in zip(names, marks, strict=True)]
        made.append({"title": str(title), "fields": fields, "only": marks[0] if len(set(marks)) == 1 else ""})
    return made


@staff("manage_channels", methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """A new channel of a kind (`?kind=`). For e-mail first its address, then the servers as guessed from it."""
    kind = asked_kind(request)
    if request.method == "GET" and kind not in MAIL_KINDS:
        form = form_of_kind(kind)(initial={"department": first_department()}, departments=open_departments())
        return channel_page(request, form, None)
    if request.method == "GET":
        asked = AddressForm(request.GET or None)
        if not asked.is_bound or not asked.is_valid():
            return settings_page(request, "channel_address.html", {"form": asked})
        address = asked.cleaned_data["address"]
        guess = guess_servers(address)
        guessed = bool(guess.pop("guessed", True))
        initial = {**guess, "address": address, "name": request.company.name, "department": first_department()}
        form = form_of_kind(kind)(initial=initial, departments=open_departments())
        return channel_page(request, form, None, guessed=guessed)
    form = form_of_kind(kind)(request.POST, departments=open_departments())
    if cleaned(form, request) is None:
        return channel_page(request, form, None)
    channel = form.keep(by=request.user)
    return done(request, reverse("settings_channel", args=[channel.pk]), _("The channel is saved. You can see here how its connection is doing."), leave=True)


def asked_kind(request: HttpRequest) -> str:
    """The kind in the address, e-mail where none is named. Raises Channel.DoesNotExist for one that cannot be connected."""
    kind = request.GET.get("kind", "") or MAIL_KINDS[0]
    if kind not in CONNECTED_KINDS:
        raise Channel.DoesNotExist
    return kind


def first_department() -> int | None:
    """What a new channel most likely belongs to: the only department, else none."""
    departments = list(open_departments()[:2])
    return departments[0].pk if len(departments) == 1 else None


@staff("manage_channels", methods=("POST",))
def new_test(request: HttpRequest) -> HttpResponse:
    """Try the connection of a channel that is not there yet."""
    form = form_of_kind(asked_kind(request))(request.POST, departments=open_departments())
    return channel_page(request, form, None, trial=trial_of(form, None))


@staff("manage_channels", methods=("GET", "POST"))
def channel(request: HttpRequest, number: int) -> HttpResponse:
    """One channel: its health and its settings."""
    standing = access_channel(request.user, number)
    form = settings_form(standing, request.POST or None)
    status = save(request, form, lambda: form.keep(by=request.user))
    if status == SAVED:
        return done(request, reverse("settings_channel", args=[number]), _("Saved."), leave=True)
    return channel_page(request, form, standing, status=status)


@staff("manage_channels", methods=("POST",))
def test(request: HttpRequest, number: int) -> HttpResponse:
    """Try the connection as it is typed; nothing is saved."""
    standing = access_channel(request.user, number)
    if standing.kind not in CONNECTED_KINDS:
        raise Channel.DoesNotExist
    form = settings_form(standing, request.POST)
    return channel_page(request, form, standing, trial=trial_of(form, standing))


@staff("manage_channels")
def example(request: HttpRequest, number: int) -> HttpResponse:
    """A page of ours as a website's page would be, with the channel's window on it."""
    standing = access_channel(request.user, number)
    if not script_url(standing) or not standing.is_active:
        raise Channel.DoesNotExist
    return render(request, f"desk/settings/{adapter_of(standing).can.embeds}_example.html", {"channel": standing, "key": standing.settings["key"]})


@staff("manage_channels", methods=("POST",))
def pause(request: HttpRequest, number: int) -> HttpResponse:
    """Neither fetch nor send for now; what arrives by the mail server's pipe is kept."""
    standing = access_channel(request.user, number)
    change_channel(standing, by=request.user, department=standing.department, is_active=False)
    undo = reverse("settings_channel_activation", args=[number])
    words = _("%(name)s is paused.") % {"name": standing.name}
    return done(request, reverse("settings_channels"), words, undo, leave=True)


@staff("manage_channels", methods=("POST",))
def activation(request: HttpRequest, number: int) -> HttpResponse:
    """Go on after a pause. A closed channel stays closed."""
    standing = access_channel(request.user, number)
    if standing.archived_at is not None:
        raise Channel.DoesNotExist
    change_channel(standing, by=request.user, department=standing.department, is_active=True)
    return done(request, reverse("settings_channels"), _("%(name)s works again.") % {"name": standing.name}, leave=True)


@staff("manage_channels", methods=("POST",))
def archive(request: HttpRequest, number: int) -> HttpResponse:
    """Close it: its name must be typed, because its passwords are forgotten."""
    standing = access_channel(request.user, number)
    if request.POST.get("name", "").strip() != standing.name:
        refused = _("To close the channel, please write its name as it stands above.")
        return channel_page(request, settings_form(standing), standing, refused=refused, status=422)
    archive_channel(standing, by=request.user)
    words = _("%(name)s is closed. Its messages stay.") % {"name": standing.name}
    return done(request, reverse("settings_channels"), words, leave=True)


@staff("manage_channels", methods=("POST",))
def reopening(request: HttpRequest, number: int) -> HttpResponse:
    """Open a closed channel again; its page asks for the passwords that were forgotten."""
    standing = access_channel(request.user, number)
    try:
        opened = reopen_channel(standing, by=request.user)
    except AddressTaken as taken:
        return channel_page(request, settings_form(standing), standing, refused=str(taken), status=422)
    said = _("%(name)s is open again.") if opened.is_active else _("%(name)s is open again. Give its passwords, then choose “Go on”.")
    return done(request, reverse("settings_channel", args=[number]), said % {"name": opened.name}, leave=True)
