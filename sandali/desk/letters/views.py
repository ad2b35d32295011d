"""What the composer says softly of a letter before it is sent. It never stops one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext

from sandali.cases.access import access_case
from sandali.desk.entering import staff
from sandali.kit.components.pieces import number as shown
from sandali.kit.htmx import page
from sandali.resolution.letters.prints import reads_like

FEWEST = 3  # one or two letters alike are a coincidence, or the same matter
MOST_READ = 20_000  # characters


@staff("answer_cases", methods=("POST",))
def likeness(request: HttpRequest, number: int) -> HttpResponse:
    """How many letters the text reads like."""
    case = access_case(request.user, number, to="answer")
    found = reads_like(request.POST.get("text", "")[:MOST_READ], case=case.pk)
    words = ""
    if found >= FEWEST:
        words = ngettext("This reads like %(count)s other letter.", "This reads like %(count)s other letters.", found) % {"count": shown(found)}
    return page(request, "desk/letters/likeness_page.html", {"case": case, "likeness": words}, part="composer-likeness")
