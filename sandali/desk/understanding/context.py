"""What the case page shows of it: the mood in the head, and above the composer the way to the history and to our understanding."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sandali.cases.models import Case, State
from sandali.desk.cases.boxes import WAITS_LONG
from sandali.desk.cases.head import items, reopened
from sandali.desk.cases.together.context import told_again
from sandali.desk.understanding.moods import CHOICES, current_of, mood_chip, why
from sandali.kit.components.talk import length
from sandali.kit.page_addresses import reverse
from sandali.resolution.models import Heard
from sandali.resolution.understanding.queries import MoodOf, Understood, known_of

# Whose first word from us is still to come.
UNANSWERED = (State.NEW, State.OPEN)


def understanding_context(case: Case, rights: frozenset[str]) -> dict[str, Any]:
    """For the head and the composer, in one prepared query."""
    understood, mood = known_of(case)
    return {
        "mood": mood_context(case, mood, rights),
        "understood": understood,
        "before_url": reverse("case_before", args=[case.pk]),
        "offers_understanding": offerable(understood, rights),
        "understanding_state": state_of(understood),
    }


def mood_context(case: Case, mood: MoodOf | None, rights: frozenset[str]) -> dict[str, Any] | None:
    """The chip and what opens from it; None where there is no mood."""
    chip = mood_chip(mood)
    if chip is None or mood is None:
        return None
    return {
        **chip, **why(mood), "choices": mood_items(mood) if "note" in rights else "", "version": mood.version, "facts": facts_of(case),
        "url": reverse("case_mood", args=[case.pk]),
    }  # fmt: skip


def facts_of(case: Case) -> list[str]:
    """What of the case speaks beside their words: that they came back, had to tell it again, and wait long."""
    since, now = case.waiting_since, timezone.now()
    waits = _("waiting for %(length)s") % {"length": length(now - since)} if since is not None and now - since > WAITS_LONG else ""
    return [said for said in (reopened(case), told_again(case), waits) if said]


def mood_items(mood: MoodOf) -> SafeString:
    """The choices of the menu."""
    return items("mood", tuple((value, str(label), icon, "") for value, icon, label in CHOICES), current_of(mood))


def offerable(understood: Understood | None, rights: frozenset[str]) -> int:
    """The version that an answer may carry to the customer; 0 where nothing is to be put to them."""
    return understood.version if understood is not None and understood.is_news_to_them and "answer" in rights else 0


def asked_understanding(request: HttpRequest) -> int:
    """The version of the understanding that an answer is to carry; 0 for none."""
    value = request.POST.get("understanding", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


def state_of(understood: Understood | None) -> str:
    """Where the understanding stands, as a code: "" (none), written, asked, right, corrected."""
    if understood is None:
        return ""
    if understood.is_news_to_them:
        return "written"
    return {Heard.RIGHT.value: "right", Heard.CORRECTED.value: "corrected"}.get(understood.heard, "asked")


def opens_by_itself(case: Case, rights: frozenset[str], *, has_history: bool, answered: bool) -> bool:
    """Whether the history is shown unasked: before the first answer to somebody who has one."""
    return has_history and not answered and "answer" in rights and case.state in UNANSWERED and not case.aside
