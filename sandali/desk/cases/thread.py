"""The thread of a case: messages, the events between them and the days, each as HTML of the kit's pieces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.utils.html import urlize
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sandali.cases.actions.fetching import FETCHING, GONE, TOO_LARGE
from sandali.cases.copies import HIDDEN, besides, copied
from sandali.cases.events_forward import IN_THREAD as FORWARDED
from sandali.cases.events_regroup import IN_THREAD as REGROUPED
from sandali.cases.events_routing import IN_THREAD as ROUTED
from sandali.cases.events_timing import IN_THREAD as BY_THE_CLOCK
from sandali.cases.events_together import IN_THREAD as AMONG_US
from sandali.cases.events_work import IN_THREAD
from sandali.cases.models import Attachment, Case, Direction, Message
from sandali.cases.queries import thread as messages_of
from sandali.cases.regrouping import COPY
from sandali.cases.speaking import was_brought, who_of_ours
from sandali.channels.adapter import FIRST_PAGE
from sandali.channels.kinds import MAIL_KINDS
from sandali.desk.calls.bubbles import call_key, call_line, call_of, who_speaks
from sandali.desk.cases import delivery_words
from sandali.desk.cases.boxes import CHANNEL_ICONS, DIRECTION_ICONS
from sandali.desk.cases.changed import changes_of
from sandali.desk.cases.forwarding.bubbles import SIDES as BESIDE_SIDES
from sandali.desk.cases.forwarding.bubbles import beside_line, way_to_forward
from sandali.desk.cases.inside.told import beside_event
from sandali.desk.cases.pictures import mail_view
from sandali.desk.cases.regroup.told import folded, to_other_case
from sandali.desk.cases.remarks import remarks_of
from sandali.desk.cases.told import EVENT_FIELDS, events_of
from sandali.desk.sentences import icon_of, isolated, sentence
from sandali.history.models import Event
from sandali.kit.components.markup import icon
from sandali.kit.components.pieces import file_tile
from sandali.kit.components.talk import bubble, day_line, event_line
from sandali.kit.dates import current_display, to_zone
from sandali.kit.files import exists
from sandali.kit.kept import Kept
from sandali.kit.markdown import to_html
from sandali.kit.markup_text import format_html, format_html_join
from sandali.kit.page_addresses import reverse
from sandali.kit.prepared import Prepared
from sandali.resolution.events import IN_THREAD as RESOLVED
from sandali.team.events import IN_THREAD as SUGGESTED

PAGE = 50
MOST_EVENTS = 100
# What messages do not say by themselves. The bubbles show what was written, sent, refused or came back.
BETWEEN = (
    "case_reopened", "case_confirmed", "case_lapsed", "case_assigned", "case_released", "case_moved", "case_classified", "case_tagged", "case_untagged",
    "state_changed", "case_woke", "delivery_withdrawn", "answer_undelivered", "answer_mailed", *ROUTED, *IN_THREAD, *AMONG_US, *REGROUPED, *BY_THE_CLOCK, *RESOLVED, *SUGGESTED, *FORWARDED,
)  # fmt: skip
SIDES = {Direction.OUT: "agent", Direction.NOTE: "note", Direction.FORWARD: BESIDE_SIDES[Direction.FORWARD]}
LONGEST_CACHED = 4_000  # characters of a text whose HTML is kept
BUBBLES: Kept[SafeString] = Kept(512)


@dataclass(frozen=True, slots=True)
class Thread:
    """A page of a thread. `earlier` is the id below which more stands, 0 when this is the beginning; `first` of what is shown.

    `last_in` is the newest of its messages that came in by a channel, `last_out` our newest answer."""

    html: SafeString
    earlier: int
    first: int
    last_in: Message | None = None
    last_out: Message | None = None
    answered: bool = False  # whether somebody of us answered here, as far as this page of it shows


def thread_page(
    case: Case, *, rights: frozenset[str], csrf_token: str, read: int | None = None, below: int | None = None, since: int | None = None
) -> Thread:
    """The newest messages of a case with what happened between them, oldest first.

    `read` is the last message that the person had read: what came after it stands below a line. `below` pages back."""
    found = messages_of(case, below=below, since=since, most=PAGE + 1 if since is None else 1000)
    more = since is None and len(found) > PAGE
    messages = found[1:] if more else found
    first = messages[0].pk if messages else 0
    beginning = since is None and not more
    events = events_between(case, None if beginning else messages, until=messages[-1].at if below and messages else None)
    writer = _Writer(case, rights, csrf_token)
    html = format_html_join("", "{}", ((piece,) for piece in interleaved(writer, messages, events, read)))
    earlier = first if more or (since is not None and earlier_than(case, first)) else 0
    last_in = next((one for one in reversed(messages) if is_last_in(one) and below is None), None)
    last_out = next((one for one in reversed(messages) if one.direction == Direction.OUT and not one.automatic), None)
    return Thread(html, earlier, first, last_in, last_out, bool(earlier) or any(one.direction == Direction.OUT for one in messages))


def is_last_in(message: Message) -> bool:
    """Whether an answer would follow this message: it came by a channel, and not as a second copy of another."""
    return message.direction == Direction.IN and message.channel is not None and message.automatic != COPY


def earlier_than(case: Case, first: int) -> bool:
    """Whether something was said before this message."""
    return Message.objects.filter(case=case, pk__lt=first, withdrawn_at=None).exists()


_all_between = Prepared(
    lambda case: Event.objects.filter(case_id=case, kind__in=BETWEEN).order_by("-id").values_list(*EVENT_FIELDS)[:MOST_EVENTS]
)


def events_between(case: Case, messages: list[Message] | None, *, until: datetime | None) -> list[Event]:
    """What happened while these messages were written (None: from the beginning), oldest first."""
    if not messages and until is None:
        return list(reversed(events_of(_all_between(case.pk))))
    events = Event.objects.filter(case_id=case.pk, kind__in=BETWEEN)
    if messages:
        events = events.filter(at__gte=messages[0].at)
    if until is not None:
        events = events.filter(at__lte=until)
    return list(reversed(events.select_related("by").order_by("-id")[:MOST_EVENTS]))


def interleaved(writer: _Writer, messages: list[Message], events: list[Event], read: int | None) -> Iterator[SafeString]:
    """Messages and events by time, with a line at each new day and one above what is new to the reader."""
    zone = current_display().zone
    said: list[tuple[datetime, int, Message | Event]] = [(message.at, 0, message) for message in messages]
    said += [(event.at, 1, event) for event in events]
    day, marked = None, read is None
    for at, _rank, item in sorted(said, key=lambda entry: entry[:2]):
        here = to_zone(at, zone).date()
        if here != day:
            day = here
            yield day_line(here)
        if isinstance(item, Event):
            beside = beside_event(item, may_answer="answer" in writer.rights, csrf_token=writer.csrf_token)
            yield format_html("{}{}{}", event_line(sentence(item), icon_name=icon_of(item), at=item.at), beside, to_other_case(item))
            continue
        if not marked and item.pk > (read or 0) and item.direction == Direction.IN:
            marked = True
            yield format_html('<p class="new-line">{}</p>', _("New"))
        yield writer.message(item)


@dataclass(frozen=True, slots=True)
class _Writer:
    """What every bubble of a thread needs to know."""

    case: Case
    rights: frozenset[str]
    csrf_token: str

    def message(self, message: Message) -> SafeString:
        """One message as a bubble, a second copy as a line that opens. What was said stays, so bubbles without a button are kept."""
        if message.automatic == COPY:
            return folded(message, self.bubble(message, name_of(message, self.case), delivery_words.Words()))
        delivery = delivery_words.of(message, may_answer="answer" in self.rights, csrf_token=self.csrf_token)
        name = name_of(message, self.case)
        if delivery.foot or message.file_count or len(message.text) + len(message.quoted) > LONGEST_CACHED:
            return self.bubble(message, name, delivery)
        key = (
            message.pk, self.case.pk, name, message.text, message.quoted, message.at, message.direction, message.author_id,
            self.case.customer_id, message.channel_id, message.has_html, message.automatic, tuple(message.remarks), message.is_stranger,
            message.from_value, delivery.state, "handle" in self.rights, "answer" in self.rights, current_display(), message.edited_at, message.retracted_at,
            call_key(message),
        )  # fmt: skip
        return BUBBLES.get(key, lambda: self.bubble(message, name, delivery))

    def bubble(self, message: Message, name: str, delivery: delivery_words.Words) -> SafeString:
        """The bubble, made anew."""
        ours = message.direction in SIDES
        return bubble(
            format_html(
                "{}{}{}{}{}{}{}{}", beside_line(message), call_line(message), also_to(message), self.text(message), self.attachments(message), changes_of(message), remarks_of(message, self.case), self.more(message)
            ),
            side=SIDES[Direction(message.direction)] if ours else side_of(message),
            by=name,
            face=str(self.case.customer) if message.direction in DIRECTION_ICONS else message.from_name if was_brought(message) else "",
            key=message.author_id if message.author_id and ours else self.case.customer_id,
            at=message.at,
            state=delivery.state,
            channel=icon_of_message(message),
            id=f"message-{message.pk}",
            foot=delivery.foot,
            after=format_html("{}{}", way_to_forward(message, self.rights), self.original(message)),
        )

    def text(self, message: Message) -> SafeString:
        """What was said. Ours is Markdown; what others write is shown as they wrote it."""
        shown = plain(message.text) if message.direction in (Direction.IN, Direction.THIRD) else written(message.text)
        if not message.quoted:
            return shown
        return format_html(
            '{}<details class="quoted"><summary>{}</summary>{}</details>', shown, _("Show all"), plain(message.quoted)
        )

    def attachments(self, message: Message) -> SafeString:
        """Files as tiles; pictures that a mail shows inside its text stand there, not here."""
        if not message.file_count:
            return SafeString("")
        files = [file for file in message.attachments.all() if not file.is_inline or file.label == FIRST_PAGE]
        return format_html('<div class="files">{}</div>', format_html_join("", "{}", ((tile(file),) for file in files)))

    def original(self, message: Message) -> SafeString:
        """The way to the mail as it arrived, for who may have it."""
        if message.arrival_id is None or message.channel is None or message.channel.kind not in MAIL_KINDS or "handle" not in self.rights:
            return SafeString("")
        address = reverse("message_raw", args=[self.case.pk, message.pk])
        words = _("The original mail, as it arrived")
        return format_html('<a class="original" href="{}" title="{}">{}</a>', address, words, icon("download", small=True, label=words))

    def more(self, message: Message) -> SafeString:
        """The mail as its sender laid it out, in a frame of its own."""
        if not message.has_html:
            return SafeString("")
        return format_html(
            '<details class="as-sent" id="as-sent-{}" hx-morph-skip{}><summary>{}</summary>{}</details>',
            message.pk,
            # One of two attributes written out here.
            SafeString("" if message.text else " open"),
            _("Show as it was sent"),
            mail_view(self.case.pk, message.pk),
        )


def also_to(message: Message) -> SafeString:
    """Who else had it: whoever answers should know who reads along."""
    if not message.others:
        return SafeString("")
    hidden = copied(message.others, HIDDEN) if message.direction == Direction.OUT else []
    lines = ((besides(message), "users", _("Copy to") if message.direction == Direction.OUT else _("Also to")), (hidden, "eye-off", _("Hidden copy to")))
    return format_html_join("", '<p class="also-to">{} {} {}</p>', (
        (icon(name, small=True), words, format_html_join(" ", '<bdi class="ltr">{}</bdi>', ((value,) for value in values)))
        for values, name, words in lines if values
    ))  # fmt: skip


def side_of(message: Message) -> str:
    """Visits and calls stand on the customer's side: it is their word, written down by us."""
    if message.direction == Direction.THIRD:
        return BESIDE_SIDES[Direction.THIRD]
    return f"customer contact {message.direction}" if message.direction in DIRECTION_ICONS else "customer"


