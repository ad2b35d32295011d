"""What the case page shows of those who work on it together: the brief at its top, followers, how often it was told again."""

from __future__ import annotations

from typing import Any

from django.utils.translation import ngettext

from sandali.cases.models import Case
from sandali.cases.together import Brief, brief_of, followers_of, handed_cases
from sandali.company.permissions import may
from sandali.company.queries import department_ids
from sandali.kit.components.pieces import number
from sandali.kit.page_addresses import reverse

ACTS = ("handover", "acceptance", "decline", "handover_withdrawal", "takeover", "repeats")


def head_context(case: Case, person: Any, rights: frozenset[str]) -> dict[str, Any]:
    """For the head, which is asked for again at every news: an open hand-over, or the brief that came with the case."""
    brief = brief_of(case)
    may_accept = brief is not None and brief.is_open and is_asked(brief, person)
    urls = {name: reverse(f"case_{name}", args=[case.pk]) for name in ACTS}
    return {
        "brief": brief,
        "may_accept": may_accept,
        # Whoever handles the case may keep it here after all; whoever is asked says yes or no.
        "may_withdraw": brief is not None and brief.is_open and "handle" in rights and (not may_accept or brief.by == person.pk),
        "may_take_over": "handle" in rights and case.assignee_id is not None and case.assignee_id != person.pk,
        "told_again": told_again(case),
        "together_urls": urls,
        "handover_url": urls["handover"],
        "takeover_url": urls["takeover"],
        "looking_url": reverse("case_looking", args=[case.pk]),
    }


def is_asked(brief: Brief, person: Any) -> bool:
    """Whether it is for the person to accept a hand-over."""
    asked = brief.to_person == person.pk or (brief.to_department is not None and brief.to_department in department_ids(person))
    return asked and may(person, "handle_cases")


def told_again(case: Case) -> str:
    """How often the customer had to tell it again; "" when never."""
    said = ngettext("explained again %(number)s time", "explained again %(number)s times", case.repeats)
    return said % {"number": number(case.repeats)} if case.repeats else ""


def handed_banner(person: Any) -> dict[str, Any] | None:
    """The quiet line above the list: how many cases wait for one's answer, and where; None when none does."""
    cases = handed_cases(person)
    if not cases:
        return None
    said = ngettext("%(number)s case is handed to you", "%(number)s cases are handed to you", len(cases))
    url = reverse("case", args=cases) if len(cases) == 1 else reverse("handovers")
    return {"words": said % {"number": number(len(cases))}, "url": url}


def panel_context(case: Case, person: Any, rights: frozenset[str]) -> dict[str, Any]:
    """Who follows the case."""
    followers = followers_of(case)
    return {
        "followers": tuple((pk, name) for pk, name in followers),
        "follows": any(pk == person.pk for pk, _name in followers),
        "following_url": reverse("case_following", args=[case.pk]),
        "may_ask_followers": "note" in rights,
        "followers_url": reverse("case_followers", args=[case.pk]),
        "unfollowing_url": reverse("case_unfollowing", args=[case.pk]),
        "mentions_url": reverse("case_mentions", args=[case.pk]),
    }
