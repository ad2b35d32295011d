"""A colleague's question answered where one was told of it: the buttons below a notice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from sandali.desk.remedies.lists import question
from sandali.history.models import Notice
from sandali.resolution.remedies.granting import asked_of


def questions_in(notices: Iterable[Notice], person: Any, *, csrf_token: str, here: str) -> dict[int, SafeString]:
    """Notice's number → what is asked on its case and waits for this person, with both answers. One notice a case, the newest.

    By the case, not by the event: a later event of the same case folds into the same notice."""
    by_case: dict[int, int] = {}
    for notice in notices:
        if notice.event.case_id is not None:
            by_case.setdefault(notice.event.case_id, notice.pk)
    if not by_case:
        return {}
    found: dict[int, list[dict[str, Any]]] = {}
    for one in asked_of(person).filter(case__in=by_case):
        found.setdefault(by_case[one.case_id], []).append(question(one))
    return {
        number: render_to_string("desk/remedies/in_notice.html", {"questions": asked, "csrf_token": csrf_token, "here": here})
        for number, asked in found.items()
    }
