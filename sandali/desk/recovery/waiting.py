"""What waits on the recovery path: apologies to sign, and causes to find. A row is a case."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.desk.cases.boxes import capped
from sandali.desk.cases.head import number_of
from sandali.desk.cases.paging import asked_after
from sandali.desk.entering import staff
from sandali.desk.sentences import isolated
from sandali.kit.htmx import asked_by_htmx, asked_part, page
from sandali.resolution.models import Apology, CauseLook
from sandali.resolution.recovery.waiting import apologies_waiting, causes_waiting, waiting_counts

PAGE: Final = 30
LIST: Final = "desk/recovery/waiting.html"
WHAT: Final = ("apologies", "causes")
BOXES: Final = ("mine", "all")


@staff("see_cases")
def waiting(request: HttpRequest) -> HttpResponse:
    """One of the two lists, mine or all that I may see. `waiting-list` is the part that news renews, `more` the next rows."""
    what = request.GET.get("what", "") if request.GET.get("what") in WHAT else WHAT[0]
    box = request.GET.get("box", "") if request.GET.get("box") in BOXES else BOXES[0]
    rows, more_url = rows_of(request, what, mine=box == "mine")
    if asked_by_htmx(request) and asked_part(request) == "more":
        return page(request, LIST, {"rows": rows, "more_url": more_url}, part=["more"])
    apologies, causes = waiting_counts(request.user, mine=box == "mine")
    context = {
        "rows": rows, "more_url": more_url, "what": what, "box": box, "here": address_of(what, box),
        "tabs": [
            {"label": _("Apologies to sign"), "url": address_of("apologies", box), "current": what == "apologies", "count": capped(apologies)},
            {"label": _("Causes to find"), "url": address_of("causes", box), "current": what == "causes", "count": capped(causes)},
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
    column, found, row = ("at", apologies_waiting, apology_row) if what == "apologies" else ("look_at", causes_waiting, cause_row)
    theirs: Any = found(request.user, mine=mine)
    if (after := asked_after(request.GET)) is not None:
        theirs = theirs.filter(Q(**{f"{column}__gt": after[0]}) | Q(**{column: after[0], "pk__gt": after[1]}))
    seen = list(theirs[: PAGE + 1])
    if len(seen) <= PAGE:
        return [row(one) for one in seen], ""
    last = seen[PAGE - 1]
    return [row(one) for one in seen[:PAGE]], address_of(what, "mine" if mine else "all", after=f"{getattr(last, column).isoformat()},{last.pk}")


def row_of(one: Apology | CauseLook) -> dict[str, Any]:
    """What both kinds of rows say of their case."""
    case = one.case
    return {"customer": str(case.customer), "case": number_of(case), "subject": case.subject, "url": reverse("case", args=[case.pk]), "at": one.at}


def apology_row(one: Apology) -> dict[str, Any]:
    """An apology: who asked whom to sign it, since when, due when."""
    said = _("%(who)s asks %(to)s to sign") % {"who": isolated(one.by.name), "to": isolated(one.signer.name)}
    return row_of(one) | {"icon": "pencil", "said": said, "due": one.due_at}


def cause_row(one: CauseLook) -> dict[str, Any]:
    """A cause: who did not know it, whose case it is, since when, and when somebody looks again."""
    owner = one.case.assignee
    asker = isolated(one.by.name) if one.by is not None else _("Sandali")
    if owner is None:
        said = _("%(who)s did not know it yet; nobody has the case") % {"who": asker}
    else:
        said = _("%(who)s did not know it yet; %(to)s has the case") % {"who": asker, "to": isolated(owner.name)}
    return row_of(one) | {"icon": "search", "said": said, "due": one.look_at}
