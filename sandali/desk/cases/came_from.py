"""Which list somebody came from, so that its next case is the next one, whatever page lies in between."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict

from sandali.desk.cases.boxes import Filter, asked_filter, names_a_list

LAST_LIST = "last_list"


def filter_of(request: HttpRequest) -> Filter:
    """The filter of this address; where it has none, that of the page an act was posted from, else of the list looked at last."""
    here = QueryDict(urlsplit(request.headers.get("HX-Current-URL", "")).query)
    last = QueryDict(request.session.get(LAST_LIST, "").removeprefix("?"))
    return asked_filter(next((asked for asked in (request.GET, here) if names_a_list(asked)), last))


def remember_list(request: HttpRequest, wanted: Filter) -> None:
    """Whoever comes to a case by a way that names no list (after handing it over, from a notice) goes back to this one."""
    if request.session.get(LAST_LIST, "") != wanted.query:
        request.session[LAST_LIST] = wanted.query
