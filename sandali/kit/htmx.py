"""Answers to the browser: a page or the part of it that was asked for, several parts at once, "done", and forms.

Header names are htmx 4's: `HX-Request`, `HX-Target` (as `tag#id`), `HX-Request-Type` (partial or full).
"""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

PART_HEADER = "Sandali-Part"
NEWS_HEADER = "Sandali-News"


def asked_by_htmx(request: HttpRequest) -> bool:
    """Whether htmx asks for a piece of a page (not for a whole one after going back in history)."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-History-Restore-Request") != "true"


def asked_part(request: HttpRequest) -> str:
    """The id of the element that the answer will go into, or ""."""
    named = request.headers.get(PART_HEADER)
    return named if named else unquote(request.headers.get("HX-Target", "").partition("#")[2])


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, part: str | Iterable[str] | None = None,
    *, status: int | None = None,
) -> HttpResponse:  # fmt: skip
    """The whole page, or the one part that htmx asks for.

    `part` lists the parts that may be asked for: a part's name is its `{% partialdef %}`, the id of its element and the
    `hx-target`. When htmx wants a part that is not listed, it is told to load the address as a page.
    The status is 422 when `cleaned` found the form of this request wrong.
    """
    allowed = {part} if isinstance(part, str) else set(part or ())
    status = status or (422 if getattr(request, "form_is_wrong", False) else 200)
    values = dict(context or {})
    if not asked_by_htmx(request) or request.headers.get("HX-Request-Type") == "full":
        return HttpResponse(render_to_string(template, values, request), status=status)
    wanted = asked_part(request)
    if wanted in allowed:
        html = render_to_string(f"{template}#{wanted}", values, request)
        return HttpResponse(html + waiting_toasts(request), status=status)
    answer = HttpResponse(status=200)
    answer["HX-Redirect"] = request.get_full_path()
    return answer


def fragments(
    request: HttpRequest, template: str, *names: str, context: Mapping[str, Any] | None = None, swap: str = "outerHTML", status: int | None = None
) -> HttpResponse:  # fmt: skip
    """Several parts of a page, each put in the place of the element with its name. Only for htmx; see `asked_by_htmx`.

    `swap`: outerHTML resets what stood there, outerMorph keeps focus and what is being typed.
    """
    values = dict(context or {})
    parts = format_html_join(
        "\n", '<hx-partial hx-target="#{}" hx-swap="{}">{}</hx-partial>',
        ((name, swap, render_to_string(f"{template}#{name}", values, request)) for name in names),
    )  # fmt: skip
    status = status or (422 if getattr(request, "form_is_wrong", False) else 200)
    return HttpResponse(parts + waiting_toasts(request), status=status)


def done(request: HttpRequest, url: str, message: str = "", undo: str | None = None, *, leave: bool = False) -> HttpResponse:
    """A POST is done: go to `url` and say `message`, with the way back at `undo` (a URL that takes POST).

    Both the browser and htmx follow the 303; htmx keeps its headers, so `page` at `url` answers with the same part, and the
    message comes along as a toast. `leave`: the answer belongs to another page, so htmx loads `url` as a page.
    """
    if message:
        messages.success(request, message, extra_tags=f"undo:{undo}" if undo else "")
    if leave and asked_by_htmx(request):
        answer = HttpResponse(status=200)
        answer["HX-Redirect"] = url
        return answer
    redirect = HttpResponseRedirect(url)
    redirect.status_code = 303
    return redirect


def cleaned(form: BaseForm, request: HttpRequest) -> dict[str, Any] | None:
    """The form's values when it was posted and is right, else None; then `page` answers 422 with what was typed still in it.

    An empty dict is an answer too, so compare with `is not None`.
    """
    if request.method != "POST":
        return None
    if form.is_valid():
        return form.cleaned_data
    request.form_is_wrong = True  # type: ignore[attr-defined]
    return None


def waiting_toasts(request: HttpRequest) -> SafeString:
    """Messages that wait to be shown, for the corner where toasts stand; "" when none waits.

    A part that news refreshes takes none along: the page that a message is meant for may be on its way."""
    if request.headers.get(NEWS_HEADER) or not messages.get_messages(request):
        return SafeString("")
    return format_html(
        '\n<hx-partial hx-target="#toasts" hx-swap="beforeend">{}</hx-partial>', render_to_string("kit/toasts.html", {}, request)
    )
