"""What stands in the thread of a call that a telephone system told of."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.cases.calls import seconds_of
from sandali.cases.models import Call, Direction, Message, Outcome
from sandali.desk.reports.words import duration
from sandali.desk.sentences import isolated
from sandali.kit.components.markup import icon
from sandali.kit.dates import current_display
from sandali.kit.markup_text import format_html
from sandali.kit.phones import show_phone

NOTHING = SafeString("")
ICONS = {Outcome.MISSED: "phone-off", Outcome.TALKED: "phone", Outcome.TRIED: "phone-off"}
WORDS = {
    (Outcome.MISSED, "in"): gettext_lazy("Missed call"),
    (Outcome.TALKED, "in"): gettext_lazy("They called"),
    (Outcome.TALKED, "out"): gettext_lazy("We called"),
    (Outcome.TRIED, "out"): gettext_lazy("We called and reached nobody"),
}


def call_of(message: Message) -> Call | None:
    """The call that a message was made of; None for what was written down by hand."""
    if message.direction != Direction.CALL or not message.external_id:
        return None
    found: Call | None = getattr(message, "call", None)
    return found


def call_key(message: Message) -> tuple[Any, ...]:
    """What the line of a call shows, to be compared."""
    call = call_of(message)
    return (call.outcome, call.way, call.answered_at, call.ended_at, call.recording) if call is not None else ()


def call_words(call: Call) -> str:
    """What came of a call, in words."""
    return str(WORDS.get((Outcome(call.outcome), call.way), "")) if call.outcome else str(call.get_state_display())


def length_words(call: Call) -> str:
    """For how long was talked; "" where nobody did, or nobody knows."""
    seconds = seconds_of(call)
    return duration(seconds) if seconds else ""


def number_words(call: Call) -> str:
    """The other side's number, or that it was withheld."""
    return show_phone(call.number, current_display().language) if call.number else _("Number withheld")


def call_line(message: Message) -> SafeString:
    """Who called whom, for how long, from which number, and its recording where that is a link."""
    call = call_of(message)
    if call is None or not call.outcome:
        return NOTHING
    said = (call_words(call), length_words(call))
    number = format_html('<bdi class="ltr">{}</bdi>', number_words(call))
    link = recording_link(call) if not message.file_count else NOTHING
    return format_html(
        '<p class="also-to in-words">{}<span>{} · {}{}</span></p>', icon(ICONS[Outcome(call.outcome)], small=True), " · ".join(filter(None, said)), number, link
    )


def recording_link(call: Call) -> SafeString:
    """The way to a recording that lies elsewhere."""
    if not call.recording.startswith(("https://", "http://")):
        return NOTHING
    return format_html(' · <a class="link" href="{}" target="_blank" rel="noopener noreferrer nofollow">{}</a>', call.recording, _("Recording"))


def who_speaks(call: Call, message: Message, customer: object) -> str:
    """Whose word the bubble is."""
    if call.outcome == Outcome.TALKED and message.author is not None:
        return _("%(customer)s · call with %(who)s") % {"customer": isolated(customer), "who": isolated(message.author.name)}
    return str(customer)
