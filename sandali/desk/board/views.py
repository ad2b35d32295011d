"""The 100 % board: every unconfirmed matter by name, whose turn it is, and since when."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sandali.cases.models import NO_DEADLINE, Kind, Mood, State
from sandali.desk.cases.boxes import GRAVE, KIND_TONES, MOOD_ICONS, MOOD_TONES, capped
from sandali.desk.cases.due import due_words
from sandali.desk.cases.paging import asked_after
from sandali.desk.entering import staff
from sandali.desk.promises.signs import end_of_today, sign
from sandali.desk.sentences import isolated
from sandali.kit.components.pieces import chip
from sandali.kit.components.regions import list_row, show_more
from sandali.kit.dates import ago, current_display, show_moment
from sandali.kit.digits import localize_digits
from sandali.kit.htmx import asked_by_htmx, asked_part, page
from sandali.kit.markup_text import format_html, format_html_join
from sandali.resolution.confirmation.board import TURNS, Matter, counts, unconfirmed
from sandali.resolution.promises.queries import signs_of

PAGE: Final = 40
TURN_NAMES: Final = {
    "all": gettext_lazy("Everybody"),
    "us": gettext_lazy("Our turn"),
    "customer": gettext_lazy("The customer's turn"),
}


@staff("see_cases")
def board(request: HttpRequest) -> HttpResponse:
    """Unconfirmed matters of a turn. `board-list` is the part that news renews, `more` the next rows."""
    asked = request.GET.get("turn", "")
    turn = asked if asked in TURNS else "all"
    found = unconfirmed(request.user, turn, after=asked_after(request.GET), most=PAGE + 1)
    now = timezone.now()
    signs = signs_of([matter.case for matter in found[:PAGE]], end_of_today(now))
    rows = format_html_join("", "{}", ((line(matter, now, signs.get(matter.case, "")),) for matter in found[:PAGE]))
    more = show_more(url=f"{url_of(turn)}&{urlencode({'after': mark_of(found[PAGE - 1])})}", target="more") if len(found) > PAGE else ""
    if asked_by_htmx(request) and asked_part(request) == "more":
        return HttpResponse(format_html("{}{}", rows, more))
    return page(request, "desk/board/board.html", {"rows": rows, "more": more, **frame_of(request.user, turn)}, part=["board-list"])


def frame_of(person: Any, turn: str) -> dict[str, Any]:
    """Tabs with their counts, and where those are who stayed silent."""
    found = counts(person)
    return {
        "turn": turn,
        "list_url": url_of(turn),
        "tabs": [{"label": label, "url": url_of(name), "current": name == turn, "count": capped(found[name])} for name, label in TURN_NAMES.items()],
        "silent_url": f"{reverse('cases')}?{urlencode({'box': 'all', 'is': State.LAPSED})}",
    }


def url_of(turn: str) -> str:
    """The board with a turn."""
    return f"{reverse('board')}?{urlencode({'turn': turn})}"


def mark_of(last: Matter) -> str:
    """Where the next page begins."""
    return f"{last.opened_at.isoformat()},{last.case}"


def line(matter: Matter, now: datetime, promised: str = "") -> SafeString:
    """One matter: who waits, for what, since when, and whose turn it is."""
    number = _("Case %(number)s") % {"number": localize_digits(matter.case, current_display().language)}
    words, icon_name, tone = turn_of(matter, now)
    chips = [chip(words, icon_name=icon_name, tone=tone)]
    if promised:
        chips.insert(0, sign(promised))
    if matter.due_at != NO_DEADLINE and matter.waiting_since is not None:
        until, icon_name, tone = due_words(matter.due_at, matter.warn_at, now)
        chips.append(chip(until, icon_name=icon_name, tone=tone))
    if matter.mood in GRAVE:
        chips.append(chip(str(Mood(matter.mood).label), icon_name=MOOD_ICONS[Mood(matter.mood)], tone=MOOD_TONES[Mood(matter.mood)]))
    if matter.kind:
        chips.append(chip(str(Kind(matter.kind).label), tone=KIND_TONES.get(Kind(matter.kind), "")))
    return list_row(
        format_html_join("", "{}", ((one,) for one in chips)),
        url=reverse("case", args=[matter.case]),
        title=matter.customer_name or _("Unknown sender"),
        preview=" · ".join(isolated(part) for part in (matter.subject, number) if part),
        when=_("for %(long)s") % {"long": waited(matter.opened_at, now)},
        key=matter.customer,
        id=f"matter-{matter.case}",
    )


def waited(since: datetime, now: datetime) -> str:
    """How long somebody waits, in whole days from the second one on."""
    days, language = (now - since).days, current_display().language
    if days >= 1:
        return ngettext("%(count)s day", "%(count)s days", days) % {"count": localize_digits(days, language)}
    hours = int((now - since).total_seconds() // 3600)
    if hours >= 1:
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": localize_digits(hours, language)}
    return _("less than an hour")


def turn_of(matter: Matter, now: datetime) -> tuple[str, str, str]:
    """(words, icon, tone) of whose turn it is."""
    who = matter.owner or matter.department
    match matter.state:
        case State.ANSWERED if matter.asked_at is None or matter.asked_at > now:
            return _("answered, about to be asked"), "message-question", "info"
        case State.ANSWERED if matter.reminders:
            return _("asked %(when)s, and reminded") % {"when": ago(matter.asked_at, now=now)}, "message-question", "info"
        case State.ANSWERED:
            return _("asked %(when)s") % {"when": ago(matter.asked_at, now=now)}, "message-question", "info"
        case State.WAITING:
            return _("we wait for their answer since %(when)s") % {"when": show_moment(matter.state_at)}, "hourglass", ""
        case State.SNOOZED:
            return _("%(who)s takes it up again %(when)s") % {"who": isolated(who or _("Nobody")), "when": show_moment(matter.snoozed_until)}, "zzz", "violet"
    if who is None or matter.owner is None:
        return (_("our turn: nobody in %(who)s has taken it") % {"who": isolated(who)} if who else _("our turn: nobody has taken it")), "inbox", "bad"
    return _("our turn: %(who)s") % {"who": isolated(who)}, "user", "warn"