def icon_of_message(message: Message) -> str:
    """The mark beside the name."""
    if message.direction in DIRECTION_ICONS:
        return DIRECTION_ICONS[message.direction]
    return CHANNEL_ICONS.get(message.channel.kind, "message-circle") if message.channel is not None else ""


def name_of(message: Message, case: Case) -> str:
    """Who speaks."""
    author = who_of_ours(message)
    if (call := call_of(message)) is not None:
        return who_speaks(call, message, case.customer)
    match message.direction:
        case Direction.VISIT:
            return _("%(customer)s · visit, written down by %(who)s") % {"customer": isolated(case.customer), "who": isolated(author)}
        case Direction.CALL:
            return _("%(customer)s · call, written down by %(who)s") % {"customer": isolated(case.customer), "who": isolated(author)}
        case Direction.THIRD:
            return message.from_name or message.from_value
        case Direction.NOTE if message.author is None and message.from_name and not was_brought(message):
            return _("The rule “%(rule)s”") % {"rule": isolated(message.from_name)}
        case Direction.IN:
            return message.from_name or (message.from_value if message.is_stranger or message.automatic else str(case.customer))
    return author


def tile(file: Attachment) -> SafeString:
    """One attachment, with a small picture where it says that it is one."""
    kind = next((name for word, name in FILE_KINDS if word in file.content_type), "")
    if not file.sha256:
        return file_tile(file.name, size=file.size or None, kind=kind, note=label_of(file))
    if not exists(file.sha256):  # a copy of the data without all its files; what is said stays readable, and so is all behind it
        return file_tile(file.name, size=file.size, kind=kind, note=_("this file is missing on the server; please tell your administrator"))
    if file.label == FIRST_PAGE:
        return first_page(file, file.name.removesuffix(".png"))
    preview = reverse("file_preview", args=[file.pk]) if kind == "image" else ""
    made = file_tile(file.name, url=reverse("file", args=[file.pk]), size=file.size, kind=kind, preview=preview, note=label_of(file))
    return format_html("{}{}", first_page(file, file.name), made) if file.content_type == "image/tiff" else made


