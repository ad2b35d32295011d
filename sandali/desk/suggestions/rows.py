"""Suggestions in their lists and on their page, ready to show."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sandali.cases.actions.adding import preview_of
from sandali.desk.sentences import isolated
from sandali.kit.components.pieces import chip, number
from sandali.kit.components.regions import list_row
from sandali.kit.components.talk import deadline
from sandali.kit.dates import current_display
from sandali.kit.digits import localize_digits
from sandali.kit.markup_text import format_html_join
from sandali.team.models import Suggestion, SuggestionState

CHIPS: Final = {
    SuggestionState.WAITING: ("hourglass", "warn"),
    SuggestionState.TAKEN_UP: ("thumb-up", "info"),
    SuggestionState.DONE: ("circle-check", "ok"),
    SuggestionState.DECLINED: ("message-report", ""),
    SuggestionState.WITHDRAWN: ("x", ""),
}
BOX_NAMES: Final = {
    "waiting": gettext_lazy("Waiting for an answer"),
    "taken_up": gettext_lazy("Taken up"),
    "done": gettext_lazy("Carried out"),
    "declined": gettext_lazy("Declined"),
    "mine": gettext_lazy("My suggestions"),
}


def state_chip(one: Suggestion) -> SafeString:
    """How it stands."""
    icon_name, tone = CHIPS[SuggestionState(one.state)]
    return chip(str(SuggestionState(one.state).label), tone=tone, icon_name=icon_name)


def line(one: Any, box: str, seen: dict[int, str], now: datetime) -> SafeString:
    """One suggestion of a list: its words, who said what to it, until when an answer is owed."""
    waits = one.state == SuggestionState.WAITING
    chips = [deadline(one.due_at, now=now)] if waits else []
    if box == "mine":
        chips.insert(0, state_chip(one))
    if one.others:
        said = ngettext("%(number)s other ran into it", "%(number)s others ran into it", one.others) % {"number": number(one.others)}
        chips.append(chip(said, icon_name="users"))
    if one.case_id in seen:
        chips.append(chip(case_words(one.case_id), icon_name="message-circle"))
    return list_row(
        format_html_join("", "{}", ((part,) for part in chips)),
        url=reverse("suggestion", args=[one.pk]),
        title=preview_of(one.text),
        preview=said_last(one),
        at=one.at if waits else one.state_at,
        face=False,
        id=f"suggestion-{one.pk}",
    )


def said_last(one: Suggestion) -> str:
    """Who made it and to whom, or the last word of ours on it."""
    if one.outcome_by is not None:
        return f"{isolated(one.outcome_by.name)}: {isolated(preview_of(one.outcome))}"
    if one.answered_by is not None:
        return f"{isolated(one.answered_by.name)}: {isolated(preview_of(one.answer))}"
    to = isolated(one.to.name) if one.to is not None else _("the managers")
    return _("%(who)s, to %(to)s") % {"who": isolated(one.by.name), "to": to}


def case_words(case: int | None) -> str:
    """The case by its number."""
    return _("Case %(number)s") % {"number": localize_digits(case, current_display().language)}
