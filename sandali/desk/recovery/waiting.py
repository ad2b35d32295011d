"""What waits on the recovery path: apologies to sign, causes to find, lessons to write, and mended causes of which not everybody heard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandali.cases.models import Case
from sandali.company.permissions import may
from sandali.desk.cases.boxes import capped
from sandali.desk.cases.head import number_of
from sandali.desk.cases.paging import asked_after
from sandali.desk.entering import staff
from sandali.desk.sentences import isolated
from sandali.kit.components.pieces import number
from sandali.kit.htmx import asked_by_htmx, asked_part, page
from sandali.resolution.models import Apology, CauseLook, Step
from sandali.resolution.recovery.untold import Untold, untold
from sandali.resolution.recovery.waiting import apologies_waiting, causes_waiting, unlearnt, waiting_counts

PAGE: Final = 30
LIST: Final = "desk/recovery/waiting.html"
WHAT: Final = ("apologies", "causes", "lessons")
TELLING: Final = "telling"
BOXES: Final = ("mine", "all")


@staff("see_cases")
def waiting(request: HttpRequest) -> HttpResponse:
    """One of the lists, mine or all that I may see. `waiting-list` is the part that news renews, `more` the next rows."""
    tells = may(request.user, "manage_causes") and may(request.user, "answer_cases")
    what = request.GET.get("what", "") if request.GET.get("what") in (*WHAT, *((TELLING,) if tells else ())) else WHAT[0]
    box = request.GET.get("box", "") if request.GET.get("box") in BOXES else BOXES[0]
    left = untold(request.user, mine=box == "mine") if tells else []
    rows, more_url = ([telling_row(one) for one in left], "") if what == TELLING else rows_of(request, what, mine=box == "mine")
    if asked_by_htmx(request) and asked_part(request) == "more":
        return page(request, LIST, {"rows": rows, "more_url": more_url}, part=["more"])
    apologies, causes, lessons = waiting_counts(request.user, mine=box == "mine")
    context = {
        "rows": rows, "more_url": more_url, "what": what, "box": box, "here": address_of(what, box),
        "tabs": [
            {"label": _("To sign"), "url": address_of("apologies", box), "current": what == "apologies", "count": capped(apologies)},
            {"label": _("Causes"), "url": address_of("causes", box), "current": what == "causes", "count": capped(causes)},
            {"label": _("Lessons"), "url": address_of("lessons", box), "current": what == "lessons", "count": capped(lessons)},
            *([{"label": _("To tell"), "url": address_of(TELLING, box), "current": what == TELLING, "count": capped(len(left))}] if tells else []),
        ],
        "boxes": [
            {"label": _("Mine"), "url": address_of(what, "mine"), "current": box == "mine"},
            {"label": _("All"), "url": address_of(what, "all"), "current": box == "all"},
        ],
    }  # fmt: skip
    return page(request, LIST, context, part=["waiting-list"])


def address_of(what: str, box: str, **more: str) -> str:
    """The page with one of its lists."""
    return f"{reverse('recovery_waiting')}?{urlencode({'what': what, 'box': box, **more})}"


def rows_of(request: HttpRequest, what: str, *, mine: bool) -> tuple[list[dict[str, Any]], str]:
    """A page of rows, and where the next ones are."""
    column, found, row = LISTS[what]
    theirs: Any = found(request.user, mine=mine)
    if (after := asked_after(request.GET)) is not None:
        theirs = theirs.filter(Q(**{f"{column}__gt": after[0]}) | Q(**{column: after[0], "pk__gt": after[1]}))
    seen = list(theirs[: PAGE + 1])
    if len(seen) <= PAGE:
        return [row(one) for one in seen], ""
    last = seen[PAGE - 1]
    return [row(one) for one in seen[:PAGE]], address_of(what, "mine" if mine else "all", after=f"{getattr(last, column).isoformat()},{last.pk}")


def row_of(case: Case, at: datetime) -> dict[str, Any]:
    """What all rows say of their case."""
    return {"customer": str(case.customer), "case": number_of(case), "subject": case.subject, "url": reverse("case", args=[case.pk]), "at": at}


def apology_row(one: Apology) -> dict[str, Any]:
    """An apology: who asked whom to sign it, since when, due when."""
    said = _("%(who)s asks %(to)s to sign") % {"who": isolated(one.by.name), "to": isolated(one.signer.name)}
    return row_of(one.case, one.at) | {"icon": "pencil", "said": said, "due": one.due_at}


def cause_row(one: CauseLook) -> dict[str, Any]:
    """A cause: who did not know it, whose case it is, since when, and when somebody looks again."""
    owner = one.case.assignee
    asker = isolated(one.by.name) if one.by is not None else _("Sandali")
    if owner is None:
        said = _("%(who)s did not know it yet; nobody has the case") % {"who": asker}
    else:
        said = _("%(who)s did not know it yet; %(to)s has the case") % {"who": asker, "to": isolated(owner.name)}
    return row_of(one.case, one.at) | {"icon": "search", "said": said, "due": one.look_at}


def lesson_row(one: Case) -> dict[str, Any]:
    """A complaint from which nothing was learnt: what is missing, whose case it is, and the step that is open."""
    if one.has_cause:  # type: ignore[attr-defined]  # unlearnt() adds it
        said = _("Settled by the customer's word. What we learnt from it has not been written down yet.")
    else:
        said = _("Settled by the customer's word. Nobody has found the cause yet.")
    address = reverse("case_recovery_step", args=[one.pk, Step.CAUSE.value])
    return row_of(one, one.state_at) | {"icon": "bulb", "said": said, "whose": one.assignee.name if one.assignee is not None else "", "due": None, "url": address}


def telling_row(one: Untold) -> dict[str, Any]:
    """A mended cause: how many have not heard of it, and where the letter to them is written."""
    said = ngettext(
        "Mended, and %(number)s customer who complained of it has not heard yet", "Mended, and %(number)s customers who complained of it have not heard yet", one.customers
    ) % {"number": number(one.customers)}
    return {"customer": one.path, "case": "", "subject": "", "url": reverse("cause_telling", args=[one.cause]), "at": one.mended_at, "icon": "speakerphone", "said": said, "due": None}


# What is listed → the column that orders it, what finds it, and its row.
LISTS: Final[dict[str, tuple[str, Callable[..., Any], Callable[[Any], dict[str, Any]]]]] = {
    "apologies": ("at", apologies_waiting, apology_row),
    "causes": ("look_at", causes_waiting, cause_row),
    "lessons": ("state_at", unlearnt, lesson_row),
}
