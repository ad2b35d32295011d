"""What of the notices that wait may still be told to somebody, in words. Asked when they leave, not when they were recorded:
who lost sight of a case meanwhile, has read it, or wants no more of a kind, is told nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandali.cases.groups import readable_texts
from sandali.desk.sentences import address_of, case_names, isolated, sentence
from sandali.history.kinds import KINDS
from sandali.history.models import MailWay, Notice, Outgoing, Way
from sandali.history.notices import audience_of
from sandali.history.ways import choices_of
from sandali.kit.dates import current_display
from sandali.kit.digits import localize_digits

MOST_EXCERPT = 280  # characters


@dataclass(frozen=True, slots=True)
class Told:
    """One notice as a mail or a push says it. `case` is "Case 12" alone, `about` with its subject and customer."""

    row: Outgoing
    text: str
    case: str
    about: str
    excerpt: str
    url: str
    at: datetime

    @property
    def line(self) -> str:
        """ "Case 12: 20 new messages", in one line and without what customers wrote: fit for a subject and a lock screen."""
        return one_line(_("%(case)s: %(text)s") % {"case": self.case, "text": self.text} if self.case else self.text)


def one_line(text: str) -> str:
    """Text without breaks: names of people may hold what a header must not (RELIABILITY D6)."""
    return " ".join(text.split())


def still_told(person: Any, rows: list[Outgoing]) -> tuple[list[Told], dict[str, list[Outgoing]]]:
    """What to tell of `rows` (of one way), and the rest by why not: "not-theirs", "seen", "unwanted"."""
    names = case_names(person, {row.event.case_id for row in rows if row.event.case_id})
    read = dict(Notice.objects.filter(person=person, about__in=[row.about for row in rows], read_at__isnull=False).order_by("read_at").values_list("about", "read_at"))
    ways = choices_of(person)
    told, left_out = [], dict[str, list[Outgoing]]()
    for row in rows:
        why = why_not(person, row, names, ways, read.get(row.about))
        if why:
            left_out.setdefault(why, []).append(row)
        else:
            told.append(row)
    texts = readable_texts(person, [row.event.subject_id for row in told if row.event.subject_type == "message"])
    return [in_words(row, names, texts) for row in told], left_out


def why_not(person: Any, row: Outgoing, names: dict[int, str], ways: dict[str, Any], read_at: datetime | None) -> str:
    """Why a person is not told of something any more, "" when they are."""
    if row.event.case_id is not None and row.event.case_id not in names:
        return "not-theirs"
    if row.event.kind not in KINDS or person.pk not in audience_of(row.event):
        return "not-theirs"
    if read_at is not None and read_at >= row.at:
        return "seen"
    wanted = ways[row.kind].push if row.way == Way.PUSH else ways[row.kind].mail != MailWay.OFF
    return "" if wanted else "unwanted"


def in_words(row: Outgoing, names: dict[int, str], texts: dict[int, str]) -> Told:
    """One notice in the current language."""
    event = row.event
    text = sentence(event, reader=row.person_id)
    if row.count > 1:
        number = localize_digits(str(row.count), current_display().language)
        if row.kind == "message_received":
            text = ngettext("%(count)s new message", "%(count)s new messages", row.count) % {"count": number}
        else:
            text = _("%(sentence)s (%(count)s times)") % {"sentence": text, "count": number}
    excerpt = " ".join(texts.get(event.subject_id, "").split()) if event.subject_type == "message" else ""
    excerpt = excerpt if len(excerpt) <= MOST_EXCERPT else excerpt[:MOST_EXCERPT].rsplit(" ", 1)[0] + "…"
    case = ""
    if event.case_id is not None:
        case = _("Case %(number)s") % {"number": isolated(localize_digits(str(event.case_id), current_display().language))}
    path = address_of(event)
    return Told(row, text, case, names.get(event.case_id or 0, ""), excerpt, f"{settings.PUBLIC_URL}{path}" if path else "", row.at)
