"""What a visitor sends by a form: looked at, kept once, or given back with everything that they typed and what is wrong."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from allauth.account.adapter import get_adapter
from allauth.core.ratelimit import consume
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.channels import health
from sandali.channels.embedding import origins
from sandali.channels.models import Arrival, Channel
from sandali.channels.parcels import MOST_BYTES, MOST_FILES, SentFile, unpacked
from sandali.channels.taking import store_event
from sandali.channels.webform import judging
from sandali.channels.webform.layout import Field, fields_of
from sandali.channels.webform.saying import DOUBTS, filled_event, lane_of
from sandali.channels.webform.stamps import (
    BITS,
    Stamp,
    is_solved,
    is_too_old,
    is_too_quick,
    new_stamp,
    read_stamp,
)
from sandali.exchange.uploads import NotTaken, sent_files
from sandali.kit import files
from sandali.portal.form.kept_files import KeptFile, back, keep
from sandali.portal.form.visitor_form import VisitorForm

SOURCE: Final = "form"
TRAP: Final = "website"  # a field that people do not see and programs fill in
STAMP, WORK, KEPT = "stamp", "work", "kept"
CROWDED: Final = "form_crowded"  # so many of one network that its next ones are asked for a little work
BARE_FOR: Final = timedelta(minutes=10)  # the same from a page without a stamp is the same for so long


@dataclass
class Given:
    """What came: the form with everything that was typed, the files with those that were kept before, the stamp where there is one."""

    channel: Channel
    form: VisitorForm
    sent: list[SentFile]
    stamp: Stamp | None
    now: datetime


class GivenBack(NotTaken):
    """It is not taken as it stands. The page shows it again: `form` as it was filled in, the `kept` files, a new `stamp`; a browser
    that can is asked for `work` first, and then sends the same by itself."""

    def __init__(self, words: str, status: int = 422, *, given: Given | None = None, again: bool = False, work: int = 0) -> None:
        super().__init__(words, status)
        self.given, self.again, self.work = given, again, work
        self.kept: list[KeptFile] = []


@dataclass
class Page:
    """What a form's page shows: made for a new one, and from what was given back."""

    form: VisitorForm
    stamp: str
    error: str = ""
    kept: list[KeptFile] = field(default_factory=list)


def layout_of(channel: Channel) -> list[Field]:
    """The fields of the form."""
    return fields_of(channel.settings)


def take(request: HttpRequest, channel: Channel, language: str) -> Arrival:
    """Keep what was sent; the same again is the same. Raises GivenBack."""
    given = read_given(request, channel, language)
    if not consume(request, action="form", key=network(request)):
        raise GivenBack(_("Many messages came from your connection. Please wait some minutes and press “Send” again; everything you wrote is still here."), 429, given=given)
    refuse_unless_right(given, language)
    number = number_of(request, given)
    said = {**given.form.said(), "language": language, "matter": str(channel.settings.get("matter") or ""), "page": request.POST.get("page", "")[:500]}
    refuse_machines(request, given)
    event = filled_event(number, said, files=given.sent, doubts=doubts_of(request, channel, said))
    try:
        arrival, made = store_event(channel, event, source=SOURCE)
    except files.NoRoom as full:
        raise GivenBack(_("We cannot save anything right now. Please try again in a few minutes; everything you wrote is still here."), 503, given=given) from full
    if not made and not is_same(arrival, event.raw):
        raise GivenBack(_("What you sent before has arrived. Here something is different; if you want to send this as well, press “Send”."), 409, given=given, again=True)
    if made:
        health.receiving_works(channel)
    return arrival


def read_given(request: HttpRequest, channel: Channel, language: str) -> Given:
    """The request as what somebody filled in."""
    form = VisitorForm(layout_of(channel), language, request.POST, request.FILES)
    chosen = [one for asked in form.layout if asked.kind == "file" for one in request.FILES.getlist(asked.id)]
    stamp, now = read_stamp(channel.pk, request.POST.get(STAMP, "")), timezone.now()
    before = back(channel.pk, request.POST.getlist(KEPT))
    given = Given(channel, form, before, stamp, now)
    try:
        given.sent = [*before, *sent_files(chosen)]
    except NotTaken as why:
        raise GivenBack(str(why), why.status, given=given) from why
    return given


