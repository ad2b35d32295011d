"""What a case page shows of public matters and of reach: a prepared query for every case, and no words where there is nothing to say."""

from __future__ import annotations

from typing import Any

from sandali.cases.models import Case
from sandali.desk.cases.thread import written
from sandali.kit.components.talk import deadline
from sandali.kit.page_addresses import reverse
from sandali.resolution.models import PublicPlace
from sandali.resolution.reach.queries import assumptions, voiced

NOTHING: dict[str, Any] = {"voiced": None, "reach": None, "public": None}


def voices_context(case: Case) -> dict[str, Any]:
    """The chip of the head, and the section beside the case."""
    found = voiced(case)
    if not found.is_public and found.kind not in ("complaint", "praise"):
        return NOTHING
    estimated = found.estimate(assumptions())
    public = None
    if found.is_public:
        public = {
            "where": PublicPlace(found.where).label,
            "link": found.link,
            "at": found.at,
            "by": found.by,
            "answered_at": found.answered_at,
            "thanked_at": found.thanked_at,
            "plan": found.plan,
            "who": found.who,
            "steps": written(found.steps) if found.steps else "",
            "due": deadline(found.due_at, met=found.answered_at),
            "url": reverse("case_public", args=[case.pk]),
        }
    reach = {"words": estimated.words, "url": reverse("case_reach", args=[case.pk])} if estimated.people else None
    return {"voiced": found, "reach": reach, "public": public}