def first_page(file: Attachment, name: str) -> SafeString:
    """A fax is read as a picture of its first page, and not as a file."""
    preview = reverse("file_preview", args=[file.pk])
    words = _("The first page of %(name)s") % {"name": name}
    return format_html('<a class="fax-page" href="{}" target="_blank"><img src="{}" alt="{}" loading="lazy"></a>', preview, preview, words)


FILE_KINDS = (
    ("image/", "image"), ("pdf", "pdf"), ("sheet", "sheet"), ("excel", "sheet"), ("csv", "sheet"), ("zip", "archive"),
    ("compressed", "archive"), ("text/", "text"), ("word", "text"),
)  # fmt: skip


def label_of(file: Attachment) -> str:
    """What a file is that we keep but do not open."""
    labels = {
        "winmail": _("Outlook's own format"),
        "smime": _("signed or encrypted"),
        "pgp": _("signed or encrypted"),
        "message": _("a forwarded message"),
        "partial": _("a part of a longer message"),
        FETCHING: _("is being fetched"),
        TOO_LARGE: _("too large for the provider to hand out; ask for it by another way"),
        GONE: _("could not be fetched; ask the customer to send it again"),
    }
    return labels.get(file.label, "")


def written(text: str) -> SafeString:
    """Our own Markdown as safe HTML."""
    return _written(text) if len(text) <= LONGEST_CACHED else SafeString(to_html(text))  # nh3 cleaned it


@lru_cache(maxsize=512)
def _written(text: str) -> SafeString:
    return SafeString(to_html(text))  # nh3 cleaned it


def plain(text: str) -> SafeString:
    """What a customer wrote: paragraphs, each in its own direction, addresses as links."""
    return _plain(text) if len(text) <= LONGEST_CACHED else paragraphs(text)


@lru_cache(maxsize=512)
def _plain(text: str) -> SafeString:
    return paragraphs(text)


def paragraphs(text: str) -> SafeString:
    """Escaped paragraphs with their line ends."""
    return format_html_join("", '<p dir="auto" class="lines">{}</p>', ((linked(part.strip("\n")),) for part in text.split("\n\n") if part.strip()))


def linked(text: str) -> SafeString:
    """Escaped text with web addresses as links that tell the other side nothing."""
    if "://" not in text and "www." not in text:
        return format_html("{}", text)
    return SafeString(urlize(text, nofollow=True, autoescape=True).replace(" rel=", ' target="_blank" rel='))  # urlize escaped it
