"""The pages of a form: the loader for websites, the form itself, and what is said after sending. No session and no cookie has a say."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page

from sandali.channels.embedding import origins
from sandali.channels.kinds import MAIL_KINDS
from sandali.channels.models import Channel
from sandali.channels.parcels import MOST_BODY, MOST_BYTES, MOST_FILES
from sandali.channels.webform.looks import form_of, words_of
from sandali.company.models import Company
from sandali.exchange.uploads import length_of
from sandali.kit.assets import form_loader
from sandali.portal.chat.entering import said, speaking
from sandali.portal.form.taking import GivenBack, Page, new_page, page_again, take

FRESH_FOR: Final = "public, max-age=300"
MOST_LOOKED_AT: Final = 3 * MOST_BODY  # so much is read to give back its words, though its files are too large


def asked_form(key: str) -> Channel:
    """The form in the address. Raises Http404."""
    channel = form_of(key)
    if channel is None:
        raise Http404
    return channel


@gzip_page  # the same for everybody: nothing secret is packed together with what somebody asked
def script(request: HttpRequest, key: str) -> HttpResponse:
    """The loader with this form's settings behind it. Any page may have it; where the form opens is said by the form."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(("GET", "HEAD"))
    channel = asked_form(key)
    company: Company = request.company  # type: ignore[attr-defined]
    look = {"key": key, "language": company.language, "words": titles_of(channel.pk, company.name)}
    answer = HttpResponse(f"(() => {{\n{_loader()}\nstart({json.dumps(look)});\n}})();\n", content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = FRESH_FOR
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"  # it is for other people's pages
    return answer


@lru_cache(maxsize=1)
def _loader() -> str:
    return form_loader().rstrip()


@lru_cache(maxsize=64)
def titles_of(channel: int, company: str) -> dict[str, dict[str, str]]:
    """What the frame is called, in each language: the page decides which."""
    found = {}
    for language in ("fa", "en"):
        with override(language):
            found[language] = {"title": _("Write to %(company)s") % {"company": company}}
    return found


@csrf_exempt  # no cookie has a say here, so there is nothing that a foreign page could borrow from its visitor (docs/channels.md)
def form(request: HttpRequest, key: str) -> HttpResponse:
    """The form; sent, what came of it. The form's script gets JSON, whoever has none a page."""
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(("GET", "HEAD", "POST"))
    channel = asked_form(key)
    with speaking(request) as language:
        if request.method == "POST":
            return taken(request, channel, language)
        return shown(request, channel, language, new_page(channel, language), is_said=request.GET.get("said") == "1")


def taken(request: HttpRequest, channel: Channel, language: str) -> HttpResponse:
    """Take what was sent, or give it back."""
    by_script = "application/json" in request.headers.get("Accept", "")
    try:
        length = length_of(request)
        if length is None or length > MOST_LOOKED_AT:
            raise GivenBack(_("These files are too large. Altogether they may have 20 megabytes."), 413)
        take(request, channel, language)
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        why = GivenBack(_("This is too much at once. Go back in your browser: what you wrote is still there."), 413)
    except GivenBack as problem:
        why = problem
    else:
        host = request.GET.get("host", "")
        where = f"{reverse('web_form', args=[channel.settings['key']])}?lang={language}&said=1{f'&host={host}' if host in origins(channel) else ''}"
        if by_script:
            return said({"said": where}, 201)
        answer = HttpResponseRedirect(where)
        answer.status_code = 303
        return answer
    page = page_again(channel, language, why)
    if by_script:
        return said(body_of(why, page), why.status)
    return shown(request, channel, language, page, status=why.status)


def body_of(why: GivenBack, page: Page) -> dict[str, Any]:
    """What the form's script is told: the words, by field too, and a new stamp with the work that it is for."""
    return {
        "error": page.error,
        "fields": {name: [str(one) for one in wrong] for name, wrong in page.form.errors.items()} if page.form.is_bound else {},
        "stamp": page.stamp,
        "work": why.work,
    }


def shown(request: HttpRequest, channel: Channel, language: str, page: Page, *, is_said: bool = False, status: int = 200) -> HttpResponse:
    """The page."""
    context = context_of(request, channel, language) | {"page": page, "is_said": is_said, "thanks": words_of(channel, "thanks", language)}
    answer = HttpResponse(render_to_string("portal/form/form.html", context), status=status)
    answer["Content-Language"] = language
    answer["Cache-Control"] = "no-store"
    answer.xframe_exempt = True  # type: ignore[attr-defined]  # frame-ancestors says who may frame it
    answer._csp_replace = {"frame-ancestors": ["'self'", *origins(channel)]}  # type: ignore[attr-defined]
    return answer


def context_of(request: HttpRequest, channel: Channel, language: str) -> dict[str, Any]:
    """What the page shows besides the fields. `host` is the website that frames it, where that is one of those named."""
    host = request.GET.get("host", "")
    framed = host if host in (f"{request.scheme}://{request.get_host()}", *origins(channel)) else ""
    address = reverse("web_form", args=[channel.settings["key"]])
    return {
        "company": request.company,  # type: ignore[attr-defined]
        "language": language,
        "host": framed,
        "heading": words_of(channel, "title", language) or _("Write to us"),
        "intro": words_of(channel, "intro", language),
        "action": f"{address}?lang={language}{f'&host={framed}' if framed else ''}",
        "other": f"{address}?lang={'en' if language == 'fa' else 'fa'}",
        "most_files": MOST_FILES,
        "most_bytes": MOST_BYTES,
        "way": way_to_us(channel),
    }


def way_to_us(channel: Channel) -> str:
    """How else we are reached: the address that mail comes to, the department's own where it has one; "" for none."""
    found = list(Channel.objects.filter(kind__in=MAIL_KINDS, is_active=True, archived_at=None).exclude(address="").order_by("pk"))
    found.sort(key=lambda one: one.department_id != channel.department_id)
    return found[0].address if found else ""