def refuse_unless_right(given: Given, language: str) -> None:
    """Raises GivenBack where something is missing or wrong in what was filled in."""
    wants_files = [one for one in given.form.layout if one.kind == "file" and one.required]
    valid = given.form.is_valid()
    if wants_files and not given.sent:
        given.form.add_error(wants_files[0].id, _("This field is required."))
        valid = False
    if len(given.sent) > MOST_FILES or sum(len(one.content) for one in given.sent) > MOST_BYTES:
        raise GivenBack(_("At most 5 files, altogether 20 megabytes."), given=given)
    if not valid:
        raise GivenBack(_("Something is missing or not right yet. It is marked below; everything else is as you wrote it."), given=given)
    said = given.form.said()
    if not (said.get("text") or said.get("subject") or said["answers"] or given.sent):
        raise GivenBack(_("Please write something."), given=given)


def number_of(request: HttpRequest, given: Given) -> str:
    """Under what number it is kept: its stamp's. A page of a named website has none, so what it sends is known by what it says.

    Raises GivenBack for what comes from anywhere else without one, and for what stood open for too long."""
    if given.stamp is not None and not is_too_old(given.stamp, given.now):
        return given.stamp.number
    if given.stamp is None and request.headers.get("Origin", "") in origins(given.channel):
        return bare_number(request, given)
    words = _("Please look over what you wrote once more, and press “Send”.")
    raise GivenBack(words, given=given, again=True)


def bare_number(request: HttpRequest, given: Given) -> str:
    """A number for what came without a stamp: a double click says the same, and is the same."""
    said = json.dumps([given.form.said(), [hashlib.sha256(one.content).hexdigest() for one in given.sent]], sort_keys=True)
    part = int(given.now.timestamp() // BARE_FOR.total_seconds())
    now, before = (hashlib.sha256(f"{given.channel.pk}:{network(request)}:{at}:{said}".encode()).hexdigest()[:32] for at in (part, part - 1))
    known = Arrival.objects.filter(channel=given.channel, event_id=f"form:{before}", received_at__gt=given.now - BARE_FOR).exists()
    return before if known else now


def refuse_machines(request: HttpRequest, given: Given) -> None:
    """Raises GivenBack for what came more quickly than people write, or from where much comes: a browser that can does a little work and
    sends it again by itself, and whoever has no script looks it over and presses once more."""
    stamp = given.stamp
    if stamp is not None and (stamp.again or is_solved(stamp, request.POST.get(WORK, ""))):
        return
    quick = stamp is not None and is_too_quick(stamp, given.now)
    if quick or not consume(request, action=CROWDED, key=network(request)):
        raise GivenBack(_("Please look over what you wrote once more, and press “Send”."), given=given, again=True, work=BITS if stamp is not None else 0)


def doubts_of(request: HttpRequest, channel: Channel, said: dict[str, Any]) -> list[str]:
    """Why it may be spam, as codes; it is taken all the same, and stands aside for people to look at."""
    whole = " ".join([str(said.get("text", "")), str(said.get("subject", "")), *(value for _label, value in said["answers"])])
    found = {
        judging.TRAP: bool(request.POST.get(TRAP, "").strip()),
        judging.LINKS: judging.is_little_but_links(whole),
        judging.MANY: judging.many_in_one_name(channel, lane_of(said)),
    }
    return [code for code, holds in found.items() if holds]


def is_same(arrival: Arrival, raw: bytes) -> bool:
    """Whether what was kept under this number says the same. What speaks against it is no part of what was said."""
    with files.open_file(arrival.sha256) as file:
        (before, content), (now, same) = unpacked(file.read()), unpacked(raw)
    return (before | {DOUBTS: 0}, content) == (now | {DOUBTS: 0}, same)


def network(request: HttpRequest) -> str:
    """Whose connection it is."""
    return judging.network_of(get_adapter().get_client_ip(request) or "")


def new_page(channel: Channel, language: str) -> Page:
    """An empty form."""
    return Page(VisitorForm(layout_of(channel), language), new_stamp(channel.pk, timezone.now()))


def page_again(channel: Channel, language: str, why: GivenBack) -> Page:
    """The form as it was filled in. The stamp stays where it is still good, so that what is put right is the same message."""
    given = why.given
    if given is None:
        return Page(new_page(channel, language).form, new_stamp(channel.pk, timezone.now()), str(why))
    stays = given.stamp is not None and not why.again and not is_too_old(given.stamp, given.now)
    form = given.form
    stamp = given_stamp(form) if stays else new_stamp(channel.pk, given.now, again=why.again)
    try:
        kept = keep(channel.pk, given.sent)
    except files.NoRoom:
        kept = []  # the words stay; that the files must be chosen again is seen where they stood
    return Page(form, stamp, str(why), kept)


def given_stamp(form: VisitorForm) -> str:
    """The stamp that came with it, as it was."""
    return str(form.data.get(STAMP, ""))
