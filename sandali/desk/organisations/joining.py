"""Two organisations that are one: looked at side by side, joined, and set apart again."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sandali.customers.access import access_joining, access_organisation, organisations_for
from sandali.customers.models import Organisation
from sandali.customers.organising import CannotDo, carried, join_organisations, part_organisations
from sandali.customers.queries import Reckoned, named_like, organisations_by_name, reckoned
from sandali.desk.customers.paging import read_number
from sandali.desk.entering import staff
from sandali.kit.htmx import done, page

MOST_FOUND: Final = 8


@staff("merge_customers", methods=("GET", "POST"))
def joining(request: HttpRequest, number: int) -> HttpResponse:
    """Find the other one, see what would go along, and join this one to it. Nothing is joined by itself."""
    person: Any = request.user
    source = access_organisation(person, number, to="merge")
    asked = request.POST if request.method == "POST" else request.GET
    query = asked.get("q", "").strip()[:160]
    other = organisations_for(person).filter(pk=read_number(asked.get("into", "")) or 0).exclude(pk=source.pk).first()
    if request.method == "POST" and other is not None:
        try:
            join_organisations(source, other, by=person)
            return done(request, reverse("organisation", args=[other.pk]), _("The two organisations are one now."), leave=True)
        except CannotDo as why:
            return done(request, reverse("organisation", args=[source.pk]), str(why), leave=True)
    others = organisations_for(person).exclude(pk=source.pk)
    found = organisations_by_name(named_like(others, query), most=MOST_FOUND) if query else []
    sides = [source, other] if other is not None else []
    known = reckoned([one.pk for one in (*sides, *found)])
    context = {
        "organisation": source, "other": other, "query": query, "sides": [(one, known.get(one.pk, Reckoned(0, None))) for one in sides],
        "found": [(one, known.get(one.pk, Reckoned(0, None))) for one in found], "goes": goes(source, other) if other is not None else [],
    }  # fmt: skip
    return page(request, "desk/organisations/joining.html", context, status=422 if request.method == "POST" else None)


def goes(source: Organisation, target: Organisation) -> list[tuple[str, int]]:
    """(what, how many) would go along, as far as there is any."""
    rows = carried(source, target)
    words = {
        "customers.Customer.organisation_id": _("People"), "customers.Belonging.organisation_id": _("People who also belong to it"),
        "customers.OrganisationNote.organisation_id": _("Notes"), "customers.CustomerFile.organisation_id": _("Files"),
        "customers.FieldValue.organisation_id": _("Fields of our own"),
    }  # fmt: skip
    counted = [(said, rows[column].count()) for column, said in words.items()]
    counted.append((_("Service standards"), sum(found.count() for column, found in rows.items() if column not in words)))
    counted.append((_("Tags"), source.tags.exclude(pk__in=target.tags.values("pk")).count()))
    return [(said, count) for said, count in counted if count]


@staff("merge_customers", methods=("POST",))
def undoing(request: HttpRequest, number: int, joining: int) -> HttpResponse:
    """Set them apart again."""
    made = access_joining(request.user, number, joining)
    try:
        part_organisations(made, by=request.user)
    except CannotDo as why:
        return done(request, reverse("organisation", args=[made.target_id]), str(why), leave=True)
    return done(request, reverse("organisation", args=[made.source_id]), _("The two are apart again."), leave=True)
