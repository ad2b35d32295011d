"""Rows of customers, cases and stories as HTML. Written in Python, for a page shows many and a template takes three times as long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sandali.desk.customers.rows import Address, CaseRow, CustomerRow
from sandali.desk.customers.story import StoryLine
from sandali.kit.components.markup import EMPTY
from sandali.kit.components.pieces import avatar, chip, number
from sandali.kit.components.talk import moment, timeline_item
from sandali.kit.excerpts import Piece
from sandali.kit.markup_text import format_html, format_html_join


def records(rows: Iterable[CustomerRow]) -> SafeString:
    """Customers as the lines of a list with columns; on phones each is a card."""
    return format_html_join("\n", "{}", ((record(row),) for row in rows))


def record(row: CustomerRow) -> SafeString:
    """One customer as a line; all of it leads to them."""
    job = format_html('<small dir="auto">{}</small>', row.job_title) if row.job_title else EMPTY
    organisation = format_html('<a href="{}" dir="auto">{}</a>', row.organisation_url, row.organisation) if row.organisation else EMPTY
    return format_html(
        '<li class="record"><div class="record-name">{}<div><a class="record-link" href="{}" dir="auto">{}</a>{}</div></div>'
        '<div class="record-organisation">{}</div><div class="record-addresses">{}</div><div class="record-stage">{}</div>'
        '<div class="record-tags">{}</div><div class="record-at">{}</div></li>',
        avatar(row.name, key=row.pk), row.url, row.name, job, organisation, addresses(row.addresses, row.more),
        chip(row.stage, tone=row.tone), format_html_join("", "{}", ((chip(tag, icon_name="tag"),) for tag in row.tags)),
        moment(row.last_contact) if row.last_contact else EMPTY,
    )  # fmt: skip


def addresses(shown: Sequence[Address], more: int) -> SafeString:
    """The first addresses, each isolated from left to right, and how many there are besides."""
    rest = format_html("<small>{}</small>", _("and %(number)s more") % {"number": number(more)}) if more else EMPTY
    return format_html("{}{}", format_html_join("", '<span class="ltr">{}</span>', ((address.text,) for address in shown)), rest)


def case_lines(cases: Iterable[CaseRow]) -> SafeString:
    """Cases as lines."""
    return format_html_join("\n", "{}", ((case_line(row),) for row in cases))


def case_line(row: CaseRow, *, subject: Sequence[Piece] = (), pieces: Sequence[Piece] = ()) -> SafeString:
    """One case: number, subject, whose it is (or its last words, on the page of whose it is), state, last contact.

    A search gives the subject and the words around what it found as pieces."""
    found = format_html('<span class="found-words" dir="auto">{}</span>', highlighted(pieces)) if pieces else EMPTY
    return format_html(
        '<li><a href="{}"><span class="case-number">#{}</span><span class="case-words"><b dir="auto">{}</b><small dir="auto">{}</small>{}</span>{}{}</a></li>',
        row.url, row.number, highlighted(subject) or row.subject or _("No subject"), row.customer or row.preview, found,
        chip(row.state, tone=row.tone), moment(row.at),
    )  # fmt: skip


def highlighted(pieces: Iterable[Piece]) -> SafeString:
    """An excerpt with what was found marked. Everything in it is text."""
    shown = (format_html("<mark>{}</mark>", piece.text) if piece.found else format_html("{}", piece.text) for piece in pieces)
    return format_html_join("", "{}", ((part,) for part in shown))


def story_items(lines: Iterable[StoryLine]) -> SafeString:
    """What happened, as the items of a timeline."""
    return format_html_join("\n", "{}", ((story_item(line),) for line in lines))


def story_item(line: StoryLine) -> SafeString:
    """One thing that happened, in which case, and the first words of what was said."""
    case = format_html(' <a class="link story-case" href="{}">#{}</a>', line.url, line.case) if line.case else EMPTY
    said = format_html('<p class="story-said" dir="auto">{}</p>', line.said) if line.said else EMPTY
    content = format_html("<p>{}{}</p>{}", line.text, case, said)
    return timeline_item(content, icon_name=line.icon, at=line.at, tone=line.tone)
